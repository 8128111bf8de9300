export interface HangLimits {
  /** Without a sign of life for this long, an engine that has shown its speed hangs. */
  readonly leastMs: number;
  /** The same before its speed is known: weights may come from a slow disk meanwhile. */
  readonly firstMs: number;
}

export const DEFAULT_HANG_LIMITS: HangLimits = { leastMs: 60_000, firstMs: 180_000 };

/** How many times the longest pause so far makes a hang. A machine that begins to swap gets slower by less. */
const PATIENCE = 20;
/** Silence is counted in ticks, so that time in which the machine slept can be left out. */
const TICK_MS = 250;
/** A tick that is later than this was not late by itself: the machine slept. */
const SLEPT_MS = 5000;

/** What one engine's longest pause between two steps was; shared by the watches of one process. */
export class ProgressPauses {
  longestPauseMs: number | null = null;

  deadlineMs({ leastMs, firstMs }: HangLimits): number {
    return this.longestPauseMs === null ? firstMs : Math.max(leastMs, PATIENCE * this.longestPauseMs);
  }
}

/** Watches over one request of which signs of life are expected: tokens, chunks of the prompt, percents of a load. */
export class HangWatch {
  readonly #pauses: ProgressPauses;
  readonly #limits: HangLimits;
  readonly #onHang: (silentMs: number) => void;
  readonly #timer: NodeJS.Timeout;
  #silentMs = 0;
  #countedAt = performance.now();

  constructor(pauses: ProgressPauses, limits: HangLimits, onHang: (silentMs: number) => void) {
    this.#pauses = pauses;
    this.#limits = limits;
    this.#onHang = onHang;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /**
   * The engine lives.
   *
   * @param isStep - whether it did what tells its speed, and did not only say that it begins
   */
  sign(isStep: boolean): void {
    this.#count();
    if (isStep) this.#pauses.longestPauseMs = Math.max(this.#pauses.longestPauseMs ?? 0, this.#silentMs);
    this.#silentMs = 0;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    this.#count();
    if (this.#silentMs < this.#pauses.deadlineMs(this.#limits)) return;
    this.end();
    this.#onHang(this.#silentMs);
  }

  #count(): void {
    const now = performance.now();
    const passed = now - this.#countedAt;
    this.#silentMs += passed > SLEPT_MS ? TICK_MS : passed;
    this.#countedAt = now;
  }
}
