import { expect, test } from 'vitest';
import { readEvents } from '../../../../src-main/core/remote/read-events.ts';

async function eventsOf(chunks: readonly Buffer[]): Promise<string[]> {
  async function* arrive(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  }
  return all(readEvents(arrive(), 'host'));
}

async function all(events: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const event of events) read.push(event);
  return read;
}

const STREAM = [
  '\uFEFF: comment',
  'data: yksi',
  '',
  'id: 4',
  'event: x',
  'retry: 1',
  'data:kaksi',
  'data:  ä€🦌',
  'data',
  '',
  ':',
  '',
  'database: no',
  '',
  'data: lost',
].join('\n');

test.each(['\n', '\r\n', '\r'])('lines that end with %j are read, wherever the bytes are split', async (end) => {
  const bytes = Buffer.from(STREAM.replaceAll('\n', end));
  const expected = ['yksi', 'kaksi\n ä€🦌\n'];
  expect(await eventsOf([bytes])).toEqual(expected);
  for (let size = 1; size < 8; size += 1) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    expect(await eventsOf(chunks)).toEqual(expected);
  }
});

test.each([
  ['a line', 'x'],
  ['a comment', ': '],
  ['data', 'data: x'],
  ['an event of many lines', 'data: 0123456789\n'],
])('%s without end is refused before it fills the memory', async (_name, text) => {
  let sent = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    const piece = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)).replace(/^(data: x|: )/, text));
    for (;;) {
      sent += piece.length;
      yield await Promise.resolve(text.endsWith('\n') ? piece : Buffer.from(piece.toString().replaceAll('\n', '')));
    }
  }
  await expect(all(readEvents(endless(), 'host'))).rejects.toMatchObject({ code: 'remote-unexpected' });
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});
