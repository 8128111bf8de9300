import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { fileError } from '../../file-error.ts';
import { openRegularFile } from '../../open-regular-file.ts';
import { readJsonLines } from '../json-lines.ts';
import type { Judge } from './judge.ts';
import { readParquetInThread } from './parquet-thread.ts';
import { InstructionFault, readInstruction } from './read-instruction.ts';
import { parseLine, readRow, type IfevalRow } from './read-row.ts';

/** A data set of IFEval, as far as it can be used. */
export interface IfevalSet {
  readonly rows: readonly IfevalRow[];
  /** Rows that cannot be used, by their line, or their number in a Parquet file, from 1 on. */
  readonly faults: readonly { readonly line: number; readonly reason: string }[];
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string;
}

/** The official sets have 541. */
const MOST_ROWS = 20_000;
const MOST_FILE_BYTES = 256 * 2 ** 20;

/** Sarvi's own set: 104 prompts in each language, the same ones. */
export function readOwnSet(resources: string, language: Judge['language']): Promise<IfevalSet> {
  return readIfevalSet(join(resources, 'ifeval', `sarvi-${language}.jsonl`));
}

/**
 * A data set as it is published: lines of JSON (`google/IFEval`) or Parquet.
 *
 * @param entry - `worker.ts`, built or source, which reads Parquet
 * @throws SarviError `path-missing`, `path-unreadable`; `ifeval-set-malformed` for a file without a single row of use
 */
export async function readIfevalSet(path: string, entry = ''): Promise<IfevalSet> {
  const { sha256, isParquet } = await lookAt(path);
  const rows: IfevalRow[] = [];
  const faults: { line: number; reason: string }[] = [];
  const keys = new Set<number>();
  for await (const { line, value } of isParquet ? parquetRows(path, entry) : jsonRows(path)) {
    if (rows.length + faults.length >= MOST_ROWS) throw malformed(path, because('row-too-many', { most: MOST_ROWS }));
    try {
      const row = readRow(value());
      for (const [index, id] of row.instructionIds.entries()) readInstruction(id, row.kwargs[index] ?? {});
      if (row.key !== null && keys.has(row.key)) throw new InstructionFault(because('row-key-again', { key: row.key }));
      if (row.key !== null) keys.add(row.key);
      rows.push(row);
    } catch (error) {
      faults.push({ line, reason: reasonOf(error) });
    }
  }
  if (rows.length === 0) throw malformed(path, faults[0]?.reason ?? because('row-none'));
  return { rows, faults, sha256 };
}

interface FoundRow {
  readonly line: number;
  /** @throws SarviError for a line that is no JSON */
  readonly value: () => unknown;
}

async function* jsonRows(path: string): AsyncGenerator<FoundRow> {
  for await (const { line, text } of readJsonLines(path)) yield { line, value: () => parseLine(text) };
}

async function* parquetRows(path: string, entry: string): AsyncGenerator<FoundRow> {
  const values = await readParquetInThread(path, entry, MOST_ROWS);
  for (const [index, value] of values.entries()) yield { line: index + 1, value: () => value };
}

async function lookAt(path: string): Promise<{ sha256: string; isParquet: boolean }> {
  const file = await openRegularFile(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  try {
    const { size } = await file.stat();
    if (size > MOST_FILE_BYTES) throw malformed(path, because('larger-than', { bytes: MOST_FILE_BYTES }));
    const hash = createHash('sha256');
    let start = Buffer.alloc(0);
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      if (start.length < 4) start = Buffer.concat([start, chunk.subarray(0, 4)]);
      hash.update(chunk);
    }
    return { sha256: hash.digest('hex'), isParquet: start.subarray(0, 4).toString('latin1') === 'PAR1' };
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await file.close();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof InstructionFault) return error.reason;
  return String(SarviError.from(error).details['reason']);
}

function malformed(path: string, reason: string): SarviError {
  return new SarviError('ifeval-set-malformed', { path, reason });
}
