/**
 * The journal of a conversion: a file of JSON lines beside the unfinished output. The first line says what is made of
 * what; each further one names rows that are durably written, with their checksum, and is written after their data has
 * been synced. Whoever goes on from it still reads the data back: a line is a claim, and the checksum its proof.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import * as v from 'valibot';
import type { ConversionPlan } from './plan-conversion.ts';

/** A file that weights are read from, as it was when the conversion began. */
export const SourceFile = v.object({ path: v.string(), sizeBytes: v.number(), modifiedMs: v.number() });
export type SourceFile = Readonly<v.InferOutput<typeof SourceFile>>;

const JournalHead = v.object({
  version: v.literal(1),
  /** Of Sarvi. */
  app: v.string(),
  /** `planDigest` of what is written. */
  plan: v.string(),
  sources: v.array(SourceFile),
});
export type JournalHead = v.InferOutput<typeof JournalHead>;

const JournalEntry = v.object({
  tensor: v.string(),
  /** Of the output, from the file's beginning. */
  offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sizeBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** CRC-32 of these bytes. */
  crc32: v.number(),
});
export type JournalEntry = Readonly<v.InferOutput<typeof JournalEntry>>;

export interface JournalContent {
  readonly head: JournalHead;
  readonly entries: readonly JournalEntry[];
  /** Bytes of the journal up to the last whole line; a kill may leave half a line behind it. */
  readonly soundBytes: number;
}

/** Leftovers that nobody has asked for again in this time are given up. */
export const KEPT_MS = 14 * 24 * 3600 * 1000;

export const journalPath = (temporaryPath: string): string => `${temporaryPath}.journal`;
export const lockPath = (temporaryPath: string): string => `${temporaryPath}.lock`;

/** Everything that the output's bytes follow from, beside the source files' content. */
export function planDigest(plan: ConversionPlan): string {
  const hash = createHash('sha256').update(plan.header);
  for (const { mapped, copied, values, roundsTo, importance, ...place } of plan.tensors) {
    const source = mapped?.source ?? copied;
    hash.update(JSON.stringify([place, source, mapped?.pairedHeadRows ?? null, copied !== null, roundsTo]));
    for (const numbers of [values, importance]) if (numbers) hash.update(numbers);
  }
  return hash.digest('hex');
}

/** Null when there is no journal, or its first line is none. */
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

export function sameHead(a: JournalHead, b: JournalHead): boolean {
  return JSON.stringify(v.parse(JournalHead, a)) === JSON.stringify(v.parse(JournalHead, b));
}

/** Whether somebody could go on with an unfinished output: its sources are what they were, and it is not too old. */
export async function isResumable(temporaryPath: string, appVersion: string, now: number): Promise<boolean> {
  const path = journalPath(temporaryPath);
  const content = await readJournal(path);
  if (content?.head.app !== appVersion) return false;
  if (now - (await stat(path)).mtimeMs > KEPT_MS) return false;
  return (await Promise.all(content.head.sources.map(stateOf))).every((state) => state === 'same');
}

/** Whether a file is still what it was, by its size and its time. */
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
