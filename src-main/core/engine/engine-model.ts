import type { AdapterUse } from './protocol.ts';

/** A model as a request names it. */
export interface EngineModel {
  readonly id: string;
  readonly name: string;
  /** Absolute path of the GGUF file; empty for a model that a server elsewhere runs. */
  readonly path: string;
  /**
   * Context window to create, in tokens; the engine's default without it. The model and the free memory may make it
   * smaller.
   */
  readonly contextTokens?: number | undefined;
  /** Of its file when it was imported. */
  readonly checksum?: string | undefined;
  /** Applied to every answer. */
  readonly adapters?: readonly AdapterUse[] | undefined;
  /** Where the model runs, when that is not this computer. */
  readonly remote?: RemoteUse | undefined;
}

/** A model of a remote engine. */
export interface RemoteUse {
  readonly engineId: string;
  /** What it is sent to. */
  readonly host: string;
  /** What the server is called in records: `vLLM`. */
  readonly backend: string;
  /** The server can continue an answer. */
  readonly continues: boolean;
}

/** Equal for requests that the same loaded model can answer. */
export function modelIdentity({ path, contextTokens, adapters }: EngineModel): string {
  return JSON.stringify({ path, contextTokens, adapters });
}
