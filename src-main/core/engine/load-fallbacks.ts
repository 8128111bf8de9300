import type { SarviError } from '#contract/errors';
import type { Backend } from '#contract/backends';
import type { EngineConnection } from './engine-connection.ts';
import type { EngineModel } from './engine-model.ts';
import { layerCountOf } from './layer-count.ts';
import { isCrash, loadFailure, reasonOf } from './load-failure.ts';
import type { LoadOptions } from './load-plan.ts';
import { SaferSettings, type Limits, type LoadSize } from './safer-settings.ts';

interface LoadAttempt {
  readonly model: EngineModel;
  /** Stands for the model and the user's settings for it. */
  readonly key: string;
  readonly options: LoadOptions;
  readonly backend: Backend | 'auto';
}

/** Decides after a failed load or a crash which safer settings the model is loaded with next. */
export class LoadFallbacks {
  readonly #safer = new SaferSettings();
  readonly #onNotice: (notice: SarviError) => void;
  /** Several answers may end with one process: that counts as one failure. */
  readonly #failedConnections = new WeakSet<EngineConnection>();

  constructor(onNotice: (notice: SarviError) => void) {
    this.#onNotice = onNotice;
  }

  limitsOf(key: string): Limits {
    return this.#safer.limitsOf(key);
  }

  succeeded(key: string): void {
    this.#safer.succeeded(key);
  }

  /**
   * Answers the notice of the safer settings to try at once.
   *
   * @param hasStepped - whether this load has already tried safer settings
   * @throws the failure as a `SarviError`, when there is nothing safer to try or the process crashed
   */
  async afterFailedLoad(thrown: unknown, attempt: LoadAttempt, hasStepped: boolean): Promise<SarviError> {
    const { model, key } = attempt;
    const error = loadFailure(model, thrown);
    const crashed = isCrash(thrown);
    const reason = reasonOf(thrown);
    const size = await sizeOf(attempt);
    const notice = crashed
      ? this.#safer.failed(key, size, reason)
      : size.gpuLayers > 0 && error.code === 'model-load-failed'
        ? this.#safer.stepDown(key, size, reason)
        : null;
    if (crashed && notice) this.#onNotice(notice);
    if (crashed || !notice) {
      // When the load fails without a graphics card too, the card is not the cause.
      if (hasStepped) this.#safer.forget(key);
      throw error;
    }
    return notice;
  }

  afterFailedAnswer(
    error: unknown,
    { connection, model, key }: { connection: EngineConnection; model: LoadSize; key: string },
  ): void {
    if (!isCrash(error) || this.#failedConnections.has(connection)) return;
    this.#failedConnections.add(connection);
    const notice = this.#safer.failed(key, model, reasonOf(error));
    if (notice) this.#onNotice(notice);
  }
}

/** A failed load does not report how many layers were on the card, so the most that it could have had are counted. */
async function sizeOf({ model, options, backend }: LoadAttempt): Promise<LoadSize> {
  const onCard = backend !== 'cpu' && backend !== 'auto';
  const gpuLayers = onCard ? (options.maxGpuLayers ?? (await layerCountOf(model.path))) : 0;
  return { gpuLayers, contextTokens: options.maxContextTokens };
}
