import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { CallInput, EventPayload } from '#contract/contract';
import type { EvaluationRun } from '#contract/evaluations';
import type { App } from '../../../../../src-main/core/app.ts';
import { createNodePorts } from '../../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../../builders/checked-app.ts';

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

function make(app: App, wanted: Partial<CallInput<'evaluations.create'>> = {}): Promise<EvaluationRun> {
  return app.ask('evaluations.create', { modelId, task: 'ifeval-fi', limit: 4, ...wanted });
}

/** Resolves with the first status of a run of which this holds. */
function until(app: App, id: string, holds: (run: EvaluationRun) => boolean): Promise<EvaluationRun> {
  return new Promise((resolve) => {
    const end = app.listen((name, payload) => {
      if (name !== 'evaluation.changed') return;
      const event = payload as EventPayload<'evaluation.changed'>;
      if (event.kind !== 'changed' || event.run.id !== id || !holds(event.run)) return;
      end();
      resolve(event.run);
    });
  });
}

async function runToEnd(app: App, id: string): Promise<EvaluationRun> {
  const ended = until(app, id, ({ state }) => state !== 'running');
  await app.ask('evaluations.start', { evaluationId: id });
  return ended;
}

test('a run is asked, judged and measured, and says what it needs to be repeated', async () => {
  const app = await open();
  const made = await make(app);
  expect(made).toMatchObject({ state: 'paused', phase: 'answering', total: 4, answered: 0, metrics: [] });
  const ended = await runToEnd(app, made.id);
  expect(ended).toMatchObject({ state: 'finished', phase: null, answered: 4, judged: 4, failures: [], error: null });
  expect(ended.metrics.map(({ name }) => name)).toEqual([
    'prompt_level_strict_acc',
    'inst_level_strict_acc',
    'prompt_level_loose_acc',
    'inst_level_loose_acc',
  ]);
  expect(ended.metrics[0]).toMatchObject({ errorBy: 'reference', samples: 4, unit: 'share' });
  expect(ended.metrics[1]).toMatchObject({ errorBy: 'bootstrap' });
  expect(ended.configuration).toMatchObject({
    data: { name: 'sarvi-fi', isOwn: true, rows: 104 },
    limit: 4,
    samples: 4,
    samplings: [{ temperature: 0, maxTokens: 1280 }],
    template: { kind: 'chat' },
  });
  expect(ended.sessions).toHaveLength(1);
  expect(ended.sessions[0]?.llamaCpp).toMatch(/llama/);

  const { samples, total } = await app.ask('evaluations.samples', { evaluationId: made.id, limit: 10 });
  expect(total).toBe(4);
  for (const { own } of samples) {
    expect(own.answers).toHaveLength(1);
    expect(own.judgement?.kind).toBe('instructions');
  }

  const itself = await app.ask('evaluations.compare', { evaluationId: made.id, otherId: made.id });
  expect(itself).toMatchObject({
    samples: 4,
    means: null,
    verdicts: { strict: { onlyOwn: 0, onlyOther: 0, pValue: 1 } },
  });
  const [first] = samples;
  const opened = await app.ask('evaluations.openSample', { evaluationId: made.id, key: first?.own.key ?? '' });
  expect(opened).toMatchObject({ modelId, sampling: { temperature: 0, maxTokens: 1280 } });
  const { branch } = await app.ask('conversations.open', { conversationId: opened.id });
  expect(branch.map(({ role, text }) => [role, text])).toEqual([
    ['user', first?.own.turns[0]],
    ['assistant', first?.own.answers[0]?.text],
  ]);
  expect(branch[1]?.generation).toMatchObject({ modelId, seed: first?.own.answers[0]?.seed });
  const unknown = app.ask('evaluations.openSample', { evaluationId: made.id, key: 'none' });
  await expect(unknown).rejects.toMatchObject({ code: 'evaluation-unknown' });
});
