import { Worker } from 'node:worker_threads';
import { SarviError } from '#contract/errors';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import type { FromSearchWorker, SearchWorkerStart, ToSearchWorker } from './search-messages.ts';

type Input = RequestInput<'search'>;
type Output = RequestOutput<'search'>;

interface Waiting {
  readonly worker: Worker;
  readonly input: Input;
  readonly givenUp: Int32Array<SharedArrayBuffer>;
  readonly resolve: (output: Output | Promise<Output>) => void;
  readonly reject: (error: SarviError) => void;
}

export interface SearcherParts {
  /** The entry of the history's worker; with a `SearchWorkerStart` it only searches. */
  readonly entry: string;
  /** Path of the database. */
  readonly path: string;
  /** The same search in the thread that owns the database, which finds out what is wrong when this one cannot read. */
  readonly askOwner: (input: Input) => Promise<Output>;
}

/**
 * Searches in a thread of its own, so that streamed text need not wait for a search to be saved. The thread starts with
 * the first search.
 */
export class Searcher {
  readonly #parts: SearcherParts;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  /** Resolves when the connections of all former threads are closed. */
  #exit: Promise<unknown> = Promise.resolve();
  #nextId = 1;

  constructor(parts: SearcherParts) {
    this.#parts = parts;
  }

  /**
   * Searches the database, which must exist with the present schema.
   *
   * @throws SarviError `cancelled` when a newer search of the same series came, and those of `askOwner`
   */
  search(input: Input): Promise<Output> {
    if (input.series !== undefined) this.#giveUp(input.series);
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      const givenUp = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const worker = (this.#worker ??= this.#start());
      this.#waiting.set(id, { worker, input, givenUp, resolve, reject });
      worker.postMessage({ kind: 'search', id, input, givenUp } satisfies ToSearchWorker);
    });
  }

  /**
   * Answers the open searches and closes the connection, so that the file can be moved. A later search opens it again.
   */
  async end(): Promise<void> {
    this.#worker?.postMessage({ kind: 'close' } satisfies ToSearchWorker);
    this.#worker = null;
    await this.#exit;
  }

  #start(): Worker {
    const start: SearchWorkerStart = { searchIn: this.#parts.path };
    const worker = new Worker(this.#parts.entry, { workerData: start, name: 'sarvi-search' });
    const before = this.#exit;
    worker.on('message', (message: FromSearchWorker) => this.#receive(message));
    // An error ends the thread; its end is handled below.
    worker.on('error', () => undefined);
    this.#exit = new Promise((resolve) => {
      worker.on('exit', () => {
        if (this.#worker === worker) this.#worker = null;
        for (const [id, waiting] of [...this.#waiting]) if (waiting.worker === worker) this.#askOwner(id);
        resolve(before);
      });
    });
    return worker;
  }

  #giveUp(series: string): void {
    for (const [id, { input, givenUp, reject }] of this.#waiting) {
      if (input.series !== series) continue;
      Atomics.store(givenUp, 0, 1);
      this.#waiting.delete(id);
      reject(new SarviError('cancelled'));
    }
  }

  #receive(message: FromSearchWorker): void {
    if (message.kind === 'unable') {
      this.#askOwner(message.id);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.result.ok) waiting?.resolve(message.result.value);
    else waiting?.reject(SarviError.fromReport(message.result.error));
  }

  #askOwner(id: number): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.resolve(this.#parts.askOwner(waiting.input));
  }
}
