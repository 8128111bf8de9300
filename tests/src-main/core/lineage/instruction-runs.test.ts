import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import type { EvaluationRun } from '#contract/evaluations';
import type { ParentComparison } from '#contract/parent-comparisons';
import { type InstructionRunsParts, instructionRuns } from '../../../../src-main/core/lineage/instruction-runs.ts';
import { ParentComparisons } from '../../../../src-main/core/lineage/parent-comparisons.ts';
import { buildPoro } from '../../../builders/contract-values.ts';
import { buildRun } from '../../../builders/fake-evaluations.ts';
import { buildParentComparison } from '../../../builders/fake-lineage.ts';
import { SCORER_LOG } from '../../../builders/scorer.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const ROW = { messages: [{ role: 'user' as const, content: 'Kuka?' }], answers: ['Minä.', 'Sinä.'], good: true };

/** Evaluations that end when they are told to, and rows whose sums need no model. */
function open(folder: string) {
  const runs = new Map<string, EvaluationRun>();
  const hearers = new Set<Parameters<InstructionRunsParts['listen']>[0]>();
  const change = (id: string, fields: Partial<EvaluationRun>): EvaluationRun => {
    const run = { ...(runs.get(id) ?? buildRun(buildPoro('sft'))), id, ...fields };
    runs.set(id, run);
    for (const hear of hearers) hear({ kind: 'changed', run });
    return run;
  };
  const instructions = instructionRuns({
    listen: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    evaluations: {
      'evaluations.create': ({ modelId, task }) => {
        const id = `${task}-${modelId}`;
        return Promise.resolve(runs.get(id) ?? change(id, { state: 'paused' }));
      },
      'evaluations.start': ({ evaluationId }) => Promise.resolve(change(evaluationId, { state: 'running' })),
      'evaluations.pause': ({ evaluationId }) => Promise.resolve(change(evaluationId, { state: 'paused' })),
    },
  });
  const told: ParentComparison[] = [];
  const model = { id: 'm', name: 'Malli', path: 'none' };
  const comparisons = new ParentComparisons({
    ...{ folder: join(folder, 'lineage'), now: () => Date.UTC(2026, 10, 30), log: SCORER_LOG, instructions },
    scorer: {
      run: () =>
        Promise.resolve({
          sums: [
            [
              { tokens: 2, logprob: -1 },
              { tokens: 2, logprob: -2 },
            ],
          ],
          backend: 'cpu',
        } as never),
    },
    tell: (comparison) => told.push(comparison),
    modelsOf: () => Promise.resolve({ child: model, parent: model }),
  });
  return { comparisons, change, runs };
}

const CONFIGURATION = { ...buildParentComparison().configuration, withIfeval: true };

test('both are asked IFEval after the rows, one model after the other, and a pause waits for neither', async () => {
  const folder = await temporaryFolder();
  const { comparisons, change, runs } = open(folder);
  const { id } = await comparisons.find(CONFIGURATION, [ROW]);
  await comparisons.start(id);
  const running = (): string[] => [...runs.values()].filter(({ state }) => state === 'running').map((run) => run.id);
  await expect.poll(running).toEqual(['ifeval-en-child']);
  expect(await comparisons.status(id)).toMatchObject({ state: 'running', phase: 'ifeval', figures: { rows: 1 } });
  change('ifeval-en-child', { state: 'finished' });
  await expect.poll(running).toEqual(['ifeval-fi-child']);
  expect(await comparisons.pause(id)).toMatchObject({ state: 'paused', phase: 'ifeval', error: null });
  expect(runs.get('ifeval-fi-child')?.state).toBe('paused');

  // Another start finds the finished run, and continues the other one.
  await comparisons.start(id);
  for (const name of ['ifeval-fi-child', 'ifeval-en-parent', 'ifeval-fi-parent']) {
    await expect.poll(running).toEqual([name]);
    change(name, { state: 'finished' });
  }
  expect(await comparisons.settled(id)).toMatchObject({
    ...{ state: 'finished', phase: 'ended' },
    ifeval: [
      { task: 'ifeval-en', childRun: 'ifeval-en-child', parentRun: 'ifeval-en-parent' },
      { task: 'ifeval-fi', childRun: 'ifeval-fi-child', parentRun: 'ifeval-fi-parent' },
    ],
  });
  const { comparisons: later } = open(folder);
  expect(await later.list()).toMatchObject([{ id, state: 'finished' }]);
});

test('a run that fails pauses the comparison with its error, and a model without a template is passed over', async () => {
  const { comparisons, change, runs } = open(await temporaryFolder());
  const { id } = await comparisons.find(CONFIGURATION, [ROW]);
  await comparisons.start(id);
  // Before it runs, nobody listens to how it ends.
  await expect.poll(() => runs.get('ifeval-en-child')?.state).toBe('running');
  const error = new SarviError('engine-unavailable').toReport();
  change('ifeval-en-child', { state: 'paused', error });
  await expect
    .poll(async () => await comparisons.settled(id))
    .toMatchObject({ state: 'paused', error: { code: 'engine-unavailable' } });

  const withoutTemplate = instructionRuns({
    listen: () => () => undefined,
    evaluations: {
      'evaluations.create': () => Promise.reject(new SarviError('template-missing', { name: 'Pohja' })),
      'evaluations.start': () => Promise.reject(new Error('not asked')),
      'evaluations.pause': () => Promise.reject(new Error('not asked')),
    },
  });
  const watch = { signal: new AbortController().signal, tell: () => Promise.reject(new Error('there is no run')) };
  expect(await withoutTemplate.finish('ifeval-en', { modelId: 'm', adapter: null }, watch)).toBeNull();
});
