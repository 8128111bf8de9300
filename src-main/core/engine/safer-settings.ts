import { SarviError } from '#contract/errors';

/** Limits that the engine has chosen itself; null where there is none. */
export interface Limits {
  readonly cpuOnly: boolean;
  readonly maxGpuLayers: number | null;
  readonly maxContextTokens: number | null;
}

/** How a model was loaded, or should have been. */
export interface LoadSize {
  /** Layers on a graphics card; 0 without one. */
  readonly gpuLayers: number;
  readonly contextTokens: number;
}

const NO_LIMITS: Limits = { cpuOnly: false, maxGpuLayers: null, maxContextTokens: null };
/** Fewer failures may be chance. */
const FAILURES_IN_A_ROW = 3;
/** A conversation in a smaller window forgets too fast. */
const SMALLEST_CONTEXT_TOKENS = 1024;
/** With fewer layers, the card is no faster than the processor. */
const FEWEST_GPU_LAYERS = 4;

/**
 * Safer settings for a model that keeps failing with the user's settings: fewer layers on the graphics card, then none,
 * then a smaller window. They are kept by a key that identifies model and settings, until the app ends.
 */
export class SaferSettings {
  readonly #states = new Map<string, { failures: number; limits: Limits }>();

  limitsOf(key: string): Limits {
    return this.#states.get(key)?.limits ?? NO_LIMITS;
  }

  succeeded(key: string): void {
    const state = this.#states.get(key);
    if (state) this.#states.set(key, { ...state, failures: 0 });
  }

  /** Answers the notice of what changes from now on; null when nothing does. */
  failed(key: string, how: LoadSize, reason: string): SarviError | null {
    const state = this.#states.get(key) ?? { failures: 0, limits: NO_LIMITS };
    const failures = state.failures + 1;
    this.#states.set(key, { ...state, failures });
    return failures < FAILURES_IN_A_ROW ? null : this.stepDown(key, how, reason);
  }

  /** Takes the next safer step at once; answers null when there is none. */
  stepDown(key: string, { gpuLayers, contextTokens }: LoadSize, reason: string): SarviError | null {
    const limits = this.limitsOf(key);
    const take = (change: Partial<Limits>): void =>
      void this.#states.set(key, { failures: 0, limits: { ...limits, ...change } });
    if (gpuLayers > 0) {
      const fewer = Math.floor(gpuLayers / 2);
      if (fewer >= FEWEST_GPU_LAYERS && limits.maxGpuLayers === null) {
        take({ maxGpuLayers: fewer });
        return new SarviError('engine-fewer-layers', { layers: fewer, reason });
      }
      take({ cpuOnly: true });
      return new SarviError('engine-without-graphics', { reason });
    }
    const smaller = Math.floor(contextTokens / 2);
    if (smaller < SMALLEST_CONTEXT_TOKENS) return null;
    take({ maxContextTokens: smaller });
    return new SarviError('engine-smaller-window', { tokens: smaller, reason });
  }

  forget(key: string): void {
    this.#states.delete(key);
  }
}
