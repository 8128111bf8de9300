/** The messages between the main thread and the history's worker thread. */
import type { AdapterChoice } from '#contract/adapters';
import type { Aside } from '#contract/asides';
import type { Comparison, PromptLanguage, RequestedColumn } from '#contract/comparisons';
import type { CallInput, CallName, CallOutput, EventPayload, HandlerInput } from '#contract/contract';
import type { Dataset, DatasetFacts, DatasetQuery, DatasetRow, DatasetVersion } from '#contract/datasets';
import type { ErrorReport } from '#contract/errors';
import type { Result } from '#contract/contract';
import type { Conversation } from '#contract/conversations';
import type { GenerationRecord, StopReason } from '#contract/generation-record';
import type { Message, Role } from '#contract/messages';
import type { Vote, VoteReason } from '#contract/votes';
import type { Draws } from './comparisons/votes/draws.ts';
import type { RowDecision, SourceRow } from './datasets/source-row.ts';
import type { ImportOutcome } from './transfer/import-outcome.ts';
import type { Recognised } from './transfer/recognise-conversation.ts';
import type { RenderInput } from './transfer/render-input.ts';

export interface NewMessage {
  conversationId: string;
  /** Null for the first message; a second child of a parent begins a branch. */
  parentId: string | null;
  role: Role;
  text: string;
  /** True while the text will still grow. */
  streaming: boolean;
  /** The end of an answer that was not generated. */
  end?: Pick<FinishedMessage, 'generation' | 'asides'> & { stopReason: StopReason | null };
}

/** The end of a message that was streaming. */
export interface FinishedMessage {
  text: string;
  /** All asides that it has at its end. */
  asides?: Aside[];
  stopReason: StopReason;
  error: ErrorReport | null;
  generation: GenerationRecord | null;
}

/** Adapters have names here. */
export type ConversationUpdate = Omit<HandlerInput<'conversations.update'>, 'adapters'> &
  ModelName & { readonly adapters?: readonly AdapterChoice[] | undefined };

/** The name of the model, when an input names its id. */
interface ModelName {
  modelName?: string | null;
}

/** Models and adapters come with their names. */
export type NewComparison = Omit<CallInput<'comparisons.create'>, 'columns'> & {
  readonly columns: readonly (Omit<RequestedColumn, 'adapters'> & {
    readonly modelName: string;
    readonly adapters: readonly AdapterChoice[];
  })[];
};

/** A cell of a set, with what is to be said in it and what has been. */
export interface OpenCell {
  readonly conversationId: string;
  readonly turns: readonly string[];
  readonly language: PromptLanguage | null;
  readonly messages: readonly Message[];
}

/** A pair that was decided on, or whose answers are the same; `a` and `b` are columns. */
export interface VoteRecord {
  readonly id: string;
  readonly rowId: string;
  readonly cluster: string;
  readonly language: PromptLanguage | null;
  readonly category: string | null;
  readonly a: string;
  readonly b: string;
  readonly aMessageId: string;
  readonly bMessageId: string;
  /** The pair that came back in it. */
  readonly repeats: string | null;
  readonly outcome: Vote | 'identical';
  readonly reasons: readonly VoteReason[];
  readonly note: string;
  readonly decidedAt: number;
}

/** A data set with its rows as they are now, not judged yet. */
export interface OpenDataset {
  readonly dataset: Dataset;
  readonly rows: readonly SourceRow[];
  readonly decisions: readonly RowDecision[];
}

/** A row of a version. */
export interface FrozenRow {
  readonly split: 'train' | 'test';
  readonly conversationId: string;
  readonly content: DatasetRow;
}

/** What a prompt is made of. */
export type BranchText = Pick<Message, 'id' | 'role' | 'text'>;

/** Calls that the worker answers alone. Each needs its operation, too (`operations.ts`). */
export const ANSWERED_CALLS = [
  'conversations.list',
  'conversations.restore',
  'trash.list',
  'trash.messages',
  'trash.delete',
  'trash.empty',
  'folders.list',
  'folders.create',
  'folders.update',
  'folders.remove',
  'folders.files',
  'folders.addFile',
  'folders.removeFile',
  'folders.restoreFile',
  'folders.text',
  'tags.list',
  'tags.create',
  'tags.update',
  'tags.remove',
  'drafts.list',
  'drafts.put',
  'answers.rate',
  'bookmarks.set',
  'bookmarks.list',
  'bookmarks.clear',
  'conversations.find',
  'conversations.outline',
  'conversations.versions',
  'documents.quotes',
  'documents.read',
  'comparisons.list',
  'comparisons.trash',
  'comparisons.rename',
  'comparisons.restore',
  'comparisons.addPrompts',
  'comparisons.openColumn',
  'votes.cast',
  'votes.skip',
  'votes.undo',
  'datasets.list',
  'datasets.create',
  'datasets.update',
  'datasets.remove',
  'datasets.decide',
  'datasets.versions',
  'datasets.removeVersion',
  'datasets.countFrozen',
] as const satisfies CallName[];

/** Calls whose handler asks the worker and does more. */
type SharedCall =
  | (typeof ANSWERED_CALLS)[number]
  | 'conversations.open'
  | 'conversations.page'
  | 'conversations.remove'
  | 'conversations.changeSeveral'
  | 'conversations.selectBranch';

/** Every request to the worker with its input and output. A request that is also a call has the call's name. */
export type HistoryProtocol = { [Name in SharedCall]: [CallInput<Name>, CallOutput<Name>] } & OwnRequests;

