import { SarviError } from '#contract/errors';
import type { EngineConnection } from './engine-connection.ts';
import type { EngineModel } from './engine-model.ts';
import type { LoadOptions } from './load-plan.ts';
import type { LoadedModelFacts } from './protocol.ts';
import type { KnownThreadCounts } from './thread-counts.ts';

export interface LoadModelOptions {
  /** Answers how many of the wanted sequences memory has room for. Called before a load. */
  readonly affordableSequences: (model: EngineModel, wanted: number) => Promise<number>;
  /** Null measures threads at every start. */
  readonly threadCounts: KnownThreadCounts | null;
  readonly onNotice: (notice: SarviError) => void;
}

interface LoadParts extends LoadModelOptions {
  readonly options: LoadOptions;
  /** The sequences of the loaded model when only its adapters change; null otherwise. */
  readonly sequencesNow: number | null;
  readonly onProgress: (fraction: number) => void;
}

/** Asks the engine process to load a model, and remembers the thread count that it measured. */
export async function loadModel(
  connection: EngineConnection,
  model: EngineModel,
  { options, sequencesNow, onProgress, affordableSequences, threadCounts, onNotice }: LoadParts,
): Promise<LoadedModelFacts> {
  onProgress(0);
  const threads = (await threadCounts?.get(model.path)) ?? null;
  const sequences = sequencesNow ?? (options.sequences === 1 ? 1 : await affordableSequences(model, options.sequences));
  const { model: loaded } = await connection.ask(
    { kind: 'load', path: model.path, ...options, sequences, threads },
    'loaded',
    { onProgress: (message) => message.kind === 'load-progress' && onProgress(message.fraction) },
  );
  onProgress(1);
  if (threads === null && loaded.threads !== null) await threadCounts?.put(model.path, loaded.threads);
  const { draftFailure } = loaded;
  if (draftFailure !== null) onNotice(new SarviError('engine-without-draft', { reason: draftFailure }));
  return loaded;
}
