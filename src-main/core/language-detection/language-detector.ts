import { Worker } from 'node:worker_threads';
import { type JudgedLanguage, UNSURE } from './judge-language.ts';
import type { FromLanguageWorker, ToLanguageWorker } from './worker.ts';

/** The answers of a comparison come more often than this; reading the table again takes half a second. */
const IDLE_MS = 30_000;

interface Waiting {
  readonly worker: Worker;
  readonly resolve: (language: JudgedLanguage) => void;
}

/**
 * Detects the language of a text in a thread. The thread starts with the first text and ends after a while without
 * texts, because its table takes about 80 MB.
 */
export class LanguageDetector {
  readonly #entry: string;
  readonly #idleMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #nextId = 1;
  #disposed = false;

  /** @param entry - `worker.ts`, as source or built */
  constructor(entry: string, { idleMs = IDLE_MS }: { idleMs?: number } = {}) {
    this.#entry = entry;
    this.#idleMs = idleMs;
  }

  /** An ISO 639-1 code or `unsure`, also if the thread fails; never rejects. */
  detect(text: string): Promise<JudgedLanguage> {
    if (this.#disposed) return Promise.resolve(UNSURE);
    const id = this.#nextId;
    this.#nextId += 1;
    clearTimeout(this.#idle);
    return new Promise((resolve) => {
      const worker = (this.#worker ??= this.#start());
      worker.ref();
      this.#waiting.set(id, { worker, resolve });
      worker.postMessage({ id, text } satisfies ToLanguageWorker);
    });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#end();
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { name: 'sarvi-languages' });
    worker.on('message', ({ id, language }: FromLanguageWorker) => {
      this.#settle(id, language);
      if (this.#waiting.size > 0) return;
      worker.unref();
      this.#idle = setTimeout(() => void this.#end(), this.#idleMs).unref();
    });
    // An error ends the thread, and the listener of `exit` handles the end.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      for (const [id, waiting] of [...this.#waiting]) if (waiting.worker === worker) this.#settle(id, UNSURE);
    });
    return worker;
  }

  #settle(id: number, language: JudgedLanguage): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.resolve(language);
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}
