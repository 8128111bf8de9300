/** The memory of one chunk on its way: its source rows and its encoded rows, shared with the worker threads. */
export class Slot {
  input = new SharedArrayBuffer(0);
  output = new SharedArrayBuffer(0);

  /** Grows to the largest chunk that passes through. */
  fit(inputBytes: number, outputBytes: number): void {
    if (this.input.byteLength < inputBytes) this.input = new SharedArrayBuffer(inputBytes);
    if (this.output.byteLength < outputBytes) this.output = new SharedArrayBuffer(outputBytes);
  }
}

/** A fixed number of slots; whoever wants one waits until one is free. */
export class SlotPool {
  readonly #free: Slot[];
  readonly #waiting: ((slot: Slot) => void)[] = [];

  constructor(size: number) {
    this.#free = Array.from({ length: size }, () => new Slot());
  }

  take(): Promise<Slot> {
    const slot = this.#free.pop();
    return slot ? Promise.resolve(slot) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(slot: Slot): void {
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#free.push(slot);
  }
}
