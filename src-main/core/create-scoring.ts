import type { EventPayload, Handlers } from '#contract/contract';
import type { PerplexityResult } from '#contract/perplexities';
import type { Scoring } from '#contract/scorings';
import { requireLicence } from './chat/require-licence.ts';
import type { Backends } from './engine/backends/backends.ts';
import type { Engine } from './engine/engine.ts';
import type { ThreadCounts } from './engine/thread-counts.ts';
import type { History } from './history/history.ts';
import type { AdapterUses } from './models/adapter-uses.ts';
import type { ModelFits } from './models/model-fits.ts';
import type { ModelLibrary } from './models/model-library.ts';
import type { ResolvedModel } from './models/resolved-model.ts';
import type { RemoteService } from './create-remotes.ts';
import type { Ports } from './ports.ts';
import { perplexityHandlers } from './evaluation/perplexity/perplexity-handlers.ts';
import { PerplexityStore } from './evaluation/perplexity/perplexity-store.ts';
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
  readonly remotes: Pick<RemoteService, 'resolve' | 'scorerBeside'>;
  readonly onChange: (job: EventPayload<'scoring.changed'>) => void;
  readonly onPerplexity: (job: EventPayload<'perplexity.changed'>) => void;
  readonly onPerplexities: (results: EventPayload<'perplexity.listChanged'>) => void;
}

export interface ScoringService {
  readonly scorer: Pick<Scorer, 'score' | 'run'>;
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `scoring.${string}` | `perplexity.${string}`>>;
  /** Ends what runs for a model, or all, and frees its memory. */
  stop(modelId?: string): Promise<void>;
  /** Forgets what is kept of a model. */
  forget(modelId: string): Promise<void>;
}

/** Reading answers token by token, next to the engine and with its models. */
export function createScoring(ports: Ports, parts: ScoringParts): ScoringService {
  const { engine, fits, backends, threadCounts, models, adapters, history, remotes } = parts;
  // Who names a model on the command line wants that one.
  const requiresFit = ports.shell !== 'cli';
  const scorer = new Scorer({ ports, engine, fits, backends, threadCounts, requiresFit });
  const jobs = new ScoringJobs<EventPayload<'scoring.changed'>, Scoring>(parts.onChange);
  const everywhere = remotes.scorerBeside(scorer);
  const resolveModel = async (modelId: string): Promise<ResolvedModel> => {
    const model = remotes.resolve(modelId) ?? (await models.resolveModel(modelId));
    requireLicence(model, ports.settings.get());
    return model;
  };
  const perplexityJobs = new ScoringJobs<EventPayload<'perplexity.changed'>, PerplexityResult>(parts.onPerplexity);
  const store = new PerplexityStore(ports.folders.data);
  const perplexity = perplexityHandlers({
    ...{ scorer, elsewhere: everywhere, store, resolveModel, folders: ports.folders, now: ports.now },
    jobs: perplexityJobs,
    listModels: () => models.list(),
    onList: parts.onPerplexities,
  });
  const handlers = scoringHandlers({
    scorer: everywhere,
    jobs,
    resolveModel,
    resolveAdapters: (path, choices) => adapters.resolve(path, choices),
    tellsDate: () => ports.settings.get().todaysDate,
    history: {
      conversation: (conversationId) => history.ask('conversation', { conversationId }),
      inherited: (conversationId) => history.ask('inheritedText', { conversationId }),
      message: (messageId) => history.ask('message', { messageId }),
      allowRemote: (input) => history.ask('allowRemote', input),
      branchTo: (messageId) => history.ask('branchTo', { messageId }),
    },
  });
  return {
    scorer,
    handlers: { ...handlers, ...perplexity },
    async stop(modelId) {
      if (modelId !== undefined) {
        const measured = perplexityJobs.running().filter((job) => [job.modelId, job.againstId].includes(modelId));
        for (const { id } of measured) perplexityJobs.cancel(id);
        return scorer.uses(modelId) ? scorer.stop() : undefined;
      }
      await Promise.all([jobs.endAll(), perplexityJobs.endAll()]);
      await scorer.stop();
    },
    async forget(modelId) {
      await store.forgetModel(modelId);
      parts.onPerplexities(await store.list());
    },
  };
}
