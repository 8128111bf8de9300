import { expect, test } from 'vitest';
import type { AskingMode, ComparisonRun } from '#contract/comparisons';
import { SarviError } from '#contract/errors';
import { ColumnRefused, type CellPlace } from '../../../../src-main/core/comparison/answer-cell.ts';
import { SetRun } from '../../../../src-main/core/comparison/set-run.ts';
import { columnOf, rowsOf, say } from '../../../builders/comparisons.ts';
import { openHistory } from '../../../builders/history.ts';

const LOG = { info: () => {}, warn: () => {}, error: () => {} };

/** A set of six prompts for two models, and a run of it; `fails` throws for a cell that cannot be answered. */
async function setUp(mode: AskingMode, fails: (modelId: string, row: number, attempt: number) => void = () => {}) {
  const history = await openHistory();
  const prompts = Array.from({ length: 6 }, (_, index) => ({ turns: [`Kysymys ${index}`], language: 'fi' as const }));
  const columns = [columnOf('a'), columnOf('b')];
  const comparison = await history.ask('createComparison', { kind: 'set', columns, prompts });
  const asked: string[] = [];
  const told: ComparisonRun[] = [];
  const begin = async (): Promise<SetRun> => {
    const rows = await rowsOf(history, comparison.id);
    const parts = {
      history,
      detector: { detect: () => Promise.resolve('fi') },
      modeOf: () => Promise.resolve(mode),
      isLoaded: (modelId: string) => modelId === 'b',
      tell: (run: ComparisonRun) => void told.push(run),
      log: LOG,
      answers: {
        async answer(place: CellPlace) {
          const modelId = comparison.columns.find(({ id }) => id === place.columnId)?.modelId ?? '';
          const row = rows.findIndex(({ id }) => id === place.rowId);
          const name = `${modelId}${row}`;
          asked.push(name);
          fails(modelId, row, asked.filter((one) => one === name).length);
          const { conversationId } = await history.ask('openCell', place);
          await say(history, conversationId, `Kysymys ${row}`, `Vastaus ${name}`);
          return history.ask('openCell', place);
        },
      },
    };
    return new SetRun(parts, comparison, rows);
  };
  const run = async (): Promise<ComparisonRun> => {
    const one = await begin();
    one.start();
    await one.settled();
    return one.status;
  };
  return { run, begin, asked, told, columns: comparison.columns };
}

const all = (modelId: string): string[] => Array.from({ length: 6 }, (_, row) => `${modelId}${row}`);

test('models that take turns are loaded once each, the one in memory first', async () => {
  const { run, asked, told } = await setUp('in-turn');
  expect(await run()).toMatchObject({ state: 'finished', mode: 'in-turn', done: 12, failed: 0, total: 12 });
  expect(asked).toEqual([...all('b'), ...all('a')]);
  const left = told.flatMap(({ secondsLeft }) => secondsLeft ?? []);
  expect(left.length).toBeGreaterThan(0);
  expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
});

test('models that fit together go side by side', async () => {
  const { run, asked } = await setUp('together');
  expect(await run()).toMatchObject({ state: 'finished', mode: 'together' });
  expect([...asked].sort()).toEqual([...all('a'), ...all('b')]);
  expect(asked.slice(0, 2).sort()).toEqual(['a0', 'b0']);
});

test('a column that is refused is left out with the reason, and the next run tries it again', async () => {
  let gone = true;
  const { run, asked, columns } = await setUp('in-turn', (modelId) => {
    if (gone && modelId === 'b') throw new ColumnRefused(new SarviError('model-unknown', { modelId }));
  });
  const first = await run();
  expect(first).toMatchObject({ state: 'paused', done: 6, failed: 0 });
  expect(first.columns.find(({ columnId }) => columnId === columns[1]?.id)?.error).toMatchObject({
    code: 'model-unknown',
  });
  expect(asked).toEqual(['b0', ...all('a')]);
  gone = false;
  asked.length = 0;
  expect(await run()).toMatchObject({ state: 'finished', done: 12 });
  expect(asked).toEqual(all('b'));
});

test('an engine that has crashed is asked once more; failures after each other end a column, long prompts do not', async () => {
  const crash = await setUp('in-turn', (modelId, row, attempt) => {
    if (modelId === 'a' && row === 2 && attempt === 1) throw new SarviError('engine-crashed', { reason: 'x' });
  });
  expect(await crash.run()).toMatchObject({ state: 'finished', failed: 0 });
  const long = await setUp('in-turn', (modelId, row) => {
    if (modelId === 'a' && row < 4) throw new SarviError('prompt-too-long', {});
  });
  expect(await long.run()).toMatchObject({ state: 'paused', done: 8, failed: 4 });
  const broken = await setUp('in-turn', (modelId) => {
    if (modelId === 'a') throw new SarviError('grammar-invalid', {});
  });
  expect(await broken.run()).toMatchObject({ state: 'paused', done: 6, failed: 3 });
});

test('a pause keeps what is finished, and the next run asks for the rest alone', async () => {
  const { begin, run, asked, told } = await setUp('in-turn');
  const first = await begin();
  first.start();
  await expect.poll(() => told.some(({ done }) => done >= 2)).toBe(true);
  await first.pause();
  const { done } = first.status;
  const before = [...asked];
  asked.length = 0;
  expect(await run()).toMatchObject({ state: 'finished', done: 12 });
  expect(asked).toHaveLength(12 - done);
  expect(asked.filter((name) => before.slice(0, done).includes(name))).toEqual([]);
});
