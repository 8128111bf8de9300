/** Creating, asking and storing comparisons. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { START_ERRORS } from './chat-calls.ts';
import {
  AskedCell,
  AskingMode,
  Comparison,
  ComparisonKind,
  ComparisonRow,
  ComparisonRun,
  LEAST_COLUMNS,
  MOST_COLUMNS,
  MOST_ROWS,
  PromptEntry,
  PromptLanguage,
  RequestedColumn,
} from './comparisons.ts';
import { Conversation } from './conversations.ts';
import { codesOf, FILE_ERRORS, HISTORY_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { ColumnId, ComparisonId, ConversationId, Count, FilePath, MessageId, ModelId, RowId } from './primitives.ts';
import { RemoteHost } from './remotes.ts';

const KNOWN_ERRORS = codesOf(HISTORY_ERRORS, ['comparison-unknown']);

const Page = { limit: v.pipe(Count, v.minValue(1), v.maxValue(1000)), cursor: v.optional(v.string()) };
const Comparisons = v.strictObject({ comparisons: v.array(Comparison), nextCursor: v.nullable(v.string()) });

/** Newest first; `cursor` is the `nextCursor` of the page before. */
export const listComparisons = call('comparisons.list', {
  input: v.strictObject(Page),
  output: Comparisons,
  errors: HISTORY_ERRORS,
});

/** The removed ones, last removed first. `trash.empty` deletes these too. */
export const listRemovedComparisons = call('comparisons.trash', {
  input: v.strictObject(Page),
  output: Comparisons,
  errors: HISTORY_ERRORS,
});

/**
 * Creates a comparison without asking anything. A `chat` begins with an empty row, or with one for each of `languages`;
 * with `from`, it begins with the messages of that conversation up to the question at or before `messageId`. If
 * `messageId` is an answer, the first column already has it, and `comparisons.answer` asks the others. A `set` begins
 * with its prompts.
 */
export const createComparison = call('comparisons.create', {
  input: v.strictObject({
    kind: ComparisonKind,
    columns: v.pipe(v.array(RequestedColumn), v.minLength(LEAST_COLUMNS), v.maxLength(MOST_COLUMNS)),
    title: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500)), ''),
    /** For a chat. */
    languages: v.optional(v.pipe(v.array(PromptLanguage), v.maxLength(2)), []),
    /** For a chat. */
    from: v.optional(v.strictObject({ conversationId: ConversationId, messageId: MessageId })),
    /** For a set. More can be added later. */
    prompts: v.optional(v.pipe(v.array(PromptEntry), v.maxLength(MOST_ROWS)), []),
    /** Servers elsewhere that the user lets read it: those of its remote models. */
    remoteHosts: v.optional(v.pipe(v.array(RemoteHost), v.maxLength(MOST_COLUMNS)), []),
  }),
  output: Comparison,
  errors: codesOf(HISTORY_ERRORS, MODEL_ERRORS, [
    'remote-unknown',
    'remote-not-allowed',
    'conversation-unknown',
    'message-unknown',
    'adapter-unknown',
    'data-folder-gone',
  ]),
});

/** A part of its rows in order, with the state of each cell. */
export const openComparison = call('comparisons.open', {
  input: v.strictObject({
    comparisonId: ComparisonId,
    offset: v.optional(Count, 0),
    limit: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(1000)), 100),
  }),
  output: v.strictObject({ comparison: Comparison, rows: v.array(ComparisonRow), run: v.nullable(ComparisonRun) }),
  errors: KNOWN_ERRORS,
});

/** Gives it another title, which then counts as the user's. */
export const renameComparison = call('comparisons.rename', {
  input: v.strictObject({
    comparisonId: ComparisonId,
    title: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500)),
  }),
  output: Comparison,
  errors: KNOWN_ERRORS,
});

/** Moves it to the trash with its answers and votes, and stops the answers that are being generated. */
export const removeComparison = call('comparisons.remove', {
  input: v.strictObject({ comparisonId: ComparisonId }),
  output: v.null(),
  errors: KNOWN_ERRORS,
});

export const restoreComparison = call('comparisons.restore', {
  input: v.strictObject({ comparisonId: ComparisonId }),
  output: Comparison,
  errors: KNOWN_ERRORS,
});

/** Whether these models would be asked together or in turn with the memory that is free now. Loads nothing. */
export const planComparison = call('comparisons.plan', {
  input: v.strictObject({ modelIds: v.pipe(v.array(ModelId), v.minLength(1), v.maxLength(MOST_COLUMNS)) }),
  output: v.strictObject({ mode: AskingMode }),
  errors: MODEL_ERRORS,
});

const asked = {
  output: v.strictObject({ mode: AskingMode, cells: v.array(AskedCell) }),
  errors: codesOf(START_ERRORS, ['comparison-unknown']),
};

/** The cells of these columns and rows; a missing list means all of them. */
const which = {
  comparisonId: ComparisonId,
  columnIds: v.optional(v.pipe(v.array(ColumnId), v.maxLength(MOST_COLUMNS))),
  rowIds: v.optional(v.pipe(v.array(RowId), v.maxLength(MOST_ROWS))),
};

/**
 * Asks every column of a chat the next question: the given text of each row. `generation.changed` reports the answers,
 * with the `conversationId` of each cell. A column that is refused (its model is missing, an adapter does not fit) gets
 * the question with a failed answer, and the others continue. `generation-running` while any cell is being answered.
 */
