import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

it('imports a file, says what it left out, and exports what came in', async () => {
  const folder = await temporaryFolder();
  const source = join(folder, 'chats.jsonl');
  const out = join(folder, 'out.jsonl');
  const data = ['--data-dir', join(folder, 'data'), '--json'];
  const messages = [
    { role: 'user', content: 'Kuka olet?' },
    { role: 'assistant', content: 'Sarvi.' },
  ];
  await writeFile(source, `${JSON.stringify({ messages })}\n{"messages":[{"role"\n`);
  const imported = await runSarvi(['history', 'import', source, ...data]);
  expect(imported).toMatchObject({ status: 0, stderr: '' });
  expect(imported.lines.at(-1)).toMatchObject({
    type: 'result',
    formats: ['messages'],
    imported: 1,
    duplicates: 0,
    refused: 1,
    refusals: [{ file: null, number: 2, line: 2, error: { code: 'conversation-refused' } }],
  });
  const exported = await runSarvi(['history', 'export', '--out', out, ...data]);
  expect(exported.lines.at(-1)).toMatchObject({ type: 'result', format: 'jsonl', conversations: 1 });
  expect(await readFile(out, 'utf8')).toBe(`${JSON.stringify({ messages })}\n`);
});

it('what is called wrongly, or is no file of conversations, is told', async () => {
  const folder = await temporaryFolder();
  const data = ['--data-dir', join(folder, 'data'), '--json'];
  const out = join(folder, 'out');
  const ended = await Promise.all([
    runSarvi(['history', 'import', import.meta.filename, ...data]),
    runSarvi(['history', 'export', ...data]),
    runSarvi(['history', 'export', '--out', out, '--format', 'pdf', ...data]),
    runSarvi(['history', 'export', '--out', out, '--conversation', 'nobody', ...data]),
  ]);
  expect(ended.map(({ status, lines }) => [status, lines.at(-1)?.['code']])).toEqual([
    [1, 'transfer-unrecognised'],
    [2, 'usage'],
    [2, 'usage'],
    [1, 'conversation-unknown'],
  ]);
});
