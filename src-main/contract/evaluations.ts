/**
 * Types of evaluations. A run asks a model the samples of a task and judges the answers: by rules (IFEval), or by
 * another model (MT-Bench, AlpacaEval). It is answered in the background, and continues after a restart.
 */
import * as v from 'valibot';
import { AdapterChoice, RequestedAdapters } from './adapters.ts';
import { KvCacheType } from './context-window.ts';
import { ErrorReport } from './errors.ts';
import { StopReason } from './generation-record.ts';
import { Count, EvaluationId, FilePath, ModelId, TimestampMs } from './primitives.ts';
import { RemoteHost } from './remotes.ts';
import { Sampling } from './sampling.ts';
import { Estimate } from './statistics.ts';

export const TASK_NAMES = [
  'ifeval-en',
  'ifeval-fi',
  'mt-bench-en',
  'mt-bench-fi',
  'alpaca-eval-en',
  'alpaca-eval-fi',
] as const;
export const TaskName = v.picklist(TASK_NAMES);
export type TaskName = v.InferOutput<typeof TaskName>;

/** Files of the user that a task can take; without one it takes Sarvi's own, where there is one. */
export const EvaluationFiles = v.strictObject({
  /** The questions. */
  data: v.optional(FilePath),
  /** MT-Bench: reference answers. AlpacaEval: answers of the baseline. */
  references: v.optional(FilePath),
  /** Wordings of the judge's prompts. */
  judgePrompts: v.optional(FilePath),
  /** AlpacaEval: how difficult each instruction is. */
  difficulties: v.optional(FilePath),
  /** A folder with NLTK's `punkt_tab`. */
  punktTab: v.optional(FilePath),
});
export type EvaluationFiles = v.InferOutput<typeof EvaluationFiles>;

/** Who judges the answers of a task that rules cannot judge. */
export const RequestedJudge = v.variant('kind', [
  v.strictObject({ kind: v.literal('model'), modelId: ModelId }),
  /** A model elsewhere, with the host that the user lets read questions and answers. */
  v.strictObject({ kind: v.literal('remote'), modelId: ModelId, host: RemoteHost }),
]);
export type RequestedJudge = v.InferOutput<typeof RequestedJudge>;

/** In the official sets there are 805 at most. */
export const MOST_SAMPLES = 20_000;
export const DEFAULT_EVALUATION_SEED = 1;

/** What a new run should be. */
export const EvaluationRequest = v.strictObject({
  modelId: ModelId,
  adapters: v.optional(RequestedAdapters, []),
  task: TaskName,
  files: v.optional(EvaluationFiles, {}),
  /** How many samples, drawn by the seed: in Finnish and English the same ones. Null asks all. */
  limit: v.optional(v.nullable(v.pipe(Count, v.minValue(1), v.maxValue(MOST_SAMPLES))), null),
  /** For the drawing of samples, and for answers that are sampled. */
  seed: v.optional(v.pipe(Count, v.maxValue(0xffff_ffff)), DEFAULT_EVALUATION_SEED),
  /** For a model without a chat template: whether it is asked nevertheless, with the plain text. */
  completes: v.optional(v.boolean(), false),
  judge: v.optional(v.nullable(RequestedJudge), null),
  /** AlpacaEval: both orders of each pair instead of one that is drawn. */
  bothOrders: v.optional(v.boolean(), false),
});
export type EvaluationRequest = v.InferOutput<typeof EvaluationRequest>;

const Checksum = v.string();
const EvaluatedModel = v.strictObject({
  id: ModelId,
  /** Kept, so that the name is known after the model is removed. */
  name: v.string(),
  /** The quantization, like `Q4_K_M`. */
  fileType: v.string(),
  sizeBytes: Count,
  /** Of the whole file. */
  checksum: Checksum,
});
export type EvaluatedModel = v.InferOutput<typeof EvaluatedModel>;

