/** Making, asking and keeping comparisons. */
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

const KNOWN_ERRORS = codesOf(HISTORY_ERRORS, ['comparison-unknown']);

const Page = { limit: v.pipe(Count, v.minValue(1), v.maxValue(1000)), cursor: v.optional(v.string()) };
const Comparisons = v.strictObject({ comparisons: v.array(Comparison), nextCursor: v.nullable(v.string()) });

/** Newest first; `cursor` is the `nextCursor` of the page before. */
export const listComparisons = call('comparisons.list', {
  input: v.strictObject(Page),
  output: Comparisons,
  errors: HISTORY_ERRORS,
});

/** Those that were removed, removed last first. `trash.empty` deletes these too. */
export const listRemovedComparisons = call('comparisons.trash', {
  input: v.strictObject(Page),
  output: Comparisons,
  errors: HISTORY_ERRORS,
});

/**
 * Makes a comparison and asks nothing yet. A `chat` begins with an empty row, or with one for each of `languages`; with
 * `from`, with the messages of that conversation up to the question at or before `messageId`. When `messageId` is an answer,
 * the first column has it already, and `comparisons.answer` asks the others. A `set` begins with its prompts.
 */
export const createComparison = call('comparisons.create', {
  input: v.strictObject({
    kind: ComparisonKind,
    columns: v.pipe(v.array(RequestedColumn), v.minLength(LEAST_COLUMNS), v.maxLength(MOST_COLUMNS)),
    title: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500)), ''),
    /** Of a chat. */
    languages: v.optional(v.pipe(v.array(PromptLanguage), v.maxLength(2)), []),
    /** Of a chat. */
    from: v.optional(v.strictObject({ conversationId: ConversationId, messageId: MessageId })),
    /** Of a set. More can be added later. */
    prompts: v.optional(v.pipe(v.array(PromptEntry), v.maxLength(MOST_ROWS)), []),
  }),
  output: Comparison,
  errors: codesOf(HISTORY_ERRORS, MODEL_ERRORS, [
    'conversation-unknown',
    'message-unknown',
    'adapter-unknown',
    'data-folder-gone',
  ]),
});

/** A part of its rows, in order, with what each cell has come to. */
export const openComparison = call('comparisons.open', {
  input: v.strictObject({
    comparisonId: ComparisonId,
    offset: v.optional(Count, 0),
    limit: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(1000)), 100),
  }),
  output: v.strictObject({ comparison: Comparison, rows: v.array(ComparisonRow), run: v.nullable(ComparisonRun) }),
  errors: KNOWN_ERRORS,
});

/** Gives it another title, which is then the user's. */
export const renameComparison = call('comparisons.rename', {
  input: v.strictObject({
    comparisonId: ComparisonId,
    title: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500)),
  }),
  output: Comparison,
  errors: KNOWN_ERRORS,
});

/** Moves it to the trash with its answers and votes, and stops what it is writing. */
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

/** Whether these models would be asked together or in turn, as the memory is now. Loads nothing. */
export const planComparison = call('comparisons.plan', {
  input: v.strictObject({ modelIds: v.pipe(v.array(ModelId), v.minLength(1), v.maxLength(MOST_COLUMNS)) }),
  output: v.strictObject({ mode: AskingMode }),
  errors: MODEL_ERRORS,
});

const asked = {
  output: v.strictObject({ mode: AskingMode, cells: v.array(AskedCell) }),
  errors: codesOf(START_ERRORS, ['comparison-unknown']),
};

/** The cells that are meant: of these columns and rows; without one of them, of all. */
const which = {
  comparisonId: ComparisonId,
  columnIds: v.optional(v.pipe(v.array(ColumnId), v.maxLength(MOST_COLUMNS))),
  rowIds: v.optional(v.pipe(v.array(RowId), v.maxLength(MOST_ROWS))),
};

/**
 * Asks every column of a chat the next question: in each row that is given, its text. What becomes of the answers is told by
 * `generation.changed`, with the `conversationId` of each cell. A column that is refused (its model is gone, an adapter
 * does not fit) has the question with a failed answer, and the others go on. `generation-running` while any cell is written.
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

/** Answers what has a question and no answer yet, as after `from`. */
export const answerComparison = call('comparisons.answer', { input: v.strictObject(which), ...asked });

/**
 * Answers the last question of each cell again, beside the answer that is there. `same` seeds are those of the last answers,
 * `new` ones are drawn. Cells that are being written, or have no question, are left alone. A refused one keeps its answer, which
 * comes back with the `error`.
 */
