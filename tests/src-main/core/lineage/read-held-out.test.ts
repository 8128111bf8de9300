import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHeldOutRow } from '../../../../src-main/core/lineage/held-out-row.ts';
import { readHeldOut } from '../../../../src-main/core/lineage/read-held-out.ts';
import { pairRow, sftRow, writeHeldOut } from '../../../builders/held-out.ts';
import { mulberry32 } from '../../../builders/random-weights.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const history = { ask: () => Promise.reject(new Error('not asked')) } as never;
const read = (path: string): ReturnType<typeof readHeldOut> => readHeldOut({ kind: 'path', path }, history);

test('rows come from an exported folder, its data folder or a file, with the name of the manifest', async () => {
  const folder = await writeHeldOut(await temporaryFolder(), [
    pairRow('Kuka?', 'Minä.', 'Sinä.'),
    'ei olio',
    sftRow('Mikä?', 'Se.'),
  ]);
  const found = await read(folder);
  expect(found).toMatchObject({ name: 'Parit', version: 3, kind: 'preference', unreadable: 2 });
  expect(found.rows).toEqual([
    { messages: [{ role: 'user', content: 'Kuka?' }], answers: ['Minä.', 'Sinä.'], good: true },
  ]);
  expect(await read(join(folder, 'data'))).toEqual(found);
  expect(await read(join(folder, 'data/test.jsonl'))).toEqual(found);
});

test('all forms of TRL are read, and of a conversation the last answer', () => {
  const said = (role: string, content: string) => ({ role, content, tool_calls: null });
  const implicit = {
    chosen: [said('user', 'A'), said('assistant', 'hyvä')],
    rejected: [said('user', 'A'), said('assistant', 'huono')],
  };
  expect(readHeldOutRow(implicit)).toEqual({
    kind: 'preference',
    row: { messages: [{ role: 'user', content: 'A' }], answers: ['hyvä', 'huono'], good: true },
  });
  const rated = { prompt: [said('user', 'A')], completion: [said('assistant', 'B')], label: false };
  expect(readHeldOutRow(rated)).toMatchObject({ kind: 'kto', row: { answers: ['B'], good: false } });
  const talk = ['user', 'assistant', 'user', 'assistant'].map((role, index) => said(role, String(index)));
  expect(readHeldOutRow({ messages: talk })).toMatchObject({ kind: 'sft', row: { answers: ['3'] } });
  expect(readHeldOutRow({ messages: talk })?.row.messages).toHaveLength(3);
});

test('other columns, no rows and no file are refused in words', async () => {
  const reasonOf = async (path: string): Promise<string> => {
    const error = await read(path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'held-out-refused' });
    return String((error as { details: { reason: string } }).details.reason);
  };
  const strange = await writeHeldOut(await temporaryFolder(), [{ question: 'A', response1: 'B', response2: 'C' }]);
  expect(await reasonOf(strange)).toContain('question, response1, response2');
  expect(await reasonOf(await writeHeldOut(await temporaryFolder(), []))).toBe('held-out-empty');
  expect(await reasonOf(await temporaryFolder())).toContain('held-out-no-file');
  await expect(read(join(strange, 'missing'))).rejects.toMatchObject({ code: 'path-missing' });
  const binary = join(await temporaryFolder(), 'test.jsonl');
  await writeFile(binary, Buffer.from([0, 255, 10, 0]));
  expect(await reasonOf(binary)).toContain('held-out-columns');
});

test('rows with wrong parts are left out and never throw', () => {
  const random = mulberry32(7);
  const parts: unknown[] = [null, '', 'x', 3, [], {}, [{}], [{ role: 'user' }], [{ role: 'assistant', content: null }]];
  parts.push([{ role: 'assistant', content: '  ' }], [{ role: 'tool', content: 'x' }]);
  const pick = (): unknown => parts[Math.floor(random() * parts.length)];
  for (let round = 0; round < 2000; round += 1) {
    const names = ['prompt', 'chosen', 'rejected', 'completion', 'label', 'messages'];
    const row = Object.fromEntries(names.filter(() => random() < 0.7).map((name) => [name, pick()]));
    expect(readHeldOutRow(row)).toBeNull();
  }
});
