/** Collecting, looking through, freezing and exporting data sets for training. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import {
  Dataset,
  DatasetFacts,
  DatasetFormat,
  DatasetQuery,
  DatasetRow,
  DatasetVersion,
  Omission,
} from './datasets.ts';
import { codesOf, FILE_ERRORS, HISTORY_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { ConversationId, Count, FilePath } from './primitives.ts';
import { RecipeValues } from './recipes.ts';

const DatasetId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z][0-9A-Za-z-]{0,63}$/));
const Name = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(100));
const Text = v.pipe(v.string(), v.maxLength(4_000_000));
const KNOWN_ERRORS = codesOf(HISTORY_ERRORS, ['dataset-unknown']);
const ROW_ERRORS = codesOf(KNOWN_ERRORS, MODEL_ERRORS, [
  'dataset-too-large',
  'model-load-failed',
  'template-failed',
  'scoring-crashed',
]);

export const listDatasets = call('datasets.list', {
  input: v.strictObject({}),
  output: v.strictObject({ datasets: v.array(Dataset) }),
  errors: HISTORY_ERRORS,
});

export const createDataset = call('datasets.create', {
  input: v.strictObject({ name: Name, query: DatasetQuery }),
  output: Dataset,
  errors: codesOf(HISTORY_ERRORS, ['name-taken']),
});

export const updateDataset = call('datasets.update', {
  input: v.strictObject({ datasetId: DatasetId, name: v.optional(Name), query: v.optional(DatasetQuery) }),
  output: Dataset,
  errors: codesOf(KNOWN_ERRORS, ['name-taken']),
});

/** Removes a data set, its versions included; what the rows were taken from stays. */
export const removeDataset = call('datasets.remove', {
  input: v.strictObject({ datasetId: DatasetId }),
  output: v.null(),
  errors: KNOWN_ERRORS,
});

/** The rows as they are now, in a fixed order, and what is in all of them. */
export const readDataset = call('datasets.rows', {
  input: v.strictObject({
    datasetId: DatasetId,
    offset: v.optional(Count, 0),
    limit: v.optional(v.pipe(Count, v.maxValue(200)), 50),
    /** Only rows that are left out for this reason, or `kept` for those that are not. */
    only: v.optional(v.nullable(v.union([Omission, v.literal('kept')])), null),
    /** Only rows with this text, in a prompt or an answer. */
    search: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
  }),
  output: v.strictObject({ rows: v.array(DatasetRow), total: Count, facts: DatasetFacts }),
  errors: ROW_ERRORS,
});

/** A user's decision about one row; a missing field stays as it was, null gives the original text back. */
export const decideRow = call('datasets.decide', {
  input: v.strictObject({
    datasetId: DatasetId,
    rowId: v.pipe(v.string(), v.nonEmpty(), v.maxLength(300)),
    excluded: v.optional(v.boolean()),
    goodText: v.optional(v.nullable(Text)),
    badText: v.optional(v.nullable(Text)),
    tags: v.optional(v.pipe(v.array(Name), v.maxLength(20))),
  }),
  output: v.null(),
  errors: KNOWN_ERRORS,
});

/** Copies the rows that are not left out, as a new version. */
export const freezeDataset = call('datasets.freeze', {
  input: v.strictObject({ datasetId: DatasetId }),
  output: DatasetVersion,
  /** `dataset-empty`: every row is left out, or there is none. */
  errors: codesOf(ROW_ERRORS, ['dataset-empty']),
});

/** The newest first. */
export const listDatasetVersions = call('datasets.versions', {
  input: v.strictObject({ datasetId: DatasetId }),
  output: v.strictObject({ versions: v.array(DatasetVersion) }),
  errors: KNOWN_ERRORS,
});

export const removeDatasetVersion = call('datasets.removeVersion', {
  input: v.strictObject({ versionId: DatasetId }),
  output: v.null(),
  errors: codesOf(HISTORY_ERRORS, ['dataset-version-unknown']),
});

/**
 * Writes a frozen version as a folder, which must not exist yet: data files, `manifest.json`, a card, and recipes for
 * training.
 */
export const exportDataset = call('datasets.export', {
  input: v.strictObject({
    versionId: DatasetId,
    format: DatasetFormat,
    path: FilePath,
    /** Null for those of Poro 2 8B. */
    recipe: v.optional(v.nullable(RecipeValues), null),
  }),
  output: v.strictObject({ path: FilePath, files: v.array(v.string()), sizeBytes: Count }),
  errors: codesOf(HISTORY_ERRORS, FILE_ERRORS, [
    'dataset-version-unknown',
    'dataset-empty',
    'path-own-data',
    'path-exists',
  ]),
});

/** How many rows of frozen versions were taken from these conversations; null for all in the trash. */
export const countFrozenRows = call('datasets.countFrozen', {
  input: v.strictObject({ conversationIds: v.nullable(v.pipe(v.array(ConversationId), v.maxLength(100_000))) }),
  output: v.strictObject({ rows: Count }),
  errors: HISTORY_ERRORS,
});

export const datasetsChanged = event('datasets.changed', v.null());