interface OwnRequests {
  createConversation: [HandlerInput<'conversations.create'> & ModelName, Conversation];
  /** A title in this input counts as the user's. */
  updateConversation: [ConversationUpdate, Conversation];
  allowRemote: [{ conversationId: string; host: string }, Conversation];
  nameModel: [{ modelId: string; name: string }, null];
  conversation: [{ conversationId: string }, Conversation];
  search: [HandlerInput<'history.search'>, CallOutput<'history.search'>];
  addMessage: [NewMessage, Message];
  /** The user's message and its empty answer; `atEnd` puts them after whatever was added under the parent. */
  addQuestion: [
    { conversationId: string; parentId: string | null; text: string; atEnd: boolean },
    { userMessage: Message; assistantMessage: Message },
  ];
  saveStreamedText: [{ messageId: string; text: string; asides?: readonly Aside[] }, null];
  finishMessage: [{ messageId: string } & FinishedMessage, Message];
  /** Reopens an answer. */
  reopenMessage: [{ messageId: string }, Message];
  removeMessages: [{ conversationId: string; messageId: string; limit?: number }, CallOutput<'messages.remove'>];
  restoreMessages: [{ removalId: string; limit?: number }, CallOutput<'conversations.open'>];
  /** What goes before the conversation's own system prompt. */
  inheritedText: [{ conversationId: string }, string];
  branchTo: [{ messageId: string }, BranchText[]];
  message: [{ messageId: string }, Message];
  recogniseConversation: [{ bytes: Uint8Array }, Recognised];
  keepConversations: [{ conversations: readonly Uint8Array[] }, ImportOutcome[]];
  finishImport: [Record<string, never>, null];
  listForExport: [Record<string, never>, string[]];
  renderConversation: [RenderInput, { title: string; text: string }];
  createComparison: [NewComparison, Comparison];
  comparison: [{ comparisonId: string }, Comparison];
  openComparison: [
    { comparisonId: string; offset: number; limit: number },
    Pick<CallOutput<'comparisons.open'>, 'comparison' | 'rows'>,
  ];
  /** Its conversations are those whose answers are to be stopped. */
  removeComparison: [{ comparisonId: string }, { conversationIds: string[] }];
  openCell: [{ comparisonId: string; rowId: string; columnId: string }, OpenCell];
  setCellLanguage: [
    { comparisonId: string; rowId: string; columnId: string; language: string | null; byHand: boolean },
    null,
  ];
  emptyAnswer: [{ messageId: string }, null];
  /** Of a cell: the model whose chat template its prompt is made with. */
  templateOf: [{ conversationId: string }, string | null];
  nextVote: [CallInput<'votes.next'> & { draws: Draws }, CallOutput<'votes.next'>];
  voteRecords: [{ comparisonId: string }, VoteRecord[]];
  openDataset: [{ datasetId: string }, OpenDataset];
  addVersion: [
    { datasetId: string; query: DatasetQuery; facts: DatasetFacts; rows: readonly FrozenRow[] },
    DatasetVersion,
  ];
  openVersion: [
    { versionId: string },
    {
      version: DatasetVersion;
      name: string;
      /** As it was when the version was frozen. */
      query: DatasetQuery;
      rows: readonly Omit<FrozenRow, 'conversationId'>[];
    },
  ];
}
export type RequestName = keyof HistoryProtocol;
export type RequestInput<Name extends RequestName> = HistoryProtocol[Name][0];
export type RequestOutput<Name extends RequestName> = HistoryProtocol[Name][1];

/** Sends requests to the worker; `Allowed` names those that a caller needs. */
export type AskHistory<Allowed extends RequestName = RequestName> = <Name extends Allowed>(
  name: Name,
  input: RequestInput<Name>,
) => Promise<RequestOutput<Name>>;

type HistoryEventName =
  | 'conversation.changed'
  | 'comparison.changed'
  | 'answer.rated'
  | 'bookmarks.changed'
  | 'datasets.changed'
  | 'trash.changed'
  | 'folders.changed'
  | 'tags.changed'
  | 'draft.changed';

/** An event of the contract that the history causes. */
export type HistoryChange = {
  [Name in HistoryEventName]: { readonly name: Name; readonly payload: EventPayload<Name> };
}[HistoryEventName];

export type Announce = <Name extends HistoryEventName>(name: Name, payload: EventPayload<Name>) => void;

/** What a worker is started with (`workerData`). */
export interface WorkerStart {
  /** The folder of the database and its backups; created when missing. */
  readonly folder: string;
  /** Other folders with backups. */
  readonly backupFolders: readonly string[];
  readonly nowMs: number;
  /** The writer of this process. Its streaming messages stay open when only the thread restarts. */
  readonly writer: string;
  /** True writes nothing to the disk. */
  readonly inMemory?: boolean;
  /** Why the folder cannot be written; the history is then opened for reading. */
  readonly readOnlyReason: ErrorReport | null;
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
  /** `readOnlyReason` tells why it can only be read. */
  | { readonly kind: 'opened'; readonly notice: ErrorReport | null; readonly readOnlyReason: ErrorReport | null }
  | { readonly kind: 'refused'; readonly error: ErrorReport }
  /** The thread ends; open requests are never answered. */
  | { readonly kind: 'ending'; readonly reason: string }
  /** Events of work that nobody requested. */
  | { readonly kind: 'changes'; readonly changes: readonly HistoryChange[] }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly result: Result<unknown>;
      readonly changes: readonly HistoryChange[];
    };
