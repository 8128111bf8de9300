/**
 * What the run of an evaluation knows of its task: the samples that are asked, how answers are judged, and the numbers
 * that come of it. A task writes nothing and asks no model but the judge that it is given.
 */
import type { EvaluationAnswer, EvaluationFiles, EvaluationMetric, Judgement, TaskName } from '#contract/evaluations';
import type { Sampling } from '#contract/sampling';
import type { PromptMessage } from '../prompt/prompt.ts';

/** One question of a task. It is kept with the run, so the data file is read once. */
export interface TaskSample {
  /** Unique in its set, and the same for one prompt in Finnish and English. */
  readonly key: string;
  readonly category: string | null;
  /** The user's messages; each one is asked when the one before has its answer. At least one. */
  readonly turns: readonly string[];
  /** As the benchmark prescribes it, with the most new tokens. The run adds the seed. */
  readonly sampling: Sampling;
  /** The row of the data set, as JSON, with all that judging needs: kwargs, references, the baseline's answer. */
  readonly doc: Readonly<Record<string, unknown>>;
}

export interface AnsweredSample extends TaskSample {
  /** One for each turn. */
  readonly answers: readonly EvaluationAnswer[];
}

export interface JudgedSample extends AnsweredSample {
  readonly judgement: Judgement;
}

/** What a task goes by besides its samples, as JSON. It is kept with the run and belongs to its digest. */
export type TaskSettings = Readonly<Record<string, unknown>>;

export interface TaskSet {
  readonly samples: readonly TaskSample[];
  /** Rows that cannot be used, by their line, from 1 on. `reason` may be a code of `reasons.ts`. */
  readonly faults: readonly { readonly line: number; readonly reason: string }[];
  /** The name of the file without its folder, or of Sarvi's own set; the digest of all that was read. */
  readonly data: { readonly name: string; readonly isOwn: boolean; readonly sha256: string };
  readonly settings: TaskSettings;
}

/** Files that come with the app, and the entries of the threads for verdicts and for languages. */
export interface TaskSurroundings {
  readonly resources: string;
  readonly verdictEntry: string;
  readonly languageEntry: string;
}

/** What of a request concerns the set. */
export interface TaskChoices {
  readonly files: EvaluationFiles;
  readonly seed: number;
  readonly bothOrders: boolean;
}

/** A model that judges, here or elsewhere. */
export interface Judge {
  /** For the records of judgements. */
  readonly name: string;
  /** @throws SarviError */
  answer(messages: readonly PromptMessage[], sampling: Sampling, signal: AbortSignal): Promise<string>;
  /**
   * The probabilities with which the answer begins with each of these texts, at temperature 1; null for one that is
   * not among the likeliest. Missing where the judge cannot tell.
   *
   * @throws SarviError
   */
  labelProbabilities?(
    messages: readonly PromptMessage[],
    labels: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly (number | null)[]>;
}

/** Judges the answers of one run. */
export interface Grader {
  /** @throws SarviError for a sample that is left out with this reason */
  judge(sample: AnsweredSample, signal: AbortSignal): Promise<Judgement>;
  close(): Promise<void>;
}

export interface EvaluationTask {
  readonly name: TaskName;
  /** Another version of the rules gives another digest. */
  readonly version: string;
  /** Answers are judged when all of them are there, by a model. Without it, each one is judged at once. */
  readonly needsJudge: boolean;
  /** @throws SarviError for files without a single row of use */
  readSet(choices: TaskChoices, surroundings: TaskSurroundings): Promise<TaskSet>;
  /** @param judge - not null if the task needs one */
  openGrader(settings: TaskSettings, judge: Judge | null, surroundings: TaskSurroundings): Grader;
  /** @param samples - those that are judged, in the order of the set; at least one */
  summarise(samples: readonly JudgedSample[], settings: TaskSettings): readonly EvaluationMetric[];
  /** Whether the answer counts as failed in lists: an instruction not followed, a low score. */
  failed(judgement: Judgement): boolean;
}
