import { Worker } from 'node:worker_threads';
import { SarviError, type ErrorReport } from '#contract/errors';
import type { ChunkTask } from './encode-chunk.ts';

interface Waiting {
  readonly task: ChunkTask;
  readonly resolve: () => void;
  readonly reject: (error: SarviError) => void;
}

/** A fixed number of threads that take chunks in order, one each at a time. */
export class WorkerPool {
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #queue: Waiting[] = [];
  readonly #running = new Map<Worker, Waiting>();

  constructor(entryPath: string, libraryPath: string, size: number) {
    for (let index = 0; index < size; index += 1) {
      const worker = new Worker(entryPath, { workerData: { libraryPath } });
      worker.on('message', (error: ErrorReport | null) => this.#answer(worker, error));
      worker.on('error', (error) => this.#answer(worker, SarviError.from(error).toReport()));
      this.#workers.push(worker);
      this.#idle.push(worker);
    }
  }

  /** @throws SarviError `tensor-not-finite`, `kernels-unavailable`, `internal` */
  encode(task: ChunkTask): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#next();
    });
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #next(): void {
    const worker = this.#idle.pop();
    if (!worker) return;
    const waiting = this.#queue.shift();
    if (!waiting) {
      this.#idle.push(worker);
      return;
    }
    this.#running.set(worker, waiting);
    worker.postMessage(waiting.task);
  }

  #answer(worker: Worker, error: ErrorReport | null): void {
    const waiting = this.#running.get(worker);
    this.#running.delete(worker);
    this.#idle.push(worker);
    if (error === null) waiting?.resolve();
    else waiting?.reject(SarviError.fromReport(error));
    this.#next();
  }
}
