/**
 * Reads `request.json` in the folder of an interrupted import, so that the import can be shown and continued after a
 * start.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { SarviError } from '#contract/errors';
import { ImportMode } from '#contract/imports';
import { Count, FilePath, ModelId } from '#contract/primitives';
import { QuantizationType } from '#contract/quantization';
import { holderOf } from '../claim-file.ts';
import { journalPath, readJournal } from '../convert/journal.ts';
import { INTERRUPTED } from '../convert/run-conversion.ts';
import { unfinishedPath } from '../convert/unfinished-path.ts';
import type { Ports } from '../ports.ts';
import { writeFileWhole } from '../write-file-whole.ts';
import { CLAIM_FILE, IMPORTING_SUFFIX, isResumableImport, REQUEST_FILE } from './import-folders.ts';
import { MODEL_FILE } from './model-manifest.ts';

const KeptRequest = v.object({
  version: v.literal(1),
  name: v.string(),
  /** As planned; null keeps the file's type. */
  quantization: v.nullable(QuantizationType),
  bytesTotal: Count,
  request: v.object({
    source: v.variant('kind', [
      v.object({ kind: v.literal('guide') }),
      v.object({ kind: v.literal('path'), path: FilePath }),
    ]),
    quantization: v.optional(QuantizationType),
    imatrixPath: v.optional(FilePath),
    name: v.optional(v.string()),
    mode: v.optional(ImportMode),
    parentId: v.optional(ModelId),
  }),
});
export type KeptRequest = v.InferOutput<typeof KeptRequest>;

export interface InterruptedImport extends KeptRequest {
  readonly folder: string;
  /** Bytes of the output that the journal lists; none for an import that waited in the queue. */
  readonly bytesDone: number;
}

/** @throws SarviError `write-failed`, `disk-full` */
export async function keepRequest(folder: string, kept: Omit<KeptRequest, 'version'>): Promise<void> {
  await writeFileWhole(join(folder, REQUEST_FILE), `${JSON.stringify({ version: 1, ...kept })}\n`);
}

/** The interrupted imports that no process works on and that can continue, in the order of asking. */
export async function findInterrupted(modelsFolder: string, ports: Pick<Ports, 'now'>): Promise<InterruptedImport[]> {
  const found: (InterruptedImport & { readonly askedAt: number })[] = [];
  for (const entry of await readdir(modelsFolder).catch(() => [])) {
    const folder = join(modelsFolder, entry);
    if (!entry.endsWith(IMPORTING_SUFFIX) || holderOf(join(folder, CLAIM_FILE)) !== null) continue;
    const kept = await readRequest(folder);
    if (kept === null || !(await isResumableImport(folder, ports))) continue;
    const { mtimeMs: askedAt } = await stat(join(folder, REQUEST_FILE));
    found.push({ ...kept, folder, askedAt, bytesDone: Math.min(await bytesDoneIn(folder), kept.bytesTotal) });
  }
  return found.sort((one, other) => one.askedAt - other.askedAt);
}

/** A file that has its final name counts whole: only the last checks were missing. */
async function bytesDoneIn(folder: string): Promise<number> {
  const path = join(folder, MODEL_FILE);
  if (existsSync(path)) return Infinity;
  const journal = await readJournal(journalPath(unfinishedPath(path)));
  return (journal?.entries ?? []).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

async function readRequest(folder: string): Promise<KeptRequest | null> {
  try {
    const parsed = v.safeParse(KeptRequest, JSON.parse(await readFile(join(folder, REQUEST_FILE), 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/**
 * Whether the data that a failed import has written stays, for the same import to continue: when the app closes, the
 * conversion process dies, or the disk is full.
 */
export async function canContinue(
  folder: string,
  ports: Pick<Ports, 'now'>,
  { signal, error }: { readonly signal: AbortSignal; readonly error: SarviError },
): Promise<boolean> {
  if (signal.aborted) return signal.reason === INTERRUPTED;
  if (error.code === 'disk-full') return isResumableImport(folder, ports);
  return error.code === 'conversion-crashed' || error.code === 'conversion-running';
}