/** Everything that a run needs to be repeated, as it was when the run was made. It never changes. */
export const EvaluationConfiguration = v.strictObject({
  /** SHA-256 of all the others: runs with the same digest are the same measurement. */
  digest: v.string(),
  model: EvaluatedModel,
  adapters: v.array(AdapterChoice),
  task: TaskName,
  /** Of the task's rules. */
  taskVersion: v.string(),
  data: v.strictObject({
    /** Of the file; of Sarvi's own set, how it is called. */
    name: v.string(),
    isOwn: v.boolean(),
    sha256: Checksum,
    /** Samples in it that can be used, and rows that cannot. */
    rows: Count,
    faults: Count,
  }),
  seed: Count,
  limit: v.nullable(Count),
  /** The samples that are asked. */
  samples: Count,
  /** Each sampling that a sample of the task has. */
  samplings: v.array(Sampling),
  template: v.strictObject({
    /** `completion`: the model has none, and continues the plain text. */
    kind: v.picklist(['chat', 'completion']),
    sha256: v.nullable(Checksum),
    /** The date that the template writes by itself; null when it writes none. */
    dateString: v.nullable(v.string()),
  }),
  kvCacheType: KvCacheType,
  judge: v.nullable(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('model'), ...EvaluatedModel.entries }),
      /** Its type is the kind of the server, and its checksum that of its host and name: what it weighs is not known. */
      v.strictObject({ kind: v.literal('remote'), ...EvaluatedModel.entries, host: RemoteHost }),
    ]),
  ),
  /** What else the task goes by: tables, wordings of prompts, orders. */
  settings: v.record(v.string(), v.unknown()),
});
export type EvaluationConfiguration = v.InferOutput<typeof EvaluationConfiguration>;

/** What answered, each time the run was started. Another backend or llama.cpp is never mixed into a run. */
export const EvaluationSession = v.strictObject({
  startedAt: TimestampMs,
  versions: v.strictObject({ sarvi: v.string(), node: v.string() }),
  /** `CPU`, `CUDA`, `Vulkan` or `Metal`. */
  backend: v.string(),
  /** The release of llama.cpp, as its maker calls it. */
  llamaCpp: v.string(),
  /** Null where there was no choice. */
  threads: v.nullable(Count),
  gpuLayers: Count,
  contextTokens: Count,
  /** Answers that were written at one time: their last digits depend on each other. */
  parallel: Count,
});
export type EvaluationSession = v.InferOutput<typeof EvaluationSession>;

/** One number of a run. */
export const EvaluationMetric = v.strictObject({
  /** As the reference program calls it: `prompt_level_loose_acc`. */
  name: v.string(),
  value: v.number(),
  /** Of which range: 0 to 1, 1 to 10, or 0 to 100. */
  unit: v.picklist(['share', 'score', 'percent']),
  standardError: v.nullable(v.number()),
  /** By what the error was made: as the reference program does, or by drawing samples with replacement. */
  errorBy: v.nullable(v.picklist(['reference', 'bootstrap'])),
  /** The samples that it is a mean of. */
  samples: Count,
});
export type EvaluationMetric = v.InferOutput<typeof EvaluationMetric>;

/** With its interval of 95 %; null where it has no error. */
export const MeasuredMetric = v.strictObject({
  ...EvaluationMetric.entries,
  interval: v.nullable(
    v.strictObject({
      low: v.number(),
      high: v.number(),
      /** Wilson's of a share, or two standard errors to each side. */
      by: v.picklist(['wilson', 'error']),
    }),
  ),
});
export type MeasuredMetric = v.InferOutput<typeof MeasuredMetric>;

export const EvaluationRun = v.strictObject({
  id: EvaluationId,
  createdAt: TimestampMs,
  configuration: EvaluationConfiguration,
  sessions: v.array(EvaluationSession),
  /** `paused` also if it has never run, and if the app ended during the run. */
  state: v.picklist(['running', 'paused', 'finished']),
  /** What is done now, or comes next; null when it is finished. */
  phase: v.nullable(v.picklist(['answering', 'judging'])),
  /** Whether it waits for answers that a person waits for, which go first. */
  waits: v.boolean(),
  total: Count,
  answered: Count,
  judged: Count,
  /** Samples that are left out of the metrics, by the reason: a window smaller than the prompt, a judge without a score. */
  failures: v.array(v.strictObject({ code: ErrorReport.entries.code, samples: Count })),
  /** Of this session. Null until it can be estimated. */
  secondsLeft: v.nullable(v.number()),
  tokensPerSecond: v.nullable(v.number()),
  /** Why it paused by itself. */
  error: v.nullable(ErrorReport),
  /** Of the samples that are judged so far; empty before the first. */
  metrics: v.array(MeasuredMetric),
});
export type EvaluationRun = v.InferOutput<typeof EvaluationRun>;

