/** What the main thread and the history's worker thread say to each other. */
import type { CallOutput, EventPayload, HandlerInput } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Result } from '#contract/contract';
import type { Conversation, GenerationRecord, Message, Role, StopReason } from '#contract/vocabulary';

export interface NewMessage {
  conversationId: string;
  /** Null for the first message; a parent that has a child already begins a branch. */
  parentId: string | null;
  role: Role;
  text: string;
  /** True while the text will still grow. */
  streaming: boolean;
}

/** How a message that was streaming ended. */
export interface FinishedMessage {
  text: string;
  stopReason: StopReason;
  error: ErrorReport | null;
  generation: GenerationRecord | null;
}

/** Every question that the worker answers: its input and its answer. */
export interface HistoryProtocol {
  listConversations: [HandlerInput<'conversations.list'>, CallOutput<'conversations.list'>];
  createConversation: [HandlerInput<'conversations.create'>, Conversation];
  openConversation: [HandlerInput<'conversations.open'>, CallOutput<'conversations.open'>];
  updateConversation: [HandlerInput<'conversations.update'>, Conversation];
  nameConversation: [{ conversationId: string; title: string }, Conversation];
  removeConversation: [HandlerInput<'conversations.remove'>, null];
  restoreConversation: [HandlerInput<'conversations.restore'>, Conversation];
  selectBranch: [HandlerInput<'conversations.selectBranch'>, CallOutput<'conversations.selectBranch'>];
  conversation: [{ conversationId: string }, Conversation];
  search: [HandlerInput<'history.search'>, CallOutput<'history.search'>];
  addMessage: [NewMessage, Message];
  saveStreamedText: [{ messageId: string; text: string }, null];
  finishMessage: [{ messageId: string } & FinishedMessage, Message];
  branchTo: [{ messageId: string }, Message[]];
  message: [{ messageId: string }, Message];
}
export type RequestName = keyof HistoryProtocol;
export type RequestInput<Name extends RequestName> = HistoryProtocol[Name][0];
export type RequestOutput<Name extends RequestName> = HistoryProtocol[Name][1];

/** A conversation whose row in the list changed, or that left the list. */
export type ConversationChange = EventPayload<'conversation.changed'>;

/** What a worker is started with (`workerData`). */
export interface WorkerStart {
  /** Holds the database and its backups; made when missing. */
  readonly folder: string;
  readonly nowMs: number;
  /** Of this process; its streaming messages stay open when only the thread is started again. */
  readonly writer: string;
}

export type ToWorker =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly name: RequestName;
      readonly input: unknown;
      readonly nowMs: number;
    }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'opened'; readonly notice: ErrorReport | null }
  | { readonly kind: 'refused'; readonly error: ErrorReport }
  /** The thread gives up: what it has not answered it never will. */
  | { readonly kind: 'ending'; readonly reason: string }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly result: Result<unknown>;
      readonly changes: readonly ConversationChange[];
    };
