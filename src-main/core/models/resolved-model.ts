import type { LlamaLicence } from '#contract/licences';
import type { ModelId } from '#contract/primitives';
import type { Sampling } from '#contract/sampling';
import type { RemoteUse } from '../engine/engine-model.ts';
import type { AdapterUse } from '../engine/protocol.ts';

/** A model that the engine can load, or that runs elsewhere. */
export interface ResolvedModel {
  readonly id: ModelId;
  readonly name: string;
  /** Absolute path of the GGUF file; empty for a model that runs elsewhere. */
  readonly path: string;
  readonly sampling: Sampling;
  /** Of its file when it was imported; missing for a model that was never imported. */
  readonly checksum?: string | undefined;
  /** Applied to every answer. */
  readonly adapters?: readonly AdapterUse[];
  /** The window that the user wants, in tokens; undefined leaves it to the engine. */
  readonly contextTokens?: number | undefined;
  /** The licence that the user must accept before using it. */
  readonly licence?: LlamaLicence | null;
  /** Where it runs, when that is not this computer. */
  readonly remote?: RemoteUse;
}
