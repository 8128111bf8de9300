import { Worker } from 'node:worker_threads';
import { SarviError, type ErrorReport } from '#contract/errors';
import { because } from '#contract/reasons';
import type { ChunkTask } from './encode-chunk.ts';

interface Waiting {
  readonly task: ChunkTask;
  readonly resolve: () => void;
  readonly reject: (error: SarviError) => void;
}

interface PoolWorker {
  readonly worker: Worker;
  /** What it was given and has not answered; it takes them in this order. */
  readonly given: Waiting[];
}

/** One being encoded and one waiting, so that a worker need not wait for a busy main thread. */
const MOST_GIVEN = 2;

/** A fixed number of threads that take chunks in order. */
export class WorkerPool {
  #workers: readonly PoolWorker[];
  readonly #queue: Waiting[] = [];

  constructor(entryPath: string, libraryPath: string, size: number) {
    this.#workers = Array.from({ length: size }, () => {
      const pooled: PoolWorker = { worker: new Worker(entryPath, { workerData: { libraryPath } }), given: [] };
      pooled.worker.on('message', (error: ErrorReport | null) => this.#answer(pooled, error));
      pooled.worker.on('error', (error) => this.#lose(pooled, SarviError.from(error)));
      return pooled;
    });
  }

  /** @throws SarviError `tensor-not-finite`, `kernels-unavailable`, `internal` */
  encode(task: ChunkTask): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#workers.length === 0) {
        reject(new SarviError('internal', { reason: because('no-worker-left') }));
        return;
      }
      this.#queue.push({ task, resolve, reject });
      this.#next();
    });
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map(({ worker }) => worker.terminate()));
  }

  /** Gives the oldest chunk to the worker that has least to do. */
  #next(): void {
    const [first] = this.#workers;
    if (!first) return;
    const freest = this.#workers.reduce(
      (least, pooled) => (pooled.given.length < least.given.length ? pooled : least),
      first,
    );
    if (freest.given.length >= MOST_GIVEN) return;
    const waiting = this.#queue.shift();
    if (!waiting) return;
    freest.given.push(waiting);
    freest.worker.postMessage(waiting.task);
  }

  /** A thread that has died answers nothing any more, and what it had fails; without any thread, everything does. */
  #lose(lost: PoolWorker, error: SarviError): void {
    this.#workers = this.#workers.filter((pooled) => pooled !== lost);
    const failed = this.#workers.length > 0 ? lost.given : [...lost.given, ...this.#queue.splice(0)];
    for (const { reject } of failed) reject(error);
  }

  #answer(pooled: PoolWorker, error: ErrorReport | null): void {
    const waiting = pooled.given.shift();
    if (error === null) waiting?.resolve();
    else waiting?.reject(SarviError.fromReport(error));
    this.#next();
  }
}
