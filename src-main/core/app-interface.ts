import type { CallInput, CallName, CallOutput, EventName, EventPayload, Result } from '#contract/contract';
import type { SarviError } from '#contract/errors';
import type { ImportJob } from '#contract/imports';
import type { ModelId } from '#contract/primitives';
import type { AdapterUse } from './engine/protocol.ts';
import type { ChecksumOptions } from './gguf/checksum.ts';
import type { ResolvedModel } from './models/resolved-model.ts';
import type { ImportRequest } from './models/plan-import.ts';

export type AppListener = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;

export interface App {
  /** Answers one call from outside; `input` is validated here. Never throws. */
  call(name: string, input: unknown): Promise<Result<unknown>>;
  /** The same for callers in this process, typed. @throws SarviError */
  ask<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  listen(listener: AppListener): () => void;
  /** Runs one import until it has ended, in whatever way. @throws SarviError the source's first problem */
  importModel(
    request: ImportRequest,
    watch: { signal: AbortSignal; onProgress: (job: ImportJob) => void },
  ): Promise<ImportJob>;
  /**
   * Reads a whole model and compares it with its checksum, which it answers.
   *
   * @param target - the id of a model in the library, or a GGUF file's path
   * @throws SarviError `checksum-mismatch`, `checksum-missing`, `model-unknown`, `model-file-missing`, `cancelled`
   */
  verifyModel(target: { modelId: ModelId } | { path: string }, options: ChecksumOptions): Promise<string>;
  /** A GGUF file outside the library, usable as a model until the app ends. */
  openGuest(path: string): Promise<ResolvedModel>;
  /** A model, or the default one, with a LoRA adapter; usable until the app ends. */
  openAdapted(modelId: string | null, adapter: AdapterUse): Promise<ResolvedModel>;
  /**
   * Makes a model, or the default one, the model of conversations that have none, until the app ends.
   *
   * @throws SarviError `no-model`, `model-unknown`, `model-file-missing`, `model-file-changed`
   */
  useModel(modelId: string | null): Promise<ResolvedModel>;
  /**
   * Lets other programs use the models, whatever the settings say, until the app ends.
   *
   * @param renewsKey - makes a new key even when there is one
   * @returns the port, and the key if one was made
   * @throws SarviError `port-unavailable`, `write-failed`, `disk-full`
   */
  serveApi(options: { port: number | null; renewsKey: boolean }): Promise<{ port: number; key: string | null }>;
  /** A repair of the history that the command line has not reported yet; null when there is none. */
  takeNotice(): Promise<SarviError | null>;
  /**
   * Forgets the temporary conversations, because no page shows them any more.
   *
   * @param of - only those of the quick window, or of the other pages
   */
  forgetTemporary(of?: 'quick window' | 'other pages'): Promise<void>;
  /** Ends every process and thread of the app; running answers are saved as far as they came. */
  dispose(): Promise<void>;
}

export interface AppOptions {
  /** False keeps conversations in memory only: no text reaches the disk. */
  readonly keepsHistory?: boolean;
}
