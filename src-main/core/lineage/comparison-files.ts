/**
 * The files of a comparison of a child with its parent, in `lineage/<id>/`: `run.json`, written once, what it is;
 * `rows.jsonl`, written once, the rows; `scores.jsonl`, which only grows, what came of them.
 */
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { BACKENDS } from '#contract/backends';
import { MOST_DATASET_ROWS } from '#contract/datasets';
import { SarviError } from '#contract/errors';
import { ParentComparisonConfiguration } from '#contract/parent-comparisons';
import { Count, EvaluationId, TimestampMs } from '#contract/primitives';
import { because } from '#contract/reasons';
import { readJsonLines } from '../evaluation/json-lines.ts';
import { fileError } from '../file-error.ts';
import { parseOrNull } from '../parse-or-null.ts';
import { makeWorkFolder } from '../work-folders.ts';
import { HeldOutRow } from './held-out-row.ts';

const RUN_FILE = 'run.json';
const ROWS_FILE = 'rows.jsonl';
const SCORES_FILE = 'scores.jsonl';
const MOST_LINE_BYTES = 64 * 2 ** 20;

export const ComparisonFile = v.object({
  version: v.literal(1),
  id: EvaluationId,
  createdAt: TimestampMs,
  configuration: ParentComparisonConfiguration,
});
export type ComparisonFile = v.InferOutput<typeof ComparisonFile>;

const Sum = v.object({ tokens: Count, logprob: v.number() });
const Line = v.variant('kind', [
  v.object({
    kind: v.literal('scores'),
    side: v.picklist(['child', 'parent']),
    /** The place of the first of these rows. */
    from: Count,
    backend: v.picklist(BACKENDS),
    /** Null for a row that does not fit into the window. */
    sums: v.array(v.nullable(v.array(Sum))),
    ms: v.number(),
  }),
  v.object({ kind: v.literal('ifeval'), task: v.string(), side: v.picklist(['child', 'parent']), run: EvaluationId }),
  v.object({ kind: v.literal('ended') }),
]);
export type ComparisonLine = v.InferOutput<typeof Line>;

/** Makes the folder, whole or not at all. @throws SarviError `write-failed`, `disk-full` */
export async function makeComparisonFolder(
  folder: string,
  file: ComparisonFile,
  rows: readonly HeldOutRow[],
): Promise<void> {
  await makeWorkFolder(folder, {
    [ROWS_FILE]: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    [SCORES_FILE]: '',
    [RUN_FILE]: `${JSON.stringify(file, null, 2)}\n`,
  });
}

/** @throws SarviError `evaluation-unknown`, `evaluation-damaged` */
export async function readComparisonFile(folder: string): Promise<ComparisonFile> {
  const path = join(folder, RUN_FILE);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? new SarviError('evaluation-unknown')
      : fileError(error, path);
  });
  const parsed = v.safeParse(ComparisonFile, parseOrNull(text));
  if (!parsed.success) throw new SarviError('evaluation-damaged', { path, reason: v.summarize(parsed.issues) });
  return parsed.output;
}

/** @throws SarviError `evaluation-damaged` */
export async function readComparisonRows(folder: string): Promise<HeldOutRow[]> {
  const path = join(folder, ROWS_FILE);
  const rows: HeldOutRow[] = [];
  for await (const { line, text } of readJsonLines(path, MOST_LINE_BYTES)) {
    const parsed = v.safeParse(HeldOutRow, parseOrNull(text ?? ''));
    const fault = parsed.success ? null : because('row-damaged', { line, fault: v.summarize(parsed.issues) });
    if (!parsed.success || rows.push(parsed.output) > MOST_DATASET_ROWS) {
      const reason = fault ?? because('row-too-many', { most: MOST_DATASET_ROWS });
      throw new SarviError('evaluation-damaged', { path, reason });
    }
  }
  return rows;
}

/** Changes with what came of the rows. */
export async function scoresVersion(folder: string): Promise<string> {
  const found = await stat(join(folder, SCORES_FILE)).catch(() => null);
  return found ? `${found.size} ${found.mtimeMs}` : '–';
}

/** The lines that can be read; the last one may be cut off by the end of the app. */
export async function readComparisonLines(folder: string): Promise<ComparisonLine[]> {
  const lines: ComparisonLine[] = [];
  for await (const { text } of readJsonLines(join(folder, SCORES_FILE), MOST_LINE_BYTES)) {
    const parsed = v.safeParse(Line, parseOrNull(text ?? ''));
    if (parsed.success) lines.push(parsed.output);
  }
  return lines;
}

/** Adds a line, which is on disk when this resolves; one that was cut off before is ended first. */
export async function addComparisonLine(folder: string, line: ComparisonLine): Promise<void> {
  const path = join(folder, SCORES_FILE);
  try {
    const file = await open(path, 'a+', 0o600);
    try {
      const { size } = await file.stat();
      const last = size === 0 ? 10 : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0];
      await file.appendFile(`${last === 10 ? '' : '\n'}${JSON.stringify(line)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path);
  }
}
