import type { Handlers } from '#contract/contract';
import type { ModelId } from '#contract/primitives';
import type { ListedRemote } from '#contract/remotes';
import type { GenerationEngine } from './engine/generation-request.ts';
import type { VocabularyReader } from './engine/vocabulary-reader.ts';
import type { AskHistory } from './history/protocol.ts';
import type { Ports } from './ports.ts';
import type { ModelLibrary } from './models/model-library.ts';
import type { ResolvedModel } from './models/resolved-model.ts';
import { Vocabularies } from './remote/exact-prompts.ts';
import { RemoteEngine } from './remote/remote-engine.ts';
import { RemoteScorer } from './remote/remote-scorer.ts';
import { remoteHandlers } from './remote/remote-handlers.ts';
import { Remotes } from './remote/remotes.ts';
import type { TextScorer } from './scoring/scorer.ts';

export interface RemoteService {
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `remotes.${string}`>>;
  /** Null for a model that runs on this computer. @throws SarviError `remote-unknown` for one that is gone */
  resolve(modelId: ModelId | null): ResolvedModel | null;
  /** The name of a remote model; null for one of this computer and for one that is gone. */
  nameOf(modelId: ModelId | null | undefined): string | null;
  /** Sends requests for remote models to their servers, and all others to `engine`. */
  beside(engine: GenerationEngine): GenerationEngine;
  /** Scores texts with remote models by their servers, and with all others by `scorer`. */
  scorerBeside(scorer: TextScorer): RemoteScorer;
  /** The vocabulary of a model of this computer, read without its weights. */
  vocabularyAt(path: string): Pick<VocabularyReader, 'pieces'>;
  /** Call this when another process has changed the settings. */
  refresh(): void;
  dispose(): void;
}

export interface RemoteParts {
  readonly history: { readonly ask: AskHistory };
  readonly models: ModelLibrary;
  readonly onChange: (engines: ListedRemote[]) => void;
}

/** Servers elsewhere that run models. Nothing is sent anywhere before the user has added one. */
export function createRemotes(ports: Ports, { history, models, onChange }: RemoteParts): RemoteService {
  const { settings, keys, proxyFor } = ports;
  const vocabularies = new Vocabularies({
    ports,
    listModels: () => models.list(),
    pathOf: async (modelId) => (await models.resolveModel(modelId)).path,
    tellsDate: () => settings.get().todaysDate,
  });
  const remotes = new Remotes({ settings, keys, proxyFor, vocabularies, onChange });
  const elsewhere = new RemoteEngine({ targetOf: (model) => remotes.targetOf(model) });
  return {
    handlers: remoteHandlers(remotes, keys, history),
    resolve: (modelId) => remotes.resolve(modelId),
    nameOf(modelId) {
      try {
        return remotes.resolve(modelId ?? null)?.name ?? null;
      } catch {
        return null;
      }
    },
    beside: (engine) => ({
      generate: (request) => (request.model.remote ? elsewhere : engine).generate(request),
    }),
    scorerBeside: (local) =>
      new RemoteScorer({
        local,
        targetOf: (model) => remotes.targetOf(model),
        vocabularyAt: (path) => vocabularies.at(path),
      }),
    vocabularyAt: (path) => vocabularies.at(path),
    refresh: () => remotes.refresh(),
    dispose: () => vocabularies.dispose(),
  };
}
