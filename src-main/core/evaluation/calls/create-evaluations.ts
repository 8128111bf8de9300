import { join } from 'node:path';
import type { CallName, EventPayload, Handlers } from '#contract/contract';
import type { Engine } from '../../engine/engine.ts';
import type { GenerationEngine } from '../../engine/generation-request.ts';
import type { AskHistory } from '../../history/protocol.ts';
import type { Ports } from '../../ports.ts';
import { evaluationHandlers } from './evaluation-handlers.ts';
import { EvaluationRuns } from '../runs/evaluation-runs.ts';
import type { AskingEngine } from '../runs/ask-model.ts';
import { modelsOfRun, type PrepareParts } from '../runs/prepare-run.ts';

export interface EvaluationsParts extends Pick<
  PrepareParts,
  'models' | 'adapters' | 'requireLicence' | 'requireRoom' | 'remoteModel'
> {
  /** Sends requests for remote models to their servers. */
  readonly asking: GenerationEngine;
  readonly ports: Ports;
  readonly engine: Engine;
  readonly history: { readonly ask: AskHistory };
  readonly emit: (name: 'evaluation.changed', event: EventPayload<'evaluation.changed'>) => void;
}

export interface Evaluations {
  readonly handlers: Pick<Handlers, Extract<CallName, `evaluations.${string}`>>;
  /** Resolves when no run goes on; they can be started again. */
  pauseAll(): Promise<void>;
  dispose(): Promise<void>;
}

/** Creates the parts of evaluations. */
export function createEvaluations({
  ports,
  engine: own,
  asking,
  history,
  emit,
  ...given
}: EvaluationsParts): Evaluations {
  const engine: AskingEngine = {
    precedence: own.precedence,
    factsOf: (model) => own.factsOf(model),
    generate: (request) => asking.generate(request),
  };
  const surroundings = {
    resources: ports.folders.resources,
    verdictEntry: ports.entries.verdict,
    languageEntry: ports.entries.language,
  };
  const prepare: PrepareParts = {
    ...given,
    engine,
    surroundings,
    kvCacheType: () => ports.settings.get().kvCacheType,
  };
  const runs = new EvaluationRuns({
    ...{ engine, surroundings, now: ports.now, log: ports.log },
    versions: { sarvi: ports.version, node: process.version },
    folder: join(ports.folders.data, 'evaluations'),
    tell: (run) => emit('evaluation.changed', { kind: 'changed', run }),
    modelsOf: (configuration) => modelsOfRun(prepare, configuration),
  });
  const handlers = evaluationHandlers({
    runs,
    prepare,
    history,
    dataFolder: ports.folders.data,
    tellRemoved: (evaluationId) => emit('evaluation.changed', { kind: 'removed', evaluationId }),
  });
  return { handlers, pauseAll: () => runs.pauseAll(), dispose: () => runs.dispose() };
}
