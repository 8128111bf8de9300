/**
 * The journal of a conversion: a file of JSON lines next to the unfinished output. The first line describes the sources
 * and the output. Each further line names rows with their checksum, and is written after their data has been synced. A
 * run that resumes from it still reads the data back: the line alone proves nothing, the checksum does.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import * as v from 'valibot';
import type { SourceTensor } from '../checkpoint/safetensors-header.ts';
import { knownSha256 } from '../known-sha256.ts';
import type { ConversionPlan } from './plan-conversion.ts';

/**
 * Raised when the kernels, or what they are given, would write other bytes for the same plan: what an earlier version
 * began is then not continued.
 */
export const ENCODING = 1;

/** A source file of weights, as it was when the conversion began. */
export const SourceFile = v.object({ path: v.string(), sizeBytes: v.number(), modifiedMs: v.number() });
export type SourceFile = Readonly<v.InferOutput<typeof SourceFile>>;

/** With its SHA-256, where the place of the file tells it. */
const JournalSource = v.object({ ...SourceFile.entries, sha256: v.nullable(v.string()) });
type JournalSource = Readonly<v.InferOutput<typeof JournalSource>>;

const JournalHead = v.object({
  version: v.literal(2),
  /** The version of Sarvi that began, which the output's header names. */
  app: v.pipe(v.string(), v.maxLength(100)),
  encoding: v.literal(ENCODING),
  /** `planDigest` of the output. */
  plan: v.string(),
  sources: v.array(JournalSource),
});
export type JournalHead = v.InferOutput<typeof JournalHead>;

const JournalEntry = v.object({
  tensor: v.string(),
  /** From the start of the output. */
  offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sizeBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** CRC-32 of these bytes. */
  crc32: v.number(),
});
export type JournalEntry = Readonly<v.InferOutput<typeof JournalEntry>>;

export interface JournalContent {
  readonly head: JournalHead;
  readonly entries: readonly JournalEntry[];
  /** Bytes of the journal up to the last whole line; a killed run may leave half a line after it. */
  readonly soundBytes: number;
}

/** Unfinished files that nobody resumes within this time are removed. */
export const KEPT_MS = 14 * 24 * 3600 * 1000;

export const journalPath = (temporaryPath: string): string => `${temporaryPath}.journal`;
export const lockPath = (temporaryPath: string): string => `${temporaryPath}.lock`;

/**
 * Covers everything that determines the output's bytes, except the contents of the source files and their paths.
 *
 * @param files - the sources, in an order that does not depend on their folder
 */
export function planDigest(plan: ConversionPlan, files: readonly SourceFile[]): string {
  const hash = createHash('sha256').update(plan.header);
  const numbers = new Map(files.map(({ path }, index) => [path, index]));
  for (const { mapped, copied, values, roundsTo, importance, ...place } of plan.tensors) {
    const { path, ...part } = mapped ? inFile(mapped.source) : (copied ?? { path: '' });
    const source = [numbers.get(path) ?? null, part];
    hash.update(JSON.stringify([place, source, mapped?.pairedHeadRows ?? null, copied !== null, roundsTo]));
    for (const list of [values, importance]) if (list) hash.update(list);
  }
  return hash.digest('hex');
}

function inFile({ shardPath, ...part }: SourceTensor): { readonly path: string } {
  return { path: shardPath, ...part };
}

/** Null if there is no journal, or if its first line is not valid. */
export async function readJournal(path: string): Promise<JournalContent | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n').slice(0, -1);
  const head = parseLine(JournalHead, lines[0] ?? '');
  if (!head) return null;
  const entries: JournalEntry[] = [];
  for (const line of lines.slice(1)) {
    const entry = parseLine(JournalEntry, line);
    if (!entry) break;
    entries.push(entry);
  }
  const sound = lines.slice(0, 1 + entries.length).join('\n');
  return { head, entries, soundBytes: Buffer.byteLength(sound) + 1 };
}

/** Whether the output of one can be continued by the other. */
export function sameHead(a: JournalHead, b: JournalHead): boolean {
  return (
    a.plan === b.plan &&
    a.sources.length === b.sources.length &&
    a.sources.every((source, index) => isSameSource(source, b.sources[index]))
  );
}

/** Where the bytes are known, neither place nor time matter. */
function isSameSource(a: JournalSource, b: JournalSource | undefined): boolean {
  if (!b || a.sizeBytes !== b.sizeBytes) return false;
  if (a.sha256 !== null && b.sha256 !== null) return a.sha256 === b.sha256;
  return a.path === b.path && a.modifiedMs === b.modifiedMs;
}

/** Whether an unfinished output can be resumed: its sources have not changed, and it is not too old. */
export async function isResumable(temporaryPath: string, now: number): Promise<boolean> {
  const path = journalPath(temporaryPath);
  const content = await readJournal(path);
  if (content === null || now - (await stat(path)).mtimeMs > KEPT_MS) return false;
  return (await Promise.all(content.head.sources.map(isThere))).every(Boolean);
}

async function isThere(source: JournalSource): Promise<boolean> {
  const state = await stateOf(source);
  return state === 'changed' && source.sha256 !== null
    ? (await knownSha256(source.path)) === source.sha256
    : state === 'same';
}

/** Whether a file is unchanged, judging by its size and its time. */
export async function stateOf({ path, sizeBytes, modifiedMs }: SourceFile): Promise<'same' | 'changed' | 'missing'> {
  const now = await stat(path).catch(() => null);
  if (now === null) return 'missing';
  return now.size === sizeBytes && now.mtimeMs === modifiedMs ? 'same' : 'changed';
}

function parseLine<Schema extends v.GenericSchema>(schema: Schema, line: string): v.InferOutput<Schema> | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
