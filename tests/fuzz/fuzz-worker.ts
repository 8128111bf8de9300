/** A thread that reads damaged inputs one after the other and tells of each before it begins, so that a hang has a name. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { SarviError, type ErrorCode } from '#contract/errors';
import { mulberry32 } from '../builders/random-weights.ts';
import { createTargets } from './targets.ts';

export interface FuzzTask {
  readonly seed: number;
  readonly inputs: number;
  /** In the names of the kinds that are run; empty for all. */
  readonly kind: string;
}

export type FuzzMessage =
  | { readonly kind: 'input'; readonly target: string; readonly index: number }
  | { readonly kind: 'done'; readonly report: FuzzReport };

export interface FuzzReport {
  /** By target: how many were read, and how many refused with each code. */
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What was neither. */
  readonly faults: readonly string[];
  readonly slowestMs: number;
}

/** Codes that say of Sarvi, and not of a file, that something is wrong. */
const FAULTS: ReadonlySet<ErrorCode> = new Set([
  'internal',
  'write-failed',
  'conversion-crashed',
  'kernels-unavailable',
]);

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');
const { seed, inputs, kind } = workerData as FuzzTask;
const send = (message: FuzzMessage): void => port.postMessage(message);

const folder = await mkdtemp(join(tmpdir(), 'sarvi-fuzz-'));
const outcomes: Record<string, Record<string, number>> = {};
const faults: string[] = [];
let slowestMs = 0;
try {
  const all = await createTargets(folder);
  const targets = all.filter(({ name }) => name.includes(kind));
  const filesBefore = (await readdir(folder)).length + all.length;
  for (let index = 0; index < inputs; index += 1) {
    const target = targets[index % targets.length];
    if (!target) throw new Error('there are no targets');
    send({ kind: 'input', target: target.name, index });
    const startedAt = performance.now();
    let outcome = 'read';
    try {
      // Every input has a generator of its own, so that one can be run again alone.
      await target.run(mulberry32(seed * 1_000_003 + index));
    } catch (error) {
      const known = error instanceof SarviError && !FAULTS.has(error.code);
      outcome = known ? error.code : 'fault';
      if (!known) faults.push(`${target.name}, input ${index}: ${(error as Error).stack ?? String(error)}`);
    }
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    const counts = (outcomes[target.name] ??= {});
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  if ((await readdir(folder)).length > filesBefore)
    faults.push(`files are left: ${(await readdir(folder)).join(', ')}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
send({ kind: 'done', report: { outcomes, faults, slowestMs } });