export const regenerateComparison = call('comparisons.regenerate', {
  input: v.strictObject({ ...which, seeds: v.picklist(['same', 'new']) }),
  ...asked,
});

/** Stops the answers of a chat, and keeps what is there of them. `chat.stop` stops one. */
export const stopComparison = call('comparisons.stop', {
  input: v.strictObject(which),
  output: v.null(),
  errors: KNOWN_ERRORS,
});

/** Makes an ordinary conversation of a cell: its messages, model and settings. The comparison stays as it is. */
export const openColumn = call('comparisons.openColumn', {
  input: v.strictObject({ comparisonId: ComparisonId, columnId: ColumnId, rowId: RowId }),
  output: Conversation,
  errors: codesOf(KNOWN_ERRORS, ['data-folder-gone']),
});

/** Models of one family that are in the library, each before and after a step of training, ready to be compared. */
export const suggestComparisons = call('comparisons.suggest', {
  input: v.strictObject({}),
  output: v.array(
    v.strictObject({
      /** Of the family, like `Poro 2 8B`. */
      name: v.string(),
      columns: v.array(
        v.strictObject({
          modelId: ModelId,
          modelName: v.string(),
          stage: v.picklist(['base', 'sft', 'instruct']),
          /** For the column of a base model: the one whose template it continues. */
          templateModelId: v.nullable(ModelId),
        }),
      ),
    }),
  ),
});

/** Adds prompts to a set, at its end. Answers how many rows it has then. */
export const addPrompts = call('comparisons.addPrompts', {
  input: v.strictObject({
    comparisonId: ComparisonId,
    prompts: v.pipe(v.array(PromptEntry), v.minLength(1), v.maxLength(MOST_ROWS)),
  }),
  output: v.strictObject({ rowCount: Count, rowIds: v.array(RowId) }),
  errors: codesOf(KNOWN_ERRORS, ['data-folder-gone']),
});

/**
 * Answers the prompts of a set in the background, or goes on with it: what is finished is never done again, and what failed is
 * tried anew. `comparison.run` tells of every step; `generation.changed` tells nothing of these answers.
 */
export const runComparison = call('comparisons.run', {
  input: v.strictObject({ comparisonId: ComparisonId }),
  output: ComparisonRun,
  errors: codesOf(KNOWN_ERRORS, ['data-folder-gone']),
});

/** Ends the answers that are being written, which are written anew when it goes on. */
export const pauseComparison = call('comparisons.pause', {
  input: v.strictObject({ comparisonId: ComparisonId }),
  output: ComparisonRun,
  errors: KNOWN_ERRORS,
});

/** Says by hand which language a cell's answers are in; null leaves it to the detector again. */
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
 * `csv` has a line for each vote; `json` is all that Sarvi keeps of it, answers too; `arena` a line of JSON for each vote, as
 * Chatbot Arena gives its battles; `llm-comparator` what Google's LLM Comparator opens, of two columns.
 */
export const COMPARISON_FORMATS = ['csv', 'json', 'arena', 'llm-comparator'] as const;
const exported = {
  comparisonId: ComparisonId,
  format: v.picklist(COMPARISON_FORMATS),
  /** For `llm-comparator`; the first two without it. */
  columnIds: v.optional(v.pipe(v.array(ColumnId), v.minLength(2), v.maxLength(2))),
};

/** Writes it to a file that is there whole at the end or not at all. */
export const exportComparison = call('comparisons.export', {
  input: v.strictObject({ ...exported, path: FilePath, replace: v.optional(v.boolean(), false) }),
  output: v.strictObject({ sizeBytes: Count }),
  errors: codesOf(KNOWN_ERRORS, FILE_ERRORS, ['path-exists', 'path-own-data']),
});

/** The same for a browser's download, piece by piece: the next is asked for with `nextCursor`, null at the end. */
export const exportComparisonPiece = call('comparisons.exportPiece', {
  input: v.strictObject({ ...exported, cursor: v.optional(Count, 0) }),
  output: v.strictObject({ text: v.string(), nextCursor: v.nullable(Count) }),
  errors: KNOWN_ERRORS,
});

/** A comparison was made, changed or restored; or it went to the trash; or several are gone, or were changed by others. */
export const comparisonChanged = event(
  'comparison.changed',
  v.variant('kind', [
    v.strictObject({ kind: v.literal('changed'), comparison: Comparison }),
    v.strictObject({ kind: v.literal('removed'), comparisonId: ComparisonId }),
    /** The lists are to be read anew. */
    v.strictObject({ kind: v.literal('many') }),
  ]),
);

export const comparisonRunChanged = event('comparison.run', ComparisonRun);
