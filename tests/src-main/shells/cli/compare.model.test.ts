import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { History } from '../../../../src-main/core/history/history.ts';
import { historyPorts } from '../../../builders/history-ports.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const ENTRY = join(ROOT, 'src-main/shells/cli/main.ts');

interface Exported {
  readonly rows: { turns: string[]; cells: { state: string; messages: { id: string; text: string }[] }[] }[];
  readonly columns: { name: string }[];
}

/** Kills the command without a warning as soon as so many answers are there. */
async function killAt(done: number, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [ENTRY, ...args, '--json'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const closed = once(child, 'close');
  let comparisonId = '';
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as { type: string; comparisonId?: string; done?: number };
    if (event.type === 'comparison') comparisonId = event.comparisonId ?? '';
    if (event.type === 'progress' && (event.done ?? 0) >= done) child.kill('SIGKILL');
  }
  await closed;
  return comparisonId;
}

test(
  'a comparison that was killed goes on without asking anything twice, and its votes are told',
  { timeout: 120_000 },
  async () => {
    const folder = await temporaryFolder();
    const data = ['--data-dir', join(folder, 'data')];
    const guide = join(ROOT, 'resources/guide-model');
    const imported = await runSarvi(['import', guide, '--type', 'Q8_0,Q4_K_M', ...data, '--json']);
    expect(imported.status).toBe(0);
    const models = (await runSarvi(['models', ...data, '--json'])).lines.at(-1) as { models: { id: string }[] };
    const ids = models.models.map(({ id }) => id);
    const prompts = join(folder, 'prompts.jsonl');
    const lines = Array.from({ length: 10 }, (_, index) =>
      JSON.stringify({ prompt: `Kerro asia ${index}.`, lang: 'fi' }),
    );
    await writeFile(prompts, ['{"prompt": 5}', ...lines].join('\n'));
    const out = join(folder, 'vertailu.json');
    const asked = ['--models', ids.join(','), '--prompts', prompts, '--max-tokens', '60', '--temperature', '1'];
    const id = await killAt(4, ['compare', ...asked, '--out', out, ...data]);

    const history = await History.open(historyPorts(join(folder, 'data'), Date.now));
    const open = async () => (await history.ask('openComparison', { comparisonId: id, offset: 0, limit: 99 })).rows;
    const answered = (await open()).flatMap(({ id: rowId, cells }) =>
      cells.filter(({ state }) => state === 'complete').map(({ columnId }) => ({ comparisonId: id, rowId, columnId })),
    );
    expect(answered.length).toBeGreaterThanOrEqual(4);
    expect(answered.length).toBeLessThan(20);
    const before = await Promise.all(answered.map((place) => history.ask('openCell', place)));
    await history.close();

    const resumed = await runSarvi(['compare', '--resume', id, '--out', out, ...data, '--json']);
    expect(resumed.lines.at(-1)).toMatchObject({ type: 'result', comparisonId: id, done: 20, failed: 0, total: 20 });
    const exported = JSON.parse(await readFile(out, 'utf8')) as Exported;
    expect(exported.rows.map(({ turns }) => turns[0])).toEqual(
      lines.map((line) => (JSON.parse(line) as { prompt: string }).prompt),
    );
    const cells = exported.rows.flatMap((row) => row.cells);
    expect(cells.map(({ state, messages }) => [state, messages.length])).toEqual(Array(20).fill(['complete', 2]));
    const texts = new Map(cells.flatMap(({ messages }) => messages.map((message) => [message.id, message.text])));
    for (const { messages } of before) for (const message of messages) expect(texts.get(message.id)).toBe(message.text);

    const again = await History.open(historyPorts(join(folder, 'data'), Date.now));
    for (let turn = 0; ; turn += 1) {
      const draws = { pair: 0, side: (turn % 7) / 7, repeat: 0 };
      const { pair } = await again.ask('nextVote', { comparisonId: id, draws });
      if (pair === null) break;
      await again.ask('votes.cast', { pairId: pair.pairId, vote: 'a' });
    }
    await again.close();
    const csv = join(folder, 'votes.csv');
    const told = await runSarvi(['votes', '--export', csv, ...data, '--json']);
    const result = told.lines.at(-1) as { comparisons: { comparisonId: string; votes: number; pairs: unknown[] }[] };
    expect(result.comparisons).toMatchObject([{ comparisonId: id, pairs: [{}] }]);
    expect(await readFile(csv, 'utf8')).toMatch(/^\uFEFFtime,prompt,language/);
    const plain = await runSarvi(['votes', id, ...data]);
    expect(plain.stdout).toContain('win rate');
  },
);

test('a comparison that cannot be is refused in words', async () => {
  const data = ['--data-dir', await temporaryFolder()];
  const one = await runSarvi(['compare', '--models', 'yksi', '--out', 'x.json', ...data, '--json']);
  expect([one.status, one.lines.at(-1)?.['code']]).toEqual([2, 'usage']);
  const unknown = await runSarvi(['compare', '--models', 'yksi,kaksi', '--out', 'x.json', ...data, '--json']);
  expect([unknown.status, unknown.lines.at(-1)?.['code']]).toEqual([1, 'model-unknown']);
  const votes = await runSarvi(['votes', 'ei-ole', ...data, '--json']);
  expect([votes.status, votes.lines.at(-1)?.['code']]).toEqual([1, 'comparison-unknown']);
  const nothing = await runSarvi(['votes', ...data]);
  expect([nothing.status, nothing.stdout]).toEqual([0, 'No votes.\n']);
});
