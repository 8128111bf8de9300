import type { AdapterUse } from './protocol.ts';

/** A model as a request names it. */
export interface EngineModel {
  readonly id: string;
  readonly name: string;
  /** Absolute path of the GGUF file. */
  readonly path: string;
  /**
   * Context window to create, in tokens; the engine's default without it. The model and the free memory may make it
   * smaller.
   */
  readonly contextTokens?: number | undefined;
  /** Applied to every answer. */
  readonly adapters?: readonly AdapterUse[] | undefined;
}

/** Equal for requests that the same loaded model can answer. */
export function modelIdentity({ path, contextTokens, adapters }: EngineModel): string {
  return JSON.stringify({ path, contextTokens, adapters });
}
