import { readFile, stat } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import * as v from 'valibot';
import type { Log } from '../ports.ts';
import { writeFileWhole } from '../write-file-whole.ts';

const Kept = v.object({
  /** Counts are valid for one processor. */
  processor: v.string(),
  /** The key is the model file. */
  threads: v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096))),
});
type Kept = v.InferOutput<typeof Kept>;

/** For a model this small, waking a second thread in every layer takes longer than the computation. */
export const ONE_THREAD_BELOW_BYTES = 64 * 1024 * 1024;
/** The oldest are forgotten; a count takes one line. */
const MOST_KEPT = 200;

/** Answers a model's thread count, null for one to be measured, and is told what was measured. */
export type KnownThreadCounts = Pick<ThreadCounts, 'get' | 'put'>;

/** The fastest thread count of each model, on disk, so that it is measured once. */
export class ThreadCounts {
  readonly #path: string;
  readonly #log: Log;
  readonly #processor: string;
  readonly #isBusy: () => boolean;
  #kept: Kept | null = null;

  constructor(path: string, log: Log, { processor = thisProcessor(), isBusy = isMachineBusy } = {}) {
    this.#path = path;
    this.#log = log;
    this.#processor = processor;
    this.#isBusy = isBusy;
  }

  /** Null for a model that was not measured since its file changed. */
  async get(modelPath: string): Promise<number | null> {
    return (await this.#load()).threads[await keyOf(modelPath)] ?? null;
  }

  /**
   * A count that was measured on a busy machine is kept only until the app ends. A failure to write is logged and has
   * the same effect.
   */
  async put(modelPath: string, threads: number): Promise<void> {
    const kept = await this.#load();
    kept.threads[await keyOf(modelPath)] = threads;
    const entries = Object.entries(kept.threads).slice(-MOST_KEPT);
    this.#kept = { ...kept, threads: Object.fromEntries(entries) };
    if (this.#isBusy()) return;
    try {
      await writeFileWhole(this.#path, `${JSON.stringify(this.#kept, null, 2)}\n`);
    } catch (error) {
      this.#log.warn('the thread count of a model could not be kept', { reason: String(error) });
    }
  }

  async #load(): Promise<Kept> {
    if (this.#kept) return this.#kept;
    const text = await readFile(this.#path, 'utf8').catch(() => null);
    const parsed = text === null ? null : v.safeParse(Kept, parseJson(text));
    const valid = parsed?.success === true && parsed.output.processor === this.#processor;
    this.#kept ??= valid ? parsed.output : { processor: this.#processor, threads: {} };
    return this.#kept;
  }
}

/** Windows reports no load and counts as idle. */
function isMachineBusy(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism();
}

function thisProcessor(): string {
  return `${cpus()[0]?.model ?? 'unknown'} x ${availableParallelism()}`;
}

async function keyOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${path} ${size} ${mtimeMs}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
