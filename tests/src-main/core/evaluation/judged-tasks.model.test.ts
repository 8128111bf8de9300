/** MT-Bench and AlpacaEval with the guide model as the answering model and as the judge. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { CallInput, CallOutput, EventPayload } from '#contract/contract';
import type { EvaluationRun } from '#contract/evaluations';
import type { App } from '../../../../src-main/core/app.ts';
import { PROMPT_SET } from '../../../../src-main/core/comparison/prompt-set/prompt-set.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';

let dataFolder = '';
let modelId = '';

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sarvi-test-'));
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  await app.importModel(
    { source: { kind: 'guide' } },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );
  modelId = (await app.ask('models.list', {}))[0]?.id ?? '';
  await app.dispose();
});

afterAll(() => rm(dataFolder, { recursive: true, force: true }));

async function open(): Promise<App> {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  return app;
}

type Wanted = Omit<CallInput<'evaluations.create'>, 'modelId'>;

async function runToEnd(
  app: App,
  wanted: Wanted,
): Promise<{ run: EvaluationRun; samples: CallOutput<'evaluations.samples'>['samples'][number]['own'][] }> {
  const { id } = await app.ask('evaluations.create', { modelId, judge: { kind: 'model', modelId }, ...wanted });
  const ended = new Promise<EvaluationRun>((resolve) => {
    const end = app.listen((name, payload) => {
      if (name !== 'evaluation.changed') return;
      const event = payload as EventPayload<'evaluation.changed'>;
      if (event.kind !== 'changed' || event.run.id !== id || event.run.state === 'running') return;
      end();
      resolve(event.run);
    });
  });
  await app.ask('evaluations.start', { evaluationId: id });
  const run = await ended;
  const { samples } = await app.ask('evaluations.samples', { evaluationId: id, limit: 10 });
  return { run, samples: samples.map(({ own }) => own) };
}

async function fileOf(content: string): Promise<string> {
  const path = join(dataFolder, 'file.json');
  await writeFile(path, content);
  return path;
}

/** Short, so that the small model answers soon. */
const QUESTIONS = [
  { question_id: 1, category: 'writing', turns: ['Mikä Sarvi on?', 'Entä mikä on malli?'] },
  { question_id: 2, category: 'math', turns: ['Paljonko on 2 + 2?'], reference: ['4'] },
]
  .map((row) => JSON.stringify(row))
  .join('\n');

test('MT-Bench goes on without the scores that the judge does not give, and counts them', async () => {
  const app = await open();
  const { run, samples } = await runToEnd(app, { task: 'mt-bench-fi', files: { data: await fileOf(QUESTIONS) } });
  expect(run).toMatchObject({ state: 'finished', answered: 2, judged: 2, failures: [], error: null });
  expect(run.configuration).toMatchObject({
    samplings: [
      { temperature: 0.7, maxTokens: 1024 },
      { temperature: 0, maxTokens: 1024 },
    ],
    settings: { judgePrompts: 'sarvi-fi', references: 'questions' },
  });
  const turns = samples.flatMap(({ judgement }) => (judgement?.kind === 'scores' ? judgement.turns : []));
  expect(turns).toHaveLength(3);
  const kinds = ['sarvi-single-fi', 'sarvi-conversation-fi', 'sarvi-single-reference-fi'];
  expect(turns.map(({ promptKind }) => promptKind)).toEqual(kinds);
  const missing = turns.filter(({ score }) => score === null);
  // It knows nothing of grades. The words that it says are kept.
  expect(missing.length).toBeGreaterThan(0);
  for (const { judged } of missing) expect(judged?.prompt).toContain('[[5]]');
  expect(run.metrics.find(({ name }) => name === 'without_score')).toMatchObject({
    value: missing.length / 3,
    unit: 'share',
    samples: 3,
  });
});

test('AlpacaEval compares with a baseline’s answers in both orders, and says who had none', async () => {
  const app = await open();
  const instructions = Object.values(PROMPT_SET).flatMap((pairs) => pairs.map(({ fi }) => fi[0]));
  const baseline = instructions
    .slice(0, 3)
    .map((instruction) => ({ instruction, output: 'En tiedä.', generator: 'vertailukohta' }));
  const files = { references: await fileOf(JSON.stringify(baseline)) };
  const { run, samples } = await runToEnd(app, { task: 'alpaca-eval-fi', files, bothOrders: true });
  expect(run).toMatchObject({ state: 'finished', answered: 3, judged: 3, failures: [], error: null });
  expect(run.configuration).toMatchObject({
    data: { name: 'sarvi-fi', isOwn: true, rows: 3, faults: 61 },
    settings: { orders: 'both', baseline: 'vertailukohta', difficulties: null, prompt: { name: 'sarvi-pair-fi' } },
  });
  const judgements = samples.flatMap(({ judgement }) => (judgement?.kind === 'preference' ? [judgement] : []));
  expect(judgements).toHaveLength(3);
  for (const { by, orders, preference } of judgements) {
    expect(orders.map(({ modelFirst }) => modelFirst)).toEqual(by === 'judge' ? [false, true] : []);
    if (by === 'other-language') expect(preference).toBe(1);
  }
  const without = judgements.filter(({ preference }) => preference === null).length;
  expect(run.metrics.find(({ name }) => name === 'without_preference')?.value ?? 0).toBeCloseTo(without / 3, 12);
  expect(run.metrics.some(({ name }) => name === 'win_rate')).toBe(without < 3);
});

test('a judge is asked for, and files that do not fit are refused', async () => {
  const app = await open();
  const make = (wanted: Wanted): Promise<unknown> => app.ask('evaluations.create', { modelId, ...wanted });
  await expect(make({ task: 'mt-bench-en' })).rejects.toMatchObject({ code: 'judge-missing' });
  const judge = { kind: 'model', modelId } as const;
  const references = await fileOf('{"instruction": "Another one", "output": "x"}');
  await expect(make({ task: 'alpaca-eval-en', judge, files: { references } })).rejects.toMatchObject({
    code: 'evaluation-file-malformed',
    details: { reason: 'baseline-missing-all' },
  });
  await expect(make({ task: 'mt-bench-en', judge, files: { data: await fileOf('[]') } })).rejects.toMatchObject({
    code: 'evaluation-file-malformed',
  });
});
