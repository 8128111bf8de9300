import type { Log } from '../ports.ts';
import type { ModelHost } from './model-host.ts';
import type { RequestQueue } from './request-queue.ts';

export interface AutoRestartParts {
  readonly host: ModelHost;
  readonly queue: RequestQueue;
  readonly log: Log;
}

/** The failed answer is reported before the restart. */
const LEAST_DELAY_MS = 200;
/** After more deaths in a row the engine starts only when it is asked for. */
const MOST_DEATHS = 2;

/** Starts the engine again after its death, with the same model, so that the next message need not wait. */
export class AutoRestart {
  readonly #parts: AutoRestartParts;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: AutoRestartParts) {
    this.#parts = parts;
    parts.host.onDeath((model, { deaths, delayMs }) => {
      clearTimeout(this.#timer);
      if (deaths > MOST_DEATHS) return;
      this.#timer = setTimeout(() => void this.#restart(model), Math.max(LEAST_DELAY_MS, delayMs));
      this.#timer.unref();
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #restart(model: Parameters<ModelHost['load']>[0]): Promise<void> {
    const { host, queue, log } = this.#parts;
    const release = queue.takeIfFree();
    // A running request has started the process.
    if (!release) return;
    try {
      // A request may have loaded another model meanwhile.
      if (host.model === null) await host.load(model);
    } catch (error) {
      log.warn('the engine could not be started again', { error: String(error) });
    } finally {
      release();
    }
  }
}