/** An answer to one turn. */
export const EvaluationAnswer = v.strictObject({
  text: v.string(),
  /** What the model thought before it; empty for most models. */
  thinking: v.string(),
  stopReason: StopReason,
  seed: Count,
  promptTokens: Count,
  generatedTokens: Count,
  promptMs: v.number(),
  generationMs: v.number(),
});
export type EvaluationAnswer = v.InferOutput<typeof EvaluationAnswer>;

/** What came of one instruction of IFEval. */
const InstructionVerdict = v.strictObject({
  id: v.string(),
  kwargs: v.record(v.string(), v.unknown()),
  strict: v.boolean(),
  loose: v.boolean(),
  /** What the rule found in the answer: a number, or a few words; null where it says nothing. */
  found: v.nullable(v.union([v.number(), v.string()])),
  /** Arguments that the data set does not give, and that Sarvi has drawn. */
  drawn: v.array(v.string()),
});

const JudgeText = v.strictObject({
  /** What the judge was asked, and its words. */
  prompt: v.string(),
  text: v.string(),
});

/** What came of one sample. */
export const Judgement = v.variant('kind', [
  v.strictObject({ kind: v.literal('instructions'), instructions: v.array(InstructionVerdict) }),
  v.strictObject({
    kind: v.literal('scores'),
    turns: v.array(
      v.strictObject({
        /** Null when the judge gave none. */
        score: v.nullable(v.number()),
        /** `judge`, or the rule that gave the score without one. */
        by: v.picklist(['judge', 'other-language']),
        /** The kind of prompt, as FastChat calls it: `single-v1`. */
        promptKind: v.nullable(v.string()),
        judged: v.nullable(JudgeText),
        at: TimestampMs,
      }),
    ),
  }),
  v.strictObject({
    kind: v.literal('preference'),
    /** From 1, the baseline's answer is better, to 2, the model's is; null when the judge gave none. */
    preference: v.nullable(v.number()),
    by: v.picklist(['judge', 'other-language', 'equal']),
    orders: v.array(
      v.strictObject({
        /** Whether the model's answer was shown first. */
        modelFirst: v.boolean(),
        /** Of the labels of the two answers; null for one that was not among the likeliest. */
        modelProbability: v.nullable(v.number()),
        baselineProbability: v.nullable(v.number()),
        judged: v.nullable(JudgeText),
      }),
    ),
    baseline: v.strictObject({ generator: v.string(), output: v.string() }),
    at: TimestampMs,
  }),
]);
export type Judgement = v.InferOutput<typeof Judgement>;

/** One sample of a run with all that came of it. */
export const EvaluationSample = v.strictObject({
  /** The same for one prompt in Finnish and English. */
  key: v.string(),
  category: v.nullable(v.string()),
  /** The user's messages. */
  turns: v.array(v.string()),
  /** The row of the data set. */
  doc: v.record(v.string(), v.unknown()),
  /** One for each turn; fewer while it is not answered. */
  answers: v.array(EvaluationAnswer),
  judgement: v.nullable(Judgement),
  /** Why it has no answers or no judgement, and is left out. */
  failure: v.nullable(ErrorReport),
});
export type EvaluationSample = v.InferOutput<typeof EvaluationSample>;

const PairedVerdicts = v.strictObject({
  both: Count,
  onlyOwn: Count,
  onlyOther: Count,
  neither: Count,
  /** The share of the run minus that of the other one; Agresti and Min's interval. Null without a sample. */
  difference: v.nullable(Estimate),
  /** McNemar's, exact and two-sided; 1 where no sample tells the two apart. */
  pValue: v.number(),
});
export type PairedVerdicts = v.InferOutput<typeof PairedVerdicts>;

/** Two runs on the samples that both have judged. */
export const PairedRuns = v.strictObject({
  samples: Count,
  /** IFEval: whole prompts. */
  verdicts: v.nullable(v.strictObject({ strict: PairedVerdicts, loose: PairedVerdicts })),
  /** MT-Bench and AlpacaEval: questions drawn whole, with both turns. Null for fewer than two. */
  means: v.nullable(
    v.strictObject({
      unit: v.picklist(['score', 'percent']),
      own: v.number(),
      other: v.number(),
      difference: v.strictObject({ ...Estimate.entries, standardError: v.number() }),
    }),
  ),
});
export type PairedRuns = v.InferOutput<typeof PairedRuns>;
