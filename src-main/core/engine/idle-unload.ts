import type { EngineStatus } from '#contract/engine';
import type { Log } from '../ports.ts';
import type { ModelHost } from './model-host.ts';
import type { RequestQueue } from './request-queue.ts';

export interface IdleUnloadParts {
  readonly host: ModelHost;
  readonly queue: RequestQueue;
  readonly log: Log;
  /** Null keeps the model until another one is loaded. */
  readonly idleMs: () => number | null;
}

/** Unloads a model that was not used for a while. Its KV state is on disk by then. */
export class IdleUnload {
  readonly #parts: IdleUnloadParts;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: IdleUnloadParts) {
    this.#parts = parts;
    parts.host.onStatus((status) => this.#follow(status));
  }

  /** Call this when the idle time has changed. */
  refresh(): void {
    this.#follow(this.#parts.host.status);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #follow({ state }: EngineStatus): void {
    clearTimeout(this.#timer);
    const idleMs = this.#parts.idleMs();
    if (state !== 'ready' || idleMs === null) return;
    this.#timer = setTimeout(() => void this.#unload(), idleMs);
    // The timer must not keep the app running.
    this.#timer.unref();
  }

  async #unload(): Promise<void> {
    const { host, queue, log } = this.#parts;
    const release = queue.takeIfFree();
    // A running request uses the model, or its state is being saved.
    if (!release) return this.#follow(host.status);
    try {
      await host.unload();
    } catch (error) {
      log.warn('an idle model could not be unloaded', { error: String(error) });
    } finally {
      release();
    }
  }
}
