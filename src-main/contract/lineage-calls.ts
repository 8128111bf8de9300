/** Comparing what was trained with what it was trained from. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, GGUF_ERRORS, HISTORY_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { Beta, Lineage, TrainingMethod } from './lineages.ts';
import { Child, HeldOutSource, ParentComparison } from './parent-comparisons.ts';
import { Count, EvaluationId, FilePath, ModelId } from './primitives.ts';

const KEPT_ERRORS = codesOf(FILE_ERRORS, ['evaluation-unknown', 'evaluation-damaged']);

/**
 * Makes a comparison on held-out rows, or finds the one of the same models and rows. Nothing is read yet.
 * `quantizations-differ`, unless `differentTypes`: what quantization changes would count as what training has.
 */
export const compareWithParent = call('lineage.compare', {
  input: v.strictObject({
    child: Child,
    parentId: ModelId,
    source: HeldOutSource,
    /** For implicit rewards; without it they are log-ratios. */
    beta: v.optional(v.nullable(Beta), null),
    differentTypes: v.optional(v.boolean(), false),
    withIfeval: v.optional(v.boolean(), false),
  }),
  output: ParentComparison,
  errors: codesOf(KEPT_ERRORS, MODEL_ERRORS, GGUF_ERRORS, HISTORY_ERRORS, [
    'quantizations-differ',
    'shapes-differ',
    'vocabularies-differ',
    'held-out-refused',
    'dataset-version-unknown',
    'adapter-unknown',
    'adapter-file-missing',
    'adapter-mismatch',
    'adapter-malformed',
    'licence-not-accepted',
    'data-folder-gone',
  ]),
});

/** What the user says of an origin; a missing field stays as it was, null forgets it. */
export const setLineage = call('lineage.set', {
  input: v.strictObject({
    child: Child,
    parentId: v.optional(v.nullable(ModelId)),
    versionId: v.optional(v.nullable(v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)))),
    method: v.optional(v.nullable(TrainingMethod)),
    beta: v.optional(v.nullable(Beta)),
  }),
  output: Lineage,
  errors: codesOf(FILE_ERRORS, MODEL_ERRORS, GGUF_ERRORS, HISTORY_ERRORS, [
    'shapes-differ',
    'dataset-version-unknown',
    'adapter-unknown',
    'adapter-file-missing',
    'adapter-mismatch',
    'adapter-malformed',
    'data-folder-gone',
  ]),
});

/** Newest first. */
export const listParentComparisons = call('lineage.comparisons', {
  input: v.strictObject({}),
  output: v.array(ParentComparison),
  errors: FILE_ERRORS,
});

/** Starts or continues it in the background. `lineage.changed` reports every step. */
export const startParentComparison = call('lineage.start', {
  input: v.strictObject({ comparisonId: EvaluationId }),
  output: ParentComparison,
  errors: codesOf(KEPT_ERRORS, ['evaluation-running-elsewhere', 'data-folder-gone']),
});

/** Answers when everything that was read is saved. */
export const pauseParentComparison = call('lineage.pause', {
  input: v.strictObject({ comparisonId: EvaluationId }),
  output: ParentComparison,
  errors: KEPT_ERRORS,
});

export const removeParentComparison = call('lineage.remove', {
  input: v.strictObject({ comparisonId: EvaluationId }),
  output: v.null(),
  errors: codesOf(KEPT_ERRORS, ['evaluation-running-elsewhere', 'data-folder-gone']),
});

/** `csv` has a line for each row; `json` is all that Sarvi keeps. */
export const PARENT_COMPARISON_FORMATS = ['json', 'csv'] as const;
const exported = { comparisonId: EvaluationId, format: v.picklist(PARENT_COMPARISON_FORMATS) };

/** Writes it to a file that appears only when it is complete. */
export const exportParentComparison = call('lineage.export', {
  input: v.strictObject({ ...exported, path: FilePath, replace: v.optional(v.boolean(), false) }),
  output: v.strictObject({ sizeBytes: Count }),
  errors: codesOf(KEPT_ERRORS, ['path-exists', 'path-own-data']),
});

/** The same for a browser's download, piece by piece: `nextCursor` requests the next one, and is null at the end. */
export const exportParentComparisonPiece = call('lineage.exportPiece', {
  input: v.strictObject({ ...exported, cursor: v.optional(Count, 0) }),
  output: v.strictObject({ text: v.string(), nextCursor: v.nullable(Count) }),
  errors: KEPT_ERRORS,
});

export const lineageChanged = event(
  'lineage.changed',
  v.variant('kind', [
    v.strictObject({ kind: v.literal('changed'), comparison: ParentComparison }),
    v.strictObject({ kind: v.literal('removed'), comparisonId: EvaluationId }),
  ]),
);