export const askComparison = call('comparisons.ask', {
  input: v.strictObject({
    comparisonId: ComparisonId,
    questions: v.pipe(
      v.array(v.strictObject({ rowId: RowId, text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(4_000_000)) })),
      v.minLength(1),
      v.maxLength(2),
    ),
  }),
  ...asked,
});

/** Answers questions that have no answer yet, for example after `from`. */
export const answerComparison = call('comparisons.answer', { input: v.strictObject(which), ...asked });

/**
 * Answers the last question of each cell again as a new version. `same` seeds are those of the last answers, `new` ones
 * are random. Cells that are being answered or have no question are skipped. A refused cell keeps its answer, which is
 * returned with the `error`.
 */
export const regenerateComparison = call('comparisons.regenerate', {
  input: v.strictObject({ ...which, seeds: v.picklist(['same', 'new']) }),
  ...asked,
});

/** Stops the answers of a chat and keeps their texts. `chat.stop` stops one. */
export const stopComparison = call('comparisons.stop', {
  input: v.strictObject(which),
  output: v.null(),
  errors: KNOWN_ERRORS,
});

/** Creates an ordinary conversation from a cell: its messages, model and settings. The comparison does not change. */
export const openColumn = call('comparisons.openColumn', {
  input: v.strictObject({ comparisonId: ComparisonId, columnId: ColumnId, rowId: RowId }),
  output: Conversation,
  errors: codesOf(KNOWN_ERRORS, ['data-folder-gone']),
});

/** Models of one family in the library, before and after each step of training, ready to be compared. */
export const suggestComparisons = call('comparisons.suggest', {
  input: v.strictObject({}),
  output: v.array(
    v.strictObject({
      /** The name of the family, like `Poro 2 8B`. */
      name: v.string(),
      columns: v.array(
        v.strictObject({
          modelId: ModelId,
          modelName: v.string(),
          stage: v.picklist(['base', 'sft', 'instruct']),
          /** For the column of a base model: the model whose template it uses. */
          templateModelId: v.nullable(ModelId),
        }),
      ),
    }),
  ),
});

/** Adds prompts at the end of a set. Returns the number of its rows. */
export const addPrompts = call('comparisons.addPrompts', {
  input: v.strictObject({
    comparisonId: ComparisonId,
    prompts: v.pipe(v.array(PromptEntry), v.minLength(1), v.maxLength(MOST_ROWS)),
  }),
  output: v.strictObject({ rowCount: Count, rowIds: v.array(RowId) }),
  errors: codesOf(KNOWN_ERRORS, ['data-folder-gone']),
});

/**
 * Starts or resumes answering the prompts of a set in the background. Complete answers stay; failed ones are tried
 * again. `comparison.run` reports every step; `generation.changed` does not report these answers.
 */
export const runComparison = call('comparisons.run', {
  input: v.strictObject({ comparisonId: ComparisonId }),
  output: ComparisonRun,
  errors: codesOf(KNOWN_ERRORS, ['data-folder-gone']),
});

/** Stops the current answers; the next run generates them again. */
export const pauseComparison = call('comparisons.pause', {
  input: v.strictObject({ comparisonId: ComparisonId }),
  output: ComparisonRun,
  errors: KNOWN_ERRORS,
});

/** Sets the language of a cell's answers by hand; null returns to the detected one. */
export const setAnswerLanguage = call('comparisons.setLanguage', {
  input: v.strictObject({
    comparisonId: ComparisonId,
    columnId: ColumnId,
    rowId: RowId,
    language: v.nullable(PromptLanguage),
  }),
  output: v.null(),
  errors: KNOWN_ERRORS,
});

/**
 * `csv` has a line for each vote; `json` has all that Sarvi stores, including the answers; `arena` has a line of JSON
 * for each vote, like Chatbot Arena's battles; `llm-comparator` has two columns for Google's LLM Comparator.
 */
export const COMPARISON_FORMATS = ['csv', 'json', 'arena', 'llm-comparator'] as const;
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];
const exported = {
  comparisonId: ComparisonId,
  format: v.picklist(COMPARISON_FORMATS),
  /** For `llm-comparator`; by default the first two. */
  columnIds: v.optional(v.pipe(v.array(ColumnId), v.minLength(2), v.maxLength(2))),
};

/** Writes it to a file that appears only when it is complete. */
export const exportComparison = call('comparisons.export', {
  input: v.strictObject({ ...exported, path: FilePath, replace: v.optional(v.boolean(), false) }),
  output: v.strictObject({ sizeBytes: Count }),
  errors: codesOf(KNOWN_ERRORS, FILE_ERRORS, ['path-exists', 'path-own-data']),
});

/** The same for a browser's download, piece by piece: `nextCursor` requests the next one, and is null at the end. */
export const exportComparisonPiece = call('comparisons.exportPiece', {
  input: v.strictObject({ ...exported, cursor: v.optional(Count, 0) }),
  output: v.strictObject({ text: v.string(), nextCursor: v.nullable(Count) }),
  errors: KNOWN_ERRORS,
});

/**
 * A comparison was created, changed or restored; or it was moved to the trash; or several were deleted, or changed by
 * another process.
 */
export const comparisonChanged = event(
  'comparison.changed',
  v.variant('kind', [
    v.strictObject({ kind: v.literal('changed'), comparison: Comparison }),
    v.strictObject({ kind: v.literal('removed'), comparisonId: ComparisonId }),
    /** The lists must be read again. */
    v.strictObject({ kind: v.literal('many') }),
  ]),
);

export const comparisonRunChanged = event('comparison.run', ComparisonRun);
