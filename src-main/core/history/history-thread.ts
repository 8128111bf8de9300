import { Worker } from 'node:worker_threads';
import { SarviError } from '#contract/errors';
import type {
  HistoryChange,
  FromWorker,
  RequestInput,
  RequestName,
  RequestOutput,
  ToWorker,
  WorkerStart,
} from './protocol.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: SarviError): void;
}

/** How the database was opened. */
export interface Opened {
  readonly notice: SarviError | null;
  /** Why it can only be read; null when it can be written. */
  readonly readOnlyReason: SarviError | null;
}

export interface HistoryThreadListener {
  onChange(change: HistoryChange): void;
  /** The thread answers no more; it may still be closing its files (`exit`). */
  onEnd(): void;
}

/**
 * One running worker thread of the history with its open requests. When it ends, open requests fail with
 * `history-unavailable`, and the owner starts a new thread.
 */
export class HistoryThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listener: HistoryThreadListener;
  /** Resolves when the thread has ended, for whatever reason. */
  readonly exit: Promise<void>;
  #nextId = 1;
  #ended: SarviError | null = null;
  #opened: Waiting | null = null;

  private constructor(entry: string, start: WorkerStart, listener: HistoryThreadListener) {
    this.#listener = listener;
    this.#worker = new Worker(entry, { workerData: start, name: 'sarvi-history' });
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error: Error) => this.#end(error.message));
    this.exit = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#end(`the history's thread ended with code ${code}`);
        resolve();
      });
    });
  }

  /**
   * Starts a thread and waits until its database is open.
   *
   * @returns the thread, `history-damaged` when the former database was set aside, and why it is read-only
   * @throws SarviError `history-newer-version`, `disk-full`, `history-unavailable`
   */
  static async start(
    entry: string,
    start: WorkerStart,
    listener: HistoryThreadListener,
  ): Promise<{ thread: HistoryThread } & Opened> {
    const thread = new HistoryThread(entry, start, listener);
    const opened = await new Promise<Opened>((resolve, reject) => {
      thread.#opened = { resolve: (value) => resolve(value as Opened), reject };
    });
    return { thread, ...opened };
  }

  ask<Name extends RequestName>(name: Name, input: RequestInput<Name>, nowMs: number): Promise<RequestOutput<Name>> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as RequestOutput<Name>), reject });
      this.#post({ kind: 'request', id, name, input, nowMs });
    });
  }

  /** Answers the open requests, closes the database and ends the thread. */
  async close(): Promise<void> {
    if (this.#ended === null) this.#post({ kind: 'close' });
    await this.exit;
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'opened':
        this.#opened?.resolve({
          notice: message.notice && SarviError.fromReport(message.notice),
          readOnlyReason: message.readOnlyReason && SarviError.fromReport(message.readOnlyReason),
        } satisfies Opened);
        this.#opened = null;
        return;
      case 'refused':
        this.#opened?.reject(SarviError.fromReport(message.error));
        this.#opened = null;
        return;
      case 'ending':
        this.#end(message.reason);
        return;
      case 'changes':
        for (const change of message.changes) this.#listener.onChange(change);
        return;
      case 'answer': {
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        for (const change of message.changes) this.#listener.onChange(change);
        if (message.result.ok) waiting?.resolve(message.result.value);
        else waiting?.reject(SarviError.fromReport(message.result.error));
      }
    }
  }

  #end(reason: string): void {
    if (this.#ended !== null) return;
    this.#ended = new SarviError('history-unavailable', { reason });
    // Called first, so that a caller whose request failed gets a new thread when it asks again.
    this.#listener.onEnd();
    this.#opened?.reject(this.#ended);
    this.#opened = null;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended);
    this.#waiting.clear();
  }
}
