import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { type DatasetKind, MOST_DATASET_ROWS } from '#contract/datasets';
import { SarviError } from '#contract/errors';
import type { HeldOutSource } from '#contract/parent-comparisons';
import { because } from '#contract/reasons';
import { readJsonLines } from '../evaluation/json-lines.ts';
import { fileError } from '../file-error.ts';
import type { AskHistory } from '../history/protocol.ts';
import { isFolder } from '../is-folder.ts';
import { parseOrNull } from '../parse-or-null.ts';
import { trlRow } from '../training-data/export/trl-rows.ts';
import { type HeldOutRow, readHeldOutRow } from './held-out-row.ts';

/** The rows of a data set that were kept for testing. */
export interface HeldOut {
  readonly name: string;
  readonly version: number | null;
  readonly kind: DatasetKind;
  /** SHA-256 of the rows. */
  readonly sha256: string;
  readonly rows: readonly HeldOutRow[];
  /** Rows that are no examples, or not of the kind of the first one. */
  readonly unreadable: number;
}

const FILE_NAME = 'test.jsonl';
const FOLDERS = ['data', '.'];
const MANIFEST = v.object({ name: v.string(), version: v.number() });
const MOST_MANIFEST_BYTES = 16 * 2 ** 20;

/**
 * @throws SarviError `held-out-refused` where there is no row to read; `dataset-version-unknown`, and those of reading a
 *   file or the history
 */
export async function readHeldOut(
  source: HeldOutSource,
  history: { readonly ask: AskHistory<'openVersion'> },
): Promise<HeldOut> {
  if (source.kind === 'path') return readPath(source.path);
  const { version, name, query, rows } = await history.ask('openVersion', { versionId: source.versionId });
  const values = rows.filter(({ split }) => split === 'test').map(({ content }) => trlRow(content, query.kind));
  return collect(values, { name, version: version.number, path: `${name} ${version.number}` });
}

async function readPath(path: string): Promise<HeldOut> {
  const filePath = (await isFolder(path)) ? await fileIn(path) : path;
  const values: unknown[] = [];
  for await (const { text } of readJsonLines(filePath)) {
    values.push(parseOrNull(text ?? ''));
    if (values.length > MOST_DATASET_ROWS) {
      throw refused(path, because('row-too-many', { most: MOST_DATASET_ROWS }));
    }
  }
  const manifest = (await manifestIn(dirname(filePath))) ?? (await manifestIn(dirname(dirname(filePath))));
  const name = manifest?.name ?? basename(path);
  return collect(values, { name, version: manifest?.version ?? null, path });
}

/** @throws SarviError `path-missing`, `held-out-refused` */
async function fileIn(path: string): Promise<string> {
  for (const folder of FOLDERS) {
    const filePath = join(path, folder, FILE_NAME);
    const found = await stat(filePath).catch(() => null);
    if (found?.isFile()) return filePath;
  }
  await stat(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  throw refused(path, because('held-out-no-file', { file: FILE_NAME }));
}

async function manifestIn(folder: string): Promise<v.InferOutput<typeof MANIFEST> | null> {
  const path = join(folder, 'manifest.json');
  const found = await stat(path).catch(() => null);
  if (!found?.isFile() || found.size > MOST_MANIFEST_BYTES) return null;
  const parsed = v.safeParse(MANIFEST, parseOrNull(await readFile(path, 'utf8').catch(() => '')));
  return parsed.success ? parsed.output : null;
}

function collect(
  values: readonly unknown[],
  { name, version, path }: Pick<HeldOut, 'name' | 'version'> & { readonly path: string },
): HeldOut {
  const found = values.map(readHeldOutRow);
  const kind = found.find((each) => each !== null)?.kind;
  if (kind === undefined) {
    throw refused(
      path,
      values.length === 0 ? because('held-out-empty') : because('held-out-columns', columnsOf(values)),
    );
  }
  const rows = found.flatMap((each) => (each?.kind === kind ? [each.row] : []));
  const sha256 = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  return { name, version, kind, sha256, rows, unreadable: values.length - rows.length };
}

/** The names in the first row, so that a user sees what the file has in place of what is expected. */
function columnsOf([first]: readonly unknown[]): { columns: string } {
  const isObject = typeof first === 'object' && first !== null && !Array.isArray(first);
  return { columns: isObject ? Object.keys(first).join(', ').slice(0, 200) : '–' };
}

function refused(path: string, reason: string): SarviError {
  return new SarviError('held-out-refused', { path, reason });
}
