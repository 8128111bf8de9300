import { expect, test } from 'vitest';
import { TextStream } from '../../../src-main/engine-process/text-stream.ts';

function stream(...pieces: (string | number[])[]): string[] {
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece)));
  const text = new TextStream({ pieceBytes: (token) => bytes[token] ?? Buffer.alloc(0) });
  return bytes.map((_, token) => text.push(token));
}

test('a character comes when its last byte has come, and never in halves', () => {
  const [sauna = ''] = ['🧖'];
  const parts = [...Buffer.from(sauna)].map((byte) => [byte]);
  expect(stream('Mennään ', ...parts, '!')).toEqual(['Mennään ', '', '', '', sauna, '!']);
  // One token may end a character and begin the next.
  const [first, second, third, fourth] = Buffer.from('ää') as unknown as [number, number, number, number];
  expect(stream([first], [second, third], [fourth])).toEqual(['', 'ä', 'ä']);
});

test('bytes that no character begins with are shown as such and hold nothing up', () => {
  expect(stream([0xff], 'a', [0xe4], 'b').join('')).toBe('\uFFFDa\uFFFDb');
});

test('a character that is cut off by the end is not shown', () => {
  expect(stream('valmis', [0xf0, 0x9f]).join('')).toBe('valmis');
});
