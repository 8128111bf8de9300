import type { AdapterUse } from './protocol.ts';

/** A model as the engine is asked for it. */
export interface EngineModel {
  readonly id: string;
  readonly name: string;
  /** Absolute path of the GGUF file. */
  readonly path: string;
  /** Context window to make; without one the engine's default. The model's own and the free memory may make it smaller. */
  readonly contextTokens?: number | undefined;
  /** Applied to every answer. */
  readonly adapters?: readonly AdapterUse[] | undefined;
}
