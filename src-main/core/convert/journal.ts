/**
 * The journal of a conversion: a file of JSON lines next to the unfinished output. The first line describes the sources
 * and the output. Each further line names rows with their checksum, and is written after their data has been synced. A
 * run that resumes from it still reads the data back: the line alone proves nothing, the checksum does.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import * as v from 'valibot';
import type { ConversionPlan } from './plan-conversion.ts';

/** A source file of weights, as it was when the conversion began. */
export const SourceFile = v.object({ path: v.string(), sizeBytes: v.number(), modifiedMs: v.number() });
export type SourceFile = Readonly<v.InferOutput<typeof SourceFile>>;

const JournalHead = v.object({
  version: v.literal(1),
  /** The version of Sarvi. */
  app: v.string(),
  /** `planDigest` of the output. */
  plan: v.string(),
  sources: v.array(SourceFile),
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

/** Covers everything that determines the output's bytes, except the contents of the source files. */
export function planDigest(plan: ConversionPlan): string {
  const hash = createHash('sha256').update(plan.header);
  for (const { mapped, copied, values, roundsTo, importance, ...place } of plan.tensors) {
    const source = mapped?.source ?? copied;
    hash.update(JSON.stringify([place, source, mapped?.pairedHeadRows ?? null, copied !== null, roundsTo]));
    for (const numbers of [values, importance]) if (numbers) hash.update(numbers);
  }
  return hash.digest('hex');
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

export function sameHead(a: JournalHead, b: JournalHead): boolean {
  return JSON.stringify(v.parse(JournalHead, a)) === JSON.stringify(v.parse(JournalHead, b));
}

/** Whether an unfinished output can be resumed: its sources have not changed, and it is not too old. */
export async function isResumable(temporaryPath: string, appVersion: string, now: number): Promise<boolean> {
  const path = journalPath(temporaryPath);
  const content = await readJournal(path);
  if (content?.head.app !== appVersion) return false;
  if (now - (await stat(path)).mtimeMs > KEPT_MS) return false;
  return (await Promise.all(content.head.sources.map(stateOf))).every((state) => state === 'same');
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
