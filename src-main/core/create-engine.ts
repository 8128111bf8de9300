import { join } from 'node:path';
import type { KvCacheType } from '#contract/context-window';
import type { SarviError } from '#contract/errors';
import { availableMemory } from './engine/available-memory.ts';
import { Backends } from './engine/backends/backends.ts';
import { Engine } from './engine/engine.ts';
import type { StateStore } from './engine/states/state-store.ts';
import { ThreadCounts } from './engine/thread-counts.ts';
import { ModelFits } from './models/model-fits.ts';
import type { ModelLibrary } from './models/model-library.ts';
import { speculationFor } from './models/speculation-for.ts';
import type { Ports } from './ports.ts';

/** Creates the engine with the user's settings, and the judge of what fits into memory; each uses the other. */
export function createEngine(
  ports: Ports,
  states: StateStore | null,
  models: ModelLibrary,
  onNotice: (notice: SarviError) => void,
  { hasCudaPackage }: { readonly hasCudaPackage: () => boolean },
): { engine: Engine; fits: ModelFits; backends: Backends; threadCounts: ThreadCounts } {
  const { settings } = ports;
  const kvCacheType = (): KvCacheType => settings.get().kvCacheType;
  // Other programs have a sequence more, so that a conversation need not wait for them.
  const sequences = (): number => settings.get().parallelAnswers + (settings.get().apiOn ? 1 : 0);
  const backends = new Backends(ports, { wanted: () => settings.get().backend, hasCudaPackage });
  const threadCounts = new ThreadCounts(join(ports.folders.data, 'threads.json'), ports.log);
  const engine: Engine = new Engine(ports, {
    states,
    kvCacheType,
    tellsDate: () => settings.get().todaysDate,
    threadCounts,
    backends,
    sequences,
    affordableSequences: (model, wanted, others) => fits.affordableSequences(model, wanted, others),
    fitsWith: (model, others) => fits.fitsWith(model, others),
    speculation: (model) => speculationFor(model, settings.get(), models),
    restartsByItself: true,
    idleUnloadMs: () => minutesToMs(settings.get().idleUnloadMinutes),
    onNotice,
  });
  const fits: ModelFits = new ModelFits({
    resolveModel: (modelId) => models.resolveModel(modelId),
    status: () => engine.status,
    backends,
    kvCacheType,
    sequences,
    sequencesInMemory: () => Math.max(1, engine.sequences),
    availableMemory,
  });
  return { engine, fits, backends, threadCounts };
}

function minutesToMs(minutes: number | null): number | null {
  return minutes === null ? null : minutes * 60_000;
}
