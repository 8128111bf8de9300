import type { AdapterChoice } from '#contract/adapters';
import type { GenerationEvent } from '#contract/chat-calls';
import type { LlamaLicence } from '#contract/licences';
import type { ModelId } from '#contract/primitives';
import type { Sampling } from '#contract/sampling';
import type { GenerationEngine } from '../engine/generation-request.ts';
import type { EngineModel } from '../engine/engine-model.ts';
import type { AskHistory } from '../history/protocol.ts';
import type { Log, SettingsStore } from '../ports.ts';

/** The operations of the history that the chat uses. */
export interface ChatHistory {
  readonly ask: AskHistory<
    | 'conversation'
    | 'message'
    | 'branchTo'
    | 'inheritedText'
    | 'addMessage'
    | 'addQuestion'
    | 'saveStreamedText'
    | 'finishMessage'
    | 'reopenMessage'
    | 'removeMessages'
    | 'restoreMessages'
  >;
}

export type ChatModel = EngineModel & { readonly sampling: Sampling; readonly licence?: LlamaLicence | null };

export interface ChatModels {
  /**
   * The model that was asked for, or the default one.
   *
   * @throws SarviError `no-model`, `model-unknown`, `model-file-missing`
   */
  resolveModel(modelId: ModelId | null): Promise<ChatModel>;
}

export interface ChatAdapters {
  /**
   * Finds adapters that fit a model.
   *
   * @param modelPath - path of the model's GGUF file
   * @throws SarviError `adapter-unknown`, `adapter-file-missing`, `adapter-refused`, `adapter-mismatch`
   */
  resolve(
    modelPath: string,
    choices: readonly AdapterChoice[],
  ): Promise<readonly (AdapterChoice & { readonly path: string })[]>;
}

export interface ChatFits {
  /** @throws SarviError `model-does-not-fit` */
  require(modelId: ModelId, name: string): Promise<void>;
}

export interface ChatParts {
  /** Called before an answer begins. Without it, every model is tried. */
  readonly fits?: ChatFits;
  readonly history: ChatHistory;
  readonly models: ChatModels;
  readonly adapters: ChatAdapters;
  readonly engine: GenerationEngine;
  readonly settings: Pick<SettingsStore, 'get'>;
  /** The chat template that makes a conversation's prompts in place of its model's own; without it, none does. */
  readonly templates?: { of(conversationId: string): Promise<string | undefined> };
  /** False keeps no KV states for the conversations. */
  readonly keepsStates?: boolean;
  readonly emit: (name: 'generation.changed', event: GenerationEvent) => void;
  readonly log: Log;
}
