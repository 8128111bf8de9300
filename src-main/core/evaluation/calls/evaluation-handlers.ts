import type { Handlers } from '#contract/contract';
import type { AskHistory } from '../../history/protocol.ts';
import { exportPiece, exportToFile } from '../export/export-evaluation.ts';
import { pairRuns } from '../pair-runs.ts';
import { estimateRun } from '../runs/estimate-run.ts';
import type { EvaluationRuns } from '../runs/evaluation-runs.ts';
import { findSamples } from '../runs/find-samples.ts';
import { prepareRun, type PrepareParts } from '../runs/prepare-run.ts';
import { openSample } from './open-sample.ts';

type EvaluationCall = Extract<keyof Handlers, `evaluations.${string}`>;

export interface EvaluationParts {
  readonly runs: EvaluationRuns;
  readonly prepare: PrepareParts;
  readonly history: { readonly ask: AskHistory };
  readonly dataFolder: string;
  readonly tellRemoved: (evaluationId: string) => void;
}

/** Handlers of the calls about evaluations. */
export function evaluationHandlers({
  runs,
  prepare,
  history,
  dataFolder,
  tellRemoved,
}: EvaluationParts): Handlers<EvaluationCall> {
  return {
    'evaluations.estimate': async ({ measures, ...request }) =>
      estimateRun(await prepareRun(prepare, request), runs, prepare.engine, measures),
    'evaluations.create': async ({ continues, ...request }) => {
      const { configuration, samples } = await prepareRun(prepare, request);
      const same = continues
        ? (await runs.list()).find((run) => run.configuration.digest === configuration.digest)
        : undefined;
      return same ?? runs.create(configuration, samples);
    },
    'evaluations.start': ({ evaluationId }) => runs.start(evaluationId),
    'evaluations.pause': ({ evaluationId }) => runs.pause(evaluationId),
    'evaluations.list': () => runs.list(),
    'evaluations.open': ({ evaluationId }) => runs.status(evaluationId),
    'evaluations.samples': async (input) => {
      const { task, samples } = await runs.state(input.evaluationId);
      const others = input.otherId === null ? null : (await runs.state(input.otherId)).samples;
      return findSamples(task, samples, others, input);
    },
    'evaluations.compare': async ({ evaluationId, otherId }) =>
      pairRuns((await runs.state(evaluationId)).samples, (await runs.state(otherId)).samples),
    'evaluations.openSample': async ({ evaluationId, key }) => openSample(history, await runs.state(evaluationId), key),
    'evaluations.remove': async ({ evaluationId }) => {
      await runs.remove(evaluationId);
      tellRemoved(evaluationId);
      return null;
    },
    'evaluations.export': async ({ evaluationId, ...input }) =>
      exportToFile(await runs.state(evaluationId), input, dataFolder),
    'evaluations.exportPiece': async ({ evaluationId, ...input }) => exportPiece(await runs.state(evaluationId), input),
  };
}
