/**
 * Entry of the thread that gives verdicts. Keywords of a data set are regular expressions, and one can run for years: a
 * thread can be ended meanwhile. It reads Parquet files too, whose sizes may be lies.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { SarviError, type ErrorReport } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { createJudge } from './create-judge.ts';
import { loadEuropeanDetector } from './detection/detect-european.ts';
import { readLanguageProfiles } from './detection/language-profiles.ts';
import { judgeAnswer, type Verdict } from './judge-answer.ts';
import type { Judge } from './judge.ts';
import { PatternFault } from './python/pattern-source.ts';
import { ENGLISH_TABLES } from './punkt/english-tables.ts';
import { readParquet } from './read-parquet.ts';
import { readPunktTables } from './punkt/read-punkt-tables.ts';
import { InstructionFault, readInstruction } from './read-instruction.ts';

/** Reads a Parquet file once, and ends. */
export interface ParquetTask {
  readonly parquet: string;
  readonly mostRows: number;
}

export interface VerdictThreadData {
  readonly language: Judge['language'];
  /** Read-only files that come with the app. */
  readonly resources: string;
  /** A folder with NLTK's `punkt_tab`; null takes Sarvi's own tables. */
  readonly punktFolder: string | null;
}

export interface ToVerdictThread {
  readonly answer: string;
  readonly instructionIds: readonly string[];
  readonly kwargs: readonly Readonly<Record<string, unknown>>[];
}

export interface JudgedRow {
  readonly verdicts: readonly Verdict[];
  /** Per instruction, the arguments that were not given. */
  readonly drawn: readonly (readonly string[])[];
}

export type FromVerdictThread =
  | { readonly ready: true }
  | JudgedRow
  | { readonly refused: Reason }
  /** The thread cannot start. */
  | { readonly failed: ErrorReport };

const port = parentPort;
const task = workerData as VerdictThreadData | ParquetTask | null;
if (port && task && 'parquet' in task) {
  port.postMessage(
    await readParquet(task.parquet, task.mostRows).catch((error: unknown) => ({
      fault: error instanceof Error ? error.message : String(error),
    })),
  );
} else if (port && task && !('parquet' in task)) {
  const { language, resources, punktFolder } = task;
  const send = (message: FromVerdictThread): void => port.postMessage(message);
  try {
    const [profiles, tables, european] = await Promise.all([
      readLanguageProfiles(resources),
      punktFolder === null ? ENGLISH_TABLES : readPunktTables(punktFolder),
      language === 'fi' ? loadEuropeanDetector() : null,
    ]);
    const judge = createJudge({ profiles, tables, european });
    port.on('message', (row: ToVerdictThread) => send(judgeRow(row, judge)));
    send({ ready: true });
  } catch (error) {
    send({ failed: SarviError.from(error).toReport() });
  }
}

function judgeRow({ answer, instructionIds, kwargs }: ToVerdictThread, judge: Judge): FromVerdictThread {
  try {
    const read = instructionIds.map((id, index) => readInstruction(id, kwargs[index] ?? {}));
    const verdicts = judgeAnswer(
      answer,
      read.map(({ instruction }) => instruction),
      judge,
    );
    return { verdicts, drawn: read.map(({ drawn }) => drawn) };
  } catch (error) {
    if (error instanceof InstructionFault) return { refused: error.reason };
    if (error instanceof PatternFault) return { refused: because('instruction-pattern', { fault: error.message }) };
    return {
      refused: because('instruction-failed', { fault: error instanceof Error ? error.message : String(error) }),
    };
  }
}
