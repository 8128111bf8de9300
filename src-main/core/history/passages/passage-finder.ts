import { Worker } from 'node:worker_threads';
import type { CallInput, CallOutput, Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { FromPassageWorker, PassageCall, PassageWorkerStart, ToPassageWorker } from './passage-messages.ts';

/** The thread ends, and gives its memory back, when nothing was asked for so long. */
const IDLE_MS = 10 * 60_000;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: SarviError) => void;
}

/**
 * Finds passages of long texts in a thread of its own, which starts with the first text. When it has ended, the texts
 * are unknown, and whoever has them opens them again.
 */
export class PassageFinder {
  readonly #entry: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #timer: NodeJS.Timeout | undefined;
  #nextId = 1;

  /** @param entry - of the history's worker threads */
  constructor(entry: string) {
    this.#entry = entry;
  }

  readonly handlers: Handlers<PassageCall> = {
    'passages.open': (input) => this.#ask('passages.open', input),
    'passages.find': (input) => this.#ask('passages.find', input),
    'passages.parts': (input) => this.#ask('passages.parts', input),
  };

  async dispose(): Promise<void> {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #ask<Name extends PassageCall>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    // Nothing is known by a thread that has not started.
    if (this.#worker === null && name !== 'passages.open') return Promise.reject(new SarviError('document-unknown'));
    const worker = (this.#worker ??= this.#start());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.dispose(), IDLE_MS).unref();
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, input } satisfies ToPassageWorker);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, {
      workerData: { passages: true } satisfies PassageWorkerStart,
      name: 'sarvi-passages',
    });
    worker.unref();
    worker.on('message', ({ id, result }: FromPassageWorker) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (result.ok) waiting?.resolve(result.value as never);
      else waiting?.reject(SarviError.fromReport(result.error));
    });
    // An error ends the thread; its end is handled below.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(new SarviError('document-unknown'));
      this.#waiting.clear();
    });
    return worker;
  }
}
