import type { EventPayload, Handlers } from '#contract/contract';
import { DEFAULT_EVALUATION_SEED, type EvaluationRun } from '#contract/evaluations';
import { SarviError } from '#contract/errors';
import type { InstructionRuns } from './comparison-at-work.ts';

type Change = EventPayload<'evaluation.changed'>;

export interface InstructionRunsParts {
  readonly evaluations: Pick<Handlers, 'evaluations.create' | 'evaluations.start' | 'evaluations.pause'>;
  /** Calls back with every change of a run, until the function that it answers is called. */
  readonly listen: (hear: (change: Change) => void) => () => void;
}

/** IFEval with Sarvi's own prompts; a run of the same configuration is continued, or taken as it is. */
export function instructionRuns({ evaluations, listen }: InstructionRunsParts): InstructionRuns {
  return {
    async finish(task, { modelId, adapter }, { signal, tell }) {
      const adapters = adapter === null ? [] : [{ adapterId: adapter.adapterId, scale: adapter.scale }];
      const made = await evaluations['evaluations.create']({
        ...{ modelId, adapters, task, files: {}, limit: null, seed: DEFAULT_EVALUATION_SEED, judge: null },
        ...{ completes: false, bothOrders: false, continues: true },
      }).catch((error: unknown) => {
        // A model that was not trained to chat has no template.
        if (error instanceof SarviError && error.code === 'template-missing') return null;
        throw error;
      });
      if (made === null) return null;
      await tell(made.id);
      const run = await ended(made);
      if (run.state === 'finished') return run.id;
      throw run.error ? SarviError.fromReport(run.error) : new SarviError('cancelled');

      async function ended({ id, state }: EvaluationRun): Promise<EvaluationRun> {
        if (state === 'finished') return made as EvaluationRun;
        const { promise, resolve } = Promise.withResolvers<EvaluationRun>();
        const stop = listen((change) => {
          if (change.kind === 'changed' && change.run.id === id && change.run.state !== 'running') resolve(change.run);
        });
        const pause = (): void => void evaluations['evaluations.pause']({ evaluationId: id }).catch(() => undefined);
        signal.addEventListener('abort', pause, { once: true });
        try {
          const started = await evaluations['evaluations.start']({ evaluationId: id });
          if (signal.aborted) pause();
          return started.state === 'running' ? await promise : started;
        } finally {
          stop();
          signal.removeEventListener('abort', pause);
        }
      }
    },
  };
}
