/** The buffers of one chunk: its source rows and its encoded rows, shared with the worker threads. */
export class ChunkBuffers {
  input = new SharedArrayBuffer(0);
  output = new SharedArrayBuffer(0);

  /** Grows to the size of the largest chunk. */
  fit(inputBytes: number, outputBytes: number): void {
    if (this.input.byteLength < inputBytes) this.input = new SharedArrayBuffer(inputBytes);
    if (this.output.byteLength < outputBytes) this.output = new SharedArrayBuffer(outputBytes);
  }
}

/** A fixed number of buffers; a caller waits until one is free. */
export class ChunkBufferPool {
  readonly #free: ChunkBuffers[];
  readonly #waiting: ((buffers: ChunkBuffers) => void)[] = [];

  constructor(size: number) {
    this.#free = Array.from({ length: size }, () => new ChunkBuffers());
  }

  take(): Promise<ChunkBuffers> {
    const buffers = this.#free.pop();
    return buffers ? Promise.resolve(buffers) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(buffers: ChunkBuffers): void {
    const next = this.#waiting.shift();
    if (next) next(buffers);
    else this.#free.push(buffers);
  }
}
