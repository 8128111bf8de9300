/** Values that one side pushes are iterated by the other, in order. `end` or `fail` closes the queue. */
export class AsyncQueue<Value> implements AsyncIterable<Value> {
  readonly #values: Value[] = [];
  #closed: { readonly error: unknown } | 'ended' | null = null;
  #wake: (() => void) | null = null;

  push(value: Value): void {
    if (this.#closed) return;
    this.#values.push(value);
    this.#wake?.();
  }

  end(): void {
    this.#closed ??= 'ended';
    this.#wake?.();
  }

  /** Values pushed before are still iterated; then the iteration throws `error`. */
  fail(error: unknown): void {
    this.#closed ??= { error };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Value, void, void> {
    for (;;) {
      while (this.#values.length > 0) yield this.#values.shift() as Value;
      if (this.#closed === 'ended') return;
      if (this.#closed) throw this.#closed.error;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = null;
    }
  }
}
