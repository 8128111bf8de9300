import { Worker } from 'node:worker_threads';
import { SarviError } from '#contract/errors';
import type { FromVerdictThread, JudgedRow, ToVerdictThread, VerdictThreadData } from './worker.ts';

/** A row of the longest answers takes a tenth of a second; a pattern that never ends stops here. */
const DEADLINE_MS = 20_000;
/** The tables take half a second, and those of the Finnish rules five. */
const START_MS = 60_000;

export interface VerdictThreadOptions extends VerdictThreadData {
  /** `worker.ts`, built or source. */
  readonly entry: string;
  readonly deadlineMs?: number;
}

/**
 * Gives verdicts in a thread, one row after the other. The thread starts with the first row, and anew after one that
 * took too long.
 */
export class VerdictThread {
  readonly #options: VerdictThreadOptions;
  #worker: Promise<Worker> | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: VerdictThreadOptions) {
    this.#options = options;
  }

  /** @throws SarviError `verdict-timed-out`; `verdict-refused` for a row that cannot be judged; `internal` */
  judge(row: ToVerdictThread): Promise<JudgedRow> {
    const judged = this.#queue.then(() => this.#judgeNow(row));
    this.#queue = judged.catch(() => undefined);
    return judged;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#end();
  }

  async #judgeNow(row: ToVerdictThread): Promise<JudgedRow> {
    const worker = await (this.#worker ??= this.#start());
    const { deadlineMs = DEADLINE_MS } = this.#options;
    const late = new SarviError('verdict-timed-out', { seconds: Math.round(deadlineMs / 1000) });
    try {
      const answered = answerOf(worker, late, deadlineMs);
      worker.postMessage(row);
      const message = await answered;
      if ('verdicts' in message) return message;
      if ('refused' in message) throw new SarviError('verdict-refused', { reason: message.refused });
      throw 'failed' in message ? SarviError.fromReport(message.failed) : new SarviError('internal');
    } catch (error) {
      const fault = SarviError.from(error);
      if (fault.code !== 'verdict-refused') await this.#end();
      throw fault;
    }
  }

  async #start(): Promise<Worker> {
    const { entry, language, resources, punktFolder } = this.#options;
    const workerData: VerdictThreadData = { language, resources, punktFolder };
    const worker = new Worker(entry, { name: 'sarvi-verdicts', workerData });
    const message = await answerOf(worker, new SarviError('internal'), START_MS).catch(async (error: unknown) => {
      await worker.terminate();
      throw error;
    });
    if ('failed' in message) {
      await worker.terminate();
      throw SarviError.fromReport(message.failed);
    }
    return worker;
  }

  async #end(): Promise<void> {
    const worker = await this.#worker?.catch(() => null);
    this.#worker = null;
    await worker?.terminate();
  }
}

/** The next message of a thread. @throws `late` when none comes in time; what the thread ended by */
function answerOf(worker: Worker, late: SarviError, deadlineMs: number): Promise<FromVerdictThread> {
  const answered = Promise.withResolvers<FromVerdictThread>();
  const ended = (): void => answered.reject(new SarviError('internal', { reason: 'exit' }));
  const timer = setTimeout(() => answered.reject(late), deadlineMs);
  worker.once('message', answered.resolve).once('error', answered.reject).once('exit', ended);
  return answered.promise.finally(() => {
    clearTimeout(timer);
    worker.off('message', answered.resolve).off('error', answered.reject).off('exit', ended);
  });
}
