/**
 * The files of a run, in `evaluations/<id>/`: `run.json`, written once, what it is; `questions.jsonl`, written once, its
 * samples; `samples.jsonl`, which only grows, what came of them.
 */
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { ErrorReport, SarviError } from '#contract/errors';
import {
  EvaluationAnswer,
  EvaluationConfiguration,
  EvaluationSession,
  Judgement,
  MOST_SAMPLES,
} from '#contract/evaluations';
import { EvaluationId, TimestampMs } from '#contract/primitives';
import { because } from '#contract/reasons';
import { Sampling } from '#contract/sampling';
import { fileError } from '../../file-error.ts';
import { parseOrNull } from '../../parse-or-null.ts';
import { makeWorkFolder } from '../../work-folders.ts';
import { readJsonLines } from '../json-lines.ts';
import type { TaskSample } from '../task.ts';

export const RUN_FILE = 'run.json';
const QUESTIONS_FILE = 'questions.jsonl';
export const SAMPLES_FILE = 'samples.jsonl';
/** Two answers of the longest windows with their prompts. */
const MOST_LINE_BYTES = 64 * 2 ** 20;

const RunFile = v.object({
  version: v.literal(1),
  id: EvaluationId,
  createdAt: TimestampMs,
  configuration: EvaluationConfiguration,
});
export type RunFile = v.InferOutput<typeof RunFile>;

const Question = v.object({
  key: v.string(),
  category: v.nullable(v.string()),
  turns: v.pipe(v.array(v.string()), v.minLength(1)),
  sampling: Sampling,
  doc: v.record(v.string(), v.unknown()),
});

const Line = v.variant('kind', [
  v.object({ kind: v.literal('session'), session: EvaluationSession }),
  v.object({ kind: v.literal('answers'), key: v.string(), answers: v.array(EvaluationAnswer), at: TimestampMs }),
  v.object({ kind: v.literal('judgement'), key: v.string(), judgement: Judgement, at: TimestampMs }),
  /** The sample is left out. */
  v.object({ kind: v.literal('failure'), key: v.string(), failure: ErrorReport, at: TimestampMs }),
]);
export type RunLine = v.InferOutput<typeof Line>;

/** Makes the folder of a run, whole or not at all. @throws SarviError `write-failed`, `disk-full` */
export async function makeRunFolder(folder: string, run: RunFile, samples: readonly TaskSample[]): Promise<void> {
  await makeWorkFolder(folder, {
    [QUESTIONS_FILE]: samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''),
    [SAMPLES_FILE]: '',
    [RUN_FILE]: `${JSON.stringify(run, null, 2)}\n`,
  });
}

/** @throws SarviError `evaluation-unknown`, `evaluation-damaged` */
export async function readRunFile(folder: string): Promise<RunFile> {
  const path = join(folder, RUN_FILE);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? new SarviError('evaluation-unknown')
      : fileError(error, path);
  });
  const parsed = v.safeParse(RunFile, parseOrNull(text));
  if (!parsed.success) throw damaged(path, v.summarize(parsed.issues));
  return parsed.output;
}

/** @throws SarviError `evaluation-damaged`: without its questions a run cannot go on */
export async function readQuestions(folder: string): Promise<TaskSample[]> {
  const path = join(folder, QUESTIONS_FILE);
  const samples: TaskSample[] = [];
  for await (const { line, text } of readJsonLines(path, MOST_LINE_BYTES)) {
    const parsed = v.safeParse(Question, parseOrNull(text ?? ''));
    if (!parsed.success) throw damaged(path, because('row-damaged', { line, fault: v.summarize(parsed.issues) }));
    if (samples.push(parsed.output) > MOST_SAMPLES)
      throw damaged(path, because('row-too-many', { most: MOST_SAMPLES }));
  }
  return samples;
}

/** The lines that can be read. The last one may be cut off by the end of the app; its sample is then asked again. */
export async function* readRunLines(folder: string): AsyncGenerator<RunLine> {
  for await (const { text } of readJsonLines(join(folder, SAMPLES_FILE), MOST_LINE_BYTES)) {
    const parsed = v.safeParse(Line, parseOrNull(text ?? ''));
    if (parsed.success) yield parsed.output;
  }
}

/** Adds lines to `samples.jsonl`, one after the other. */
export class RunLog {
  readonly #file: FileHandle;
  readonly #path: string;
  #last: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** Ends a line that was cut off. @throws SarviError `write-failed`, `disk-full`, `path-missing` */
  static async open(folder: string): Promise<RunLog> {
    const path = join(folder, SAMPLES_FILE);
    try {
      const file = await open(path, 'a+', 0o600);
      const { size } = await file.stat();
      const last = size === 0 ? null : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0];
      if (last !== null && last !== 10) await file.appendFile('\n');
      return new RunLog(file, path);
    } catch (error) {
      throw fileError(error, path);
    }
  }

  /** Resolves when the line is on disk. @throws SarviError `write-failed`, `disk-full` */
  add(line: RunLine): Promise<void> {
    const added = this.#last.then(async () => {
      try {
        await this.#file.appendFile(`${JSON.stringify(line)}\n`);
        await this.#file.datasync();
      } catch (error) {
        throw fileError(error, this.#path);
      }
    });
    this.#last = added.catch(() => undefined);
    return added;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
  }
}

function damaged(path: string, reason: string): SarviError {
  return new SarviError('evaluation-damaged', { path, reason });
}
