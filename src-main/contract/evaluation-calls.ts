/** Making, running, reading and exporting evaluations. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { Conversation } from './conversations.ts';
import { codesOf, FILE_ERRORS, GGUF_ERRORS, HISTORY_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import type { ErrorCode } from './errors.ts';
import { EvaluationRequest, EvaluationRun, EvaluationSample, PairedRuns } from './evaluations.ts';
import { Count, EvaluationId, FilePath } from './primitives.ts';

const RUN_ERRORS = codesOf(FILE_ERRORS, ['evaluation-unknown', 'evaluation-damaged']);

/** Errors of a task's data and of its model, known before anything is asked. */
const REQUEST_ERRORS = codesOf(FILE_ERRORS, MODEL_ERRORS, GGUF_ERRORS, [
  'no-model',
  'adapter-unknown',
  'adapter-file-missing',
  'adapter-mismatch',
  'adapter-malformed',
  'licence-not-accepted',
  'task-unavailable',
  'template-missing',
  'judge-missing',
  'remote-unknown',
  'remote-not-allowed',
  'ifeval-set-malformed',
  'evaluation-file-malformed',
  'punkt-tables-missing',
  'punkt-tables-malformed',
] as const satisfies ErrorCode[]);

/**
 * How long a run would take, and how exact it would be. With `measures`, the model writes a few words if its speed is not
 * known from earlier runs; it is loaded for that.
 */
export const estimateEvaluation = call('evaluations.estimate', {
  input: v.strictObject({ ...EvaluationRequest.entries, measures: v.optional(v.boolean(), false) }),
  output: v.strictObject({
    /** Samples of the set, and how many of them would be asked. */
    rows: Count,
    samples: Count,
    /** Rows that cannot be used, by their line; at most 100 are listed. */
    faults: v.array(v.strictObject({ line: Count, reason: v.string() })),
    faultCount: Count,
    /** With answers of usual length, and if every answer had the most tokens; null when no speed is known. */
    seconds: v.nullable(v.strictObject({ usual: v.number(), most: v.number() })),
    /** Of one answer; null when no speed is known. */
    tokensPerSecond: v.nullable(v.number()),
    speedFrom: v.nullable(v.picklist(['run', 'probe'])),
    /** Half the width of the 95 % interval of a share of one half; for shares of samples only. */
    halfWidth: v.nullable(v.number()),
    hasTemplate: v.boolean(),
    needsJudge: v.boolean(),
  }),
  errors: codesOf(REQUEST_ERRORS, [
    'cancelled',
    'model-load-failed',
    'model-does-not-fit',
    'template-failed',
    'engine-crashed',
    'engine-unavailable',
    'prompt-too-long',
    'adapter-refused',
  ]),
});

/**
 * Makes a run without asking anything. With `continues`, a run of the same configuration is returned in its place if there
 * is one.
 */
export const createEvaluation = call('evaluations.create', {
  input: v.strictObject({ ...EvaluationRequest.entries, continues: v.optional(v.boolean(), false) }),
  output: EvaluationRun,
  errors: codesOf(REQUEST_ERRORS, ['evaluation-damaged', 'data-folder-gone', 'cancelled']),
});

/** Starts or continues it in the background. `evaluation.changed` reports every step. */
export const startEvaluation = call('evaluations.start', {
  input: v.strictObject({ evaluationId: EvaluationId }),
  output: EvaluationRun,
  errors: codesOf(RUN_ERRORS, ['evaluation-running-elsewhere', 'data-folder-gone']),
});

/** Stops what is written; the next start asks it again. */
export const pauseEvaluation = call('evaluations.pause', {
  input: v.strictObject({ evaluationId: EvaluationId }),
  output: EvaluationRun,
  errors: RUN_ERRORS,
});

/** Newest first. Runs that cannot be read are left out. */
export const listEvaluations = call('evaluations.list', {
  input: v.strictObject({}),
  output: v.array(EvaluationRun),
  errors: FILE_ERRORS,
});

