import { Worker } from 'node:worker_threads';
import { SarviError, type ErrorReport } from '#contract/errors';
import { because } from '#contract/reasons';
import type { ChunkTask } from './encode-chunk.ts';

interface Waiting {
  readonly task: ChunkTask;
  readonly resolve: () => void;
  readonly reject: (error: SarviError) => void;
}

interface Hand {
  readonly worker: Worker;
  /** What it was given and has not answered; it takes them in this order. */
  readonly given: Waiting[];
}

/** One in work and one at hand, so that a worker never waits for the main thread's turn on a busy machine. */
const MOST_GIVEN = 2;

/** A fixed number of threads that take chunks in order. */
export class WorkerPool {
  #hands: readonly Hand[];
  readonly #queue: Waiting[] = [];

  constructor(entryPath: string, libraryPath: string, size: number) {
    this.#hands = Array.from({ length: size }, () => {
      const hand: Hand = { worker: new Worker(entryPath, { workerData: { libraryPath } }), given: [] };
      hand.worker.on('message', (error: ErrorReport | null) => this.#answer(hand, error));
      hand.worker.on('error', (error) => this.#lose(hand, SarviError.from(error)));
      return hand;
    });
  }

  /** @throws SarviError `tensor-not-finite`, `kernels-unavailable`, `internal` */
  encode(task: ChunkTask): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#hands.length === 0) {
        reject(new SarviError('internal', { reason: because('no-worker-left') }));
        return;
      }
      this.#queue.push({ task, resolve, reject });
      this.#next();
    });
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()));
  }

  /** Gives the oldest chunk to the worker that has least to do. */
  #next(): void {
    const [first] = this.#hands;
    if (!first) return;
    const freest = this.#hands.reduce((least, hand) => (hand.given.length < least.given.length ? hand : least), first);
    if (freest.given.length >= MOST_GIVEN) return;
    const waiting = this.#queue.shift();
    if (!waiting) return;
    freest.given.push(waiting);
    freest.worker.postMessage(waiting.task);
  }

  /** A thread that has died answers nothing any more, and what it had fails; without any thread, everything does. */
  #lose(lost: Hand, error: SarviError): void {
    this.#hands = this.#hands.filter((hand) => hand !== lost);
    const failed = this.#hands.length > 0 ? lost.given : [...lost.given, ...this.#queue.splice(0)];
    for (const { reject } of failed) reject(error);
  }

  #answer(hand: Hand, error: ErrorReport | null): void {
    const waiting = hand.given.shift();
    if (error === null) waiting?.resolve();
    else waiting?.reject(SarviError.fromReport(error));
    this.#next();
  }
}
