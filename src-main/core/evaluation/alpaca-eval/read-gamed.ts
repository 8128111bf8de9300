import { readFile } from 'node:fs/promises';
import { because } from '#contract/reasons';
import { fileError } from '../../file-error.ts';
import { digestFile } from '../digest-file.ts';
import { malformedFile, MOST_ROWS } from '../read-rows.ts';
import type { GamedRow } from './length-controlled.ts';

/** Numbers of a few thousand rows, and a model's name in each. */
const MOST_BYTES = 16 * 2 ** 20;
const COLUMNS = ['index', 'preference', 'std_delta_len', 'instruction_difficulty', 'not_gamed_baseline'] as const;

/**
 * `df_gamed.csv` of alpaca_eval.
 *
 * @throws SarviError `path-missing`, `path-unreadable`; `evaluation-file-malformed`
 */
export async function readGamed(path: string): Promise<{ rows: readonly GamedRow[]; sha256: string }> {
  const { sha256 } = await digestFile(path, MOST_BYTES);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path);
  });
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = head.split(',');
  const missing = COLUMNS.find((name) => !names.includes(name));
  if (missing !== undefined) throw malformedFile(path, because('column-missing', { name: missing }));
  if (lines.length > MOST_ROWS) throw malformedFile(path, because('row-too-many', { most: MOST_ROWS }));
  const rows: GamedRow[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const row = rowOf(new Map(line.split(',').map((field, index) => [names[index] ?? '', field.trim()])));
    if (row === null) throw malformedFile(path, because('line-not-numbers', { line: at + 2 }));
    rows.push(row);
  }
  if (rows.length === 0) throw malformedFile(path, because('row-none'));
  return { rows, sha256 };
}

/** Null for other values than the columns have. */
function rowOf(fields: ReadonlyMap<string, string>): GamedRow | null {
  const [index, preference, length, difficulty] = COLUMNS.slice(0, 4).map((name) => fields.get(name) ?? '');
  const kind = fields.get('not_gamed_baseline');
  const row = { index: numberOf(index), lengthDifference: numberOf(length), difficulty: numberOf(difficulty) };
  const isMissing = preference === '' || preference?.toLowerCase() === 'nan';
  const share = isMissing ? null : numberOf(preference);
  const isSound = Object.values(row).every(Number.isFinite) && (share === null || (share >= 0 && share <= 1));
  if (!isSound || (kind !== 'True' && kind !== 'False')) return null;
  return { ...row, preference: share, isBaseline: kind === 'True' };
}

function numberOf(text: string | undefined): number {
  return text === undefined || text === '' ? Number.NaN : Number(text);
}
