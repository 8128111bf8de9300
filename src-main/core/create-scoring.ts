import type { EventPayload, Handlers } from '#contract/contract';
import { requireLicence } from './chat/require-licence.ts';
import type { Backends } from './engine/backends/backends.ts';
import type { Engine } from './engine/engine.ts';
import type { ThreadCounts } from './engine/thread-counts.ts';
import type { History } from './history/history.ts';
import type { AdapterUses } from './models/adapter-uses.ts';
import type { ModelFits } from './models/model-fits.ts';
import type { ModelLibrary } from './models/model-library.ts';
import type { Ports } from './ports.ts';
import { scoringHandlers } from './scoring/scoring-handlers.ts';
import { ScoringJobs } from './scoring/scoring-jobs.ts';
import { Scorer } from './scoring/scorer.ts';

export interface ScoringParts {
  readonly engine: Engine;
  readonly fits: ModelFits;
  readonly backends: Backends;
  readonly threadCounts: ThreadCounts;
  readonly models: ModelLibrary;
  readonly adapters: AdapterUses;
  readonly history: History;
  readonly onChange: (job: EventPayload<'scoring.changed'>) => void;
}

export interface ScoringService {
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `scoring.${string}`>>;
  /** Ends what runs for a model, or all, and frees its memory. */
  stop(modelId?: string): Promise<void>;
}

/** Reading answers token by token, next to the engine and with its models. */
export function createScoring(ports: Ports, parts: ScoringParts): ScoringService {
  const { engine, fits, backends, threadCounts, models, adapters, history } = parts;
  // Who names a model on the command line wants that one.
  const requiresFit = ports.shell !== 'cli';
  const scorer = new Scorer({ ports, engine, fits, backends, threadCounts, requiresFit });
  const jobs = new ScoringJobs(parts.onChange);
  const handlers = scoringHandlers({
    scorer,
    jobs,
    resolveModel: async (modelId) => {
      const model = await models.resolveModel(modelId);
      requireLicence(model, ports.settings.get());
      return model;
    },
    resolveAdapters: (path, choices) => adapters.resolve(path, choices),
    tellsDate: () => ports.settings.get().todaysDate,
    history: {
      conversation: (conversationId) => history.ask('conversation', { conversationId }),
      message: (messageId) => history.ask('message', { messageId }),
      branchTo: (messageId) => history.ask('branchTo', { messageId }),
    },
  });
  return {
    handlers,
    async stop(modelId) {
      if (modelId !== undefined) return scorer.uses(modelId) ? scorer.stop() : undefined;
      await jobs.endAll();
      await scorer.stop();
    },
  };
}
