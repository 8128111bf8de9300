import type { EngineModel } from './engine-model.ts';

/** Models in the memory of a process that is not the engine's. They count against the same memory. */
export interface OutsideModels {
  readonly models: readonly EngineModel[];
  /** False while they are on their way there. */
  readonly inMemory: boolean;
  /** Frees them, after the work that runs; called when a model of the engine needs their room. */
  leave(): Promise<void>;
}
