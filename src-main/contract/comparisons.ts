/**
 * Types of comparisons. A comparison has columns, each a model with its settings, and rows, each a prompt. A cell is a
 * conversation for one column and one row, and is not in the lists of conversations. A `chat` is a conversation with
 * all columns at once: it has one row, or one in Finnish and one in English. A `set` is a list of prompts that is
 * answered in the background.
 */
import * as v from 'valibot';
import { AdapterChoice, RequestedAdapters } from './adapters.ts';
import { ErrorReport } from './errors.ts';
import { Message } from './messages.ts';
import {
  ColumnId,
  ComparisonId,
  ConversationId,
  Count,
  GenerationId,
  ModelId,
  RowId,
  TimestampMs,
} from './primitives.ts';
import { Sampling } from './sampling.ts';

export const LEAST_COLUMNS = 2;
/** More columns would be too narrow to read, and their models too large for the memory. */
export const MOST_COLUMNS = 4;
/** In one comparison: days of work for a laptop. */
export const MOST_ROWS = 5000;
export const MOST_TURNS = 20;

export const ComparisonKind = v.picklist(['chat', 'set']);
export type ComparisonKind = v.InferOutput<typeof ComparisonKind>;

export const PromptLanguage = v.picklist(['fi', 'en']);
export type PromptLanguage = v.InferOutput<typeof PromptLanguage>;

const SystemPrompt = v.pipe(v.string(), v.maxLength(100_000));
const PromptText = v.pipe(v.string(), v.nonEmpty(), v.maxLength(1_000_000));

/** The settings of a column of a new comparison. A column never changes. */
export const RequestedColumn = v.strictObject({
  modelId: ModelId,
  adapters: v.optional(RequestedAdapters, []),
  /** Only displayed: the next two fields have the preset's contents. */
  presetName: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100))), null),
  sampling: v.optional(Sampling, {}),
  systemPrompt: v.optional(SystemPrompt, ''),
  /**
   * A model whose chat template renders the prompt; the column's model then continues it as plain text. This is for a
   * base model, which has no template. Null for the model's own template.
   */
  templateModelId: v.optional(v.nullable(ModelId), null),
});
export type RequestedColumn = v.InferOutput<typeof RequestedColumn>;

export const ComparisonColumn = v.strictObject({
  id: ColumnId,
  modelId: ModelId,
  /** The model's name when the column was created; known even after the model's removal. */
  modelName: v.string(),
  adapters: v.array(AdapterChoice),
  presetName: v.nullable(v.string()),
  sampling: Sampling,
  systemPrompt: v.string(),
  templateModelId: v.nullable(ModelId),
});
export type ComparisonColumn = v.InferOutput<typeof ComparisonColumn>;

/** A prompt of a set. Readers of prompt files make these. */
export const PromptEntry = v.strictObject({
  /** The user's messages, turn by turn: each one is sent when the one before has been answered. */
  turns: v.pipe(v.array(PromptText), v.minLength(1), v.maxLength(MOST_TURNS)),
  language: v.optional(v.nullable(PromptLanguage), null),
  category: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100))), null),
  /** One prompt in two languages is two entries with the same cluster. Without a cluster, an entry is its own. */
  cluster: v.optional(v.nullable(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))), null),
  /** Replaces those of the columns. */
  systemPrompt: v.optional(v.nullable(SystemPrompt), null),
});
export type PromptEntry = v.InferOutput<typeof PromptEntry>;

export const Comparison = v.strictObject({
  id: ComparisonId,
  /** Empty until the first prompt gives it a name. */
  title: v.string(),
  kind: ComparisonKind,
  columns: v.array(ComparisonColumn),
  rowCount: Count,
  /** Groups of columns that are equal in every respect: only chance makes their answers differ. */
  controls: v.array(v.array(ColumnId)),
  createdAt: TimestampMs,
  updatedAt: TimestampMs,
  /** When it was moved to the trash; null if it is not there. */
  deletedAt: v.nullable(TimestampMs),
});
export type Comparison = v.InferOutput<typeof Comparison>;

/** The language in which the answers of a cell were requested, and the one in which they are. */
export const LanguageVerdict = v.strictObject({
  asked: PromptLanguage,
  /** An ISO 639-1 code; null if it is unknown. */
  found: v.nullable(v.string()),
  /** Whether the user has set it. */
  byHand: v.boolean(),
});

/** `conversations.open` and `conversations.page` return its messages, as for any conversation. */
export const ComparisonCell = v.strictObject({
  columnId: ColumnId,
  /** Null for a prompt of a set that has not been sent yet. */
  conversationId: v.nullable(ConversationId),
  /**
   * `empty`: no question; `asked`: an answer is missing; `writing`; `failed`: the last answer failed; `complete`: every
   * question has its answer, and in a set every turn.
   */
  state: v.picklist(['empty', 'asked', 'writing', 'failed', 'complete']),
  /** For a complete cell in a row with a language. */
  language: v.nullable(LanguageVerdict),
});
export type ComparisonCell = v.InferOutput<typeof ComparisonCell>;

export const ComparisonRow = v.strictObject({
  id: RowId,
  cluster: v.string(),
  language: v.nullable(PromptLanguage),
  category: v.nullable(v.string()),
  /** For a set; empty in a chat, whose turns are in its conversations. */
  turns: v.array(v.string()),
  systemPrompt: v.nullable(v.string()),
  /** In the order of the columns. */
  cells: v.array(ComparisonCell),
});
export type ComparisonRow = v.InferOutput<typeof ComparisonRow>;

/**
 * How columns are asked: `together` if all models fit into memory at the same time, `in-turn` if they are loaded one
 * after the other. In a set this means one column after the other.
 */
export const AskingMode = v.picklist(['together', 'in-turn']);
export type AskingMode = v.InferOutput<typeof AskingMode>;

/** The result of asking one cell. */
export const AskedCell = v.strictObject({
  rowId: RowId,
  columnId: ColumnId,
  conversationId: ConversationId,
  /** Null if the cell was refused: it then has a failed answer with its `error`, which can be requested again. */
  generationId: v.nullable(GenerationId),
  /** Null if an earlier question is answered. */
  userMessage: v.nullable(Message),
  assistantMessage: Message,
});
export type AskedCell = v.InferOutput<typeof AskedCell>;

/** The state of answering a set. `paused` also if it has never run, and if the app ended during the run. */
export const ComparisonRun = v.strictObject({
  comparisonId: ComparisonId,
  state: v.picklist(['running', 'paused', 'finished']),
  /** Null until the engine has decided. */
  mode: v.nullable(AskingMode),
  /** Numbers of cells: all, complete ones, and failed ones, which the next run tries again. */
  total: Count,
  done: Count,
  failed: Count,
  /** Null until it can be estimated. */
  secondsLeft: v.nullable(v.number()),
  columns: v.array(
    v.strictObject({
      columnId: ColumnId,
      done: Count,
      failed: Count,
      /** Why the column is left out of this run: its model is missing, or an adapter does not fit. */
      error: v.nullable(ErrorReport),
    }),
  ),
});
export type ComparisonRun = v.InferOutput<typeof ComparisonRun>;
