export interface HangLimits {
  /** An engine whose speed is known hangs after this time without a sign of life. */
  readonly leastMs: number;
  /** The same before its speed is known, because a slow disk may still be reading weights. */
  readonly firstMs: number;
}

export const DEFAULT_HANG_LIMITS: HangLimits = { leastMs: 60_000, firstMs: 180_000 };

/** A pause this many times longer than the longest one so far is a hang. Swapping slows a machine by less. */
const PATIENCE = 20;
/** Silence is counted in ticks, so that the sleep of the machine can be left out. */
const TICK_MS = 250;
/** A tick that is late by more than this means that the machine slept. */
const SLEPT_MS = 5000;

/** The longest pause of one engine between two steps; the watches of one process share it. */
export class ProgressPauses {
  longestPauseMs: number | null = null;

  deadlineMs({ leastMs, firstMs }: HangLimits): number {
    return this.longestPauseMs === null ? firstMs : Math.max(leastMs, PATIENCE * this.longestPauseMs);
  }
}

/** Watches one request that should give signs of life: tokens, chunks of the prompt, percents of a load. */
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
   * Notes a sign of life.
   *
   * @param isStep - whether it shows the speed; the message that an answer begins does not
   */
  sign(isStep: boolean): void {
    this.#count();
    if (isStep) this.#pauses.longestPauseMs = Math.max(this.#pauses.longestPauseMs ?? 0, this.#silentMs);
    this.#silentMs = 0;
  }

  /** The computer has slept: what was in memory may have to be read back, so the count of silence begins again. */
  afterSleep(): void {
    this.#silentMs = 0;
    this.#countedAt = performance.now();
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
