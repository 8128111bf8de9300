export interface HangLimits {
  /** Without a sign of life for this long, an engine that has shown its speed hangs. */
  readonly leastMs: number;
  /** The same before its speed is known: weights may come from a slow disk meanwhile. */
  readonly firstMs: number;
}

export const DEFAULT_HANG_LIMITS: HangLimits = { leastMs: 60_000, firstMs: 180_000 };

/** How many times the longest pause so far makes a hang. A machine that begins to swap gets slower by less. */
const PATIENCE = 20;
/** A timer that is later than this was not late by itself: the machine slept. */
const SLEPT_MS = 5000;

/** What one engine's longest pause between two signs of life was; shared by the watches of one process. */
export class Pace {
  longestPauseMs: number | null = null;

  deadlineMs({ leastMs, firstMs }: HangLimits): number {
    return this.longestPauseMs === null ? firstMs : Math.max(leastMs, PATIENCE * this.longestPauseMs);
  }
}

/** Watches over one request of which signs of life are expected: tokens, chunks of the prompt, percents of a load. */
export class HangWatch {
  readonly #pace: Pace;
  readonly #limits: HangLimits;
  readonly #onHang: (silentMs: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #lastSignAt = performance.now();

  constructor(pace: Pace, limits: HangLimits, onHang: (silentMs: number) => void) {
    this.#pace = pace;
    this.#limits = limits;
    this.#onHang = onHang;
    this.#arm();
  }

  /** The engine is getting on. */
  sign(): void {
    const now = performance.now();
    this.#pace.longestPauseMs = Math.max(this.#pace.longestPauseMs ?? 0, now - this.#lastSignAt);
    this.#lastSignAt = now;
    this.#arm();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const deadlineMs = this.#pace.deadlineMs(this.#limits);
    const armedAt = performance.now();
    this.#timer = setTimeout(() => {
      const passed = performance.now() - armedAt;
      if (passed > deadlineMs + SLEPT_MS) this.#arm();
      else this.#onHang(passed);
    }, deadlineMs);
  }
}