export const openEvaluation = call('evaluations.open', {
  input: v.strictObject({ evaluationId: EvaluationId }),
  output: EvaluationRun,
  errors: RUN_ERRORS,
});

/**
 * `failed`: an instruction is not followed, the score is below half, or the baseline is preferred. `left-out`: without a
 * judgement, for a reason. `differs`: the judgement in `otherId` is another one.
 */
export const SAMPLE_FILTERS = ['all', 'judged', 'failed', 'left-out', 'differs'] as const;

/** Samples of a run in the order of the data set, with those of another run of the same task beside. */
export const listEvaluationSamples = call('evaluations.samples', {
  input: v.strictObject({
    evaluationId: EvaluationId,
    filter: v.optional(v.picklist(SAMPLE_FILTERS), 'all'),
    otherId: v.optional(v.nullable(EvaluationId), null),
    category: v.optional(v.nullable(v.string()), null),
    /** IFEval: only prompts with this instruction. */
    instruction: v.optional(v.nullable(v.string()), null),
    /** Words that a prompt or an answer has. */
    text: v.optional(v.pipe(v.string(), v.maxLength(1000)), ''),
    offset: v.optional(Count, 0),
    limit: v.pipe(Count, v.minValue(1), v.maxValue(200)),
  }),
  output: v.strictObject({
    samples: v.array(v.strictObject({ own: EvaluationSample, other: v.nullable(EvaluationSample) })),
    /** Of the filter. */
    total: Count,
  }),
  errors: RUN_ERRORS,
});

/** Two runs of one task, sample by sample: those with the same question that both have judged. */
export const compareEvaluations = call('evaluations.compare', {
  input: v.strictObject({ evaluationId: EvaluationId, otherId: EvaluationId }),
  output: PairedRuns,
  errors: RUN_ERRORS,
});

/** Makes an ordinary conversation of a sample's turns and answers. */
export const openEvaluationSample = call('evaluations.openSample', {
  input: v.strictObject({ evaluationId: EvaluationId, key: v.string() }),
  output: Conversation,
  errors: codesOf(RUN_ERRORS, HISTORY_ERRORS, ['data-folder-gone']),
});

/** Deletes it for good. */
export const removeEvaluation = call('evaluations.remove', {
  input: v.strictObject({ evaluationId: EvaluationId }),
  output: v.null(),
  errors: codesOf(RUN_ERRORS, ['evaluation-running-elsewhere']),
});

/**
 * `results` and `samples` are the two files of lm-evaluation-harness; `csv` has a line for each sample; `markdown` is a
 * table for a paper or a model card; `answers` and `judgments` are the files of the benchmark's own program; `json` is all
 * that Sarvi keeps.
 */
export const EVALUATION_FORMATS = ['results', 'samples', 'csv', 'markdown', 'answers', 'judgments', 'json'] as const;
const exported = { evaluationId: EvaluationId, format: v.picklist(EVALUATION_FORMATS) };

/** Writes it to a file that appears only when it is complete. */
export const exportEvaluation = call('evaluations.export', {
  input: v.strictObject({ ...exported, path: FilePath, replace: v.optional(v.boolean(), false) }),
  output: v.strictObject({ sizeBytes: Count }),
  errors: codesOf(RUN_ERRORS, ['path-exists', 'path-own-data']),
});

/** The same for a browser's download, piece by piece: `nextCursor` requests the next one, and is null at the end. */
export const exportEvaluationPiece = call('evaluations.exportPiece', {
  input: v.strictObject({ ...exported, cursor: v.optional(Count, 0) }),
  output: v.strictObject({ text: v.string(), nextCursor: v.nullable(Count) }),
  errors: RUN_ERRORS,
});

export const evaluationChanged = event(
  'evaluation.changed',
  v.variant('kind', [
    v.strictObject({ kind: v.literal('changed'), run: EvaluationRun }),
    v.strictObject({ kind: v.literal('removed'), evaluationId: EvaluationId }),
  ]),
);
