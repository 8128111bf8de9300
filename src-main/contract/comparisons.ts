/**
 * Words of comparisons. A comparison has columns, each a model with all that belongs to it, and rows, each a prompt; where
 * they meet there is a cell, a conversation that no list of conversations shows. A `chat` is a conversation with all
 * columns at once: it has one row, or one in Finnish and one in English. A `set` is a list of prompts that is answered in
 * the background.
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
/** More are too narrow to be read, and too large to be in memory. */
export const MOST_COLUMNS = 4;
/** Of one comparison: days of work for a laptop. */
export const MOST_ROWS = 5000;
export const MOST_TURNS = 20;

export const ComparisonKind = v.picklist(['chat', 'set']);
export type ComparisonKind = v.InferOutput<typeof ComparisonKind>;

export const PromptLanguage = v.picklist(['fi', 'en']);
export type PromptLanguage = v.InferOutput<typeof PromptLanguage>;

const SystemPrompt = v.pipe(v.string(), v.maxLength(100_000));
const PromptText = v.pipe(v.string(), v.nonEmpty(), v.maxLength(1_000_000));

/** What a new comparison is to have in one column. A column stays as it was made. */
export const RequestedColumn = v.strictObject({
  modelId: ModelId,
  adapters: v.optional(RequestedAdapters, []),
  /** Shown only: what it holds is in the next two. */
  presetName: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100))), null),
  sampling: v.optional(Sampling, {}),
  systemPrompt: v.optional(SystemPrompt, ''),
  /**
   * A model whose chat template renders the prompt, which the column's model then continues as plain text: for a base
   * model, which has no template. Null for the model's own template.
   */
  templateModelId: v.optional(v.nullable(ModelId), null),
});
export type RequestedColumn = v.InferOutput<typeof RequestedColumn>;

export const ComparisonColumn = v.strictObject({
  id: ColumnId,
  modelId: ModelId,
  /** As it was called when the column was made; told after its removal too. */
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
  /** What the user says, turn by turn: the next is said when the one before has been answered. */
  turns: v.pipe(v.array(PromptText), v.minLength(1), v.maxLength(MOST_TURNS)),
  language: v.optional(v.nullable(PromptLanguage), null),
  category: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100))), null),
  /** One prompt in two languages is two entries with one cluster. Without it, an entry is a cluster of its own. */
  cluster: v.optional(v.nullable(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))), null),
  /** In place of those of the columns. */
  systemPrompt: v.optional(v.nullable(SystemPrompt), null),
});
export type PromptEntry = v.InferOutput<typeof PromptEntry>;

export const Comparison = v.strictObject({
  id: ComparisonId,
  /** Empty until the first prompt names it. */
  title: v.string(),
  kind: ComparisonKind,
  columns: v.array(ComparisonColumn),
  rowCount: Count,
  /** Groups of columns that are the same in every respect: what differs between them is chance. */
  controls: v.array(v.array(ColumnId)),
  createdAt: TimestampMs,
  updatedAt: TimestampMs,
  /** When it went to the trash; null for one that is not there. */
  deletedAt: v.nullable(TimestampMs),
});
export type Comparison = v.InferOutput<typeof Comparison>;

/** Of the answers of a cell, what language they were asked in, and what they are in. */
export const LanguageVerdict = v.strictObject({
  asked: PromptLanguage,
  /** An ISO 639-1 code; null where it cannot be told. */
  found: v.nullable(v.string()),
  /** The user has said so. */
  byHand: v.boolean(),
});

/** `conversations.open` and `conversations.page` give its messages, as those of any conversation. */
export const ComparisonCell = v.strictObject({
  columnId: ColumnId,
  /** Null for a prompt of a set whose turn has not come. */
  conversationId: v.nullable(ConversationId),
  /**
   * `empty`: nothing was asked; `asked`: an answer is missing; `writing`; `failed`: the last answer has; `complete`: every
   * question has its answer, of a set every turn.
   */
  state: v.picklist(['empty', 'asked', 'writing', 'failed', 'complete']),
  /** Of a complete cell in a row with a language. */
  language: v.nullable(LanguageVerdict),
});
export type ComparisonCell = v.InferOutput<typeof ComparisonCell>;

export const ComparisonRow = v.strictObject({
  id: RowId,
  cluster: v.string(),
  language: v.nullable(PromptLanguage),
  category: v.nullable(v.string()),
  /** Of a set; empty in a chat, whose turns are in its conversations. */
  turns: v.array(v.string()),
  systemPrompt: v.nullable(v.string()),
  /** In the order of the columns. */
  cells: v.array(ComparisonCell),
});
export type ComparisonRow = v.InferOutput<typeof ComparisonRow>;

/**
 * How columns are asked: `together` when all models fit into memory beside each other, `in-turn` when one gives way to the
 * next, which for a set means one column after the other.
 */
export const AskingMode = v.picklist(['together', 'in-turn']);
export type AskingMode = v.InferOutput<typeof AskingMode>;

/** What became of asking one cell. */
export const AskedCell = v.strictObject({
  rowId: RowId,
  columnId: ColumnId,
  conversationId: ConversationId,
  /** Null when it was refused: the answer is there then, failed, with its `error`, and can be asked for again. */
  generationId: v.nullable(GenerationId),
  /** Null where an earlier question is answered. */
  userMessage: v.nullable(Message),
  assistantMessage: Message,
});
export type AskedCell = v.InferOutput<typeof AskedCell>;

/** The answering of a set. `paused` also when it has never run, and after an end of the app in the middle of it. */
export const ComparisonRun = v.strictObject({
  comparisonId: ComparisonId,
  state: v.picklist(['running', 'paused', 'finished']),
  /** Null while nobody has asked the engine yet. */
  mode: v.nullable(AskingMode),
  /** Cells: all, those that are complete, and those that failed, which the next run tries again. */
  total: Count,
  done: Count,
  failed: Count,
  /** Null until there is something to tell it by. */
  secondsLeft: v.nullable(v.number()),
  columns: v.array(
    v.strictObject({
      columnId: ColumnId,
      done: Count,
      failed: Count,
      /** Why the column is left out of this run: its model is not there, or an adapter does not fit. */
      error: v.nullable(ErrorReport),
    }),
  ),
});
export type ComparisonRun = v.InferOutput<typeof ComparisonRun>;
