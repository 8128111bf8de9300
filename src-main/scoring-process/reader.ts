import { basename } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { ScoredModel } from '../core/scoring/protocol.ts';
import type { LlamaLibrary, Pointer } from './llama-library.ts';
import type { OpenModel } from './open-model.ts';

/** Tokens per pass; more would need larger buffers and be little faster. */
const MOST_BATCH_TOKENS = 256;
const LEAST_BATCH_TOKENS = 32;
/** Limit for the attention weights of one pass: one number per head, token and place of the window. */
const ATTENTION_BYTES = 64e6;
/** Flash attention needs no such table, but on the processor it rounds to 16 bits, which changes log-probabilities by up to 0.01. */
const FLASH_ATTENTION = { f32: 0, f16: -1 } as const;
/** llama.cpp rounds windows up to blocks. */
const WINDOW_STEP = 256;
const TYPES = { f32: 0, f16: 1 } as const;

export interface ReaderOptions {
  readonly tokens: Int32Array;
  /** The first token to score; its probability comes from the logits of the token before it. */
  readonly from: number;
  /** Rows of logits that may be in memory at a time. */
  readonly rows: number;
  /** Tokens per pass; undefined leaves it to the window's size. */
  readonly batch?: number;
  readonly kvCacheType: keyof typeof TYPES;
}

/** Reads a text under one model, batch by batch, each beginning where the one before has ended. */
export class Reader {
  readonly #llama: LlamaLibrary;
  readonly #context: Pointer;
  readonly #size: number;
  readonly #batch: number;
  readonly #options: ReaderOptions;
  #tokens: Int32Array;
  #from: number;
  #pass: number;
  /** Milliseconds in llama.cpp. */
  decodeMs = 0;
  /** Where the last batch began. */
  #readFrom = 0;

  private constructor(
    llama: LlamaLibrary,
    context: Pointer,
    { size, batch }: { readonly size: number; readonly batch: number },
    options: ReaderOptions,
  ) {
    this.#llama = llama;
    this.#context = context;
    this.#size = size;
    this.#batch = batch;
    this.#options = options;
    this.#tokens = options.tokens;
    this.#from = options.from;
    this.#pass = batch;
  }

  /** @throws SarviError `model-load-failed`, `adapter-refused` */
  static async open(
    llama: LlamaLibrary,
    { model, size }: OpenModel,
    { path, threads, adapters }: ScoredModel,
    options: ReaderOptions,
    complaint: () => string | null,
  ): Promise<Reader> {
    const window = Math.ceil(options.tokens.length / WINDOW_STEP) * WINDOW_STEP;
    const batch = options.batch ?? batchFor(window, llama.headsOf(model));
    const context = await llama.openContext(model, {
      ...llama.contextDefaults(),
      n_ctx: window,
      n_batch: batch,
      n_ubatch: batch,
      n_outputs_max: options.rows,
      n_outputs_max_per_seq: options.rows,
      flash_attn_type: FLASH_ATTENTION[options.kvCacheType],
      n_threads: threads,
      n_threads_batch: threads,
      type_k: TYPES[options.kvCacheType],
      type_v: TYPES[options.kvCacheType],
    });
    const fail = (reason: string): SarviError => new SarviError('model-load-failed', { name: basename(path), reason });
    if (!context) throw fail(complaint() ?? '');
    const reader = new Reader(llama, context, { size, batch }, options);
    try {
      // A wrong layout would show in these two numbers.
      if (llama.windowOf(context) !== window || llama.batchOf(context) !== batch) {
        throw fail(because('other-block-layout', { path, type: 'llama_context_params' }));
      }
      const opened = [];
      for (const adapter of adapters) {
        const pointer = await llama.openAdapter(model, adapter.path);
        if (!pointer) throw new SarviError('adapter-refused', { path: adapter.path, reason: complaint() ?? '' });
        opened.push(pointer);
      }
      const scales = adapters.map(({ scale }) => scale);
      if (opened.length > 0 && llama.useAdapters(context, opened, scales) !== 0) throw fail(complaint() ?? '');
      return reader;
    } catch (error) {
      reader.close();
      throw error;
    }
  }

  /** Forgets what was read, for another text that is not longer than the first. */
  begin(tokens: Int32Array, { passTokens = this.#batch, from = this.#options.from } = {}): void {
    if (tokens.length > this.#options.tokens.length) throw new RangeError('the text is longer than the window');
    this.#llama.clear(this.#context);
    this.#tokens = tokens;
    this.#from = from;
    this.#pass = Math.min(this.#batch, passTokens);
  }

  /** Where the batch that begins at `start` ends: no more wanted rows than may be in memory. */
  endOf(start: number): number {
    const { rows } = this.#options;
    const longest = Math.min(start + this.#pass, this.#tokens.length - 1);
    // The row of a token gives the probability of the next one.
    return Math.min(longest, Math.max(start, this.#from - 1) + rows);
  }

  /** Evaluates the tokens from `start` to `end`; logits are computed only for tokens before a scored one. */
  async read(start: number, end: number): Promise<void> {
    const from = this.#from;
    const last = this.#tokens.length - 1;
    const wanted = Int8Array.from({ length: end - start }, (_, index) =>
      start + index >= from - 1 && start + index < last ? 1 : 0,
    );
    const begunAt = performance.now();
    const status = await this.#llama.decode(this.#context, this.#tokens.slice(start, end), wanted);
    if (status !== 0) throw new Error(`llama_decode answered ${status}`);
    this.#readFrom = start;
    this.decodeMs += performance.now() - begunAt;
  }

  /** Copies the logits for the token at `place`; it must follow a token of the last batch. */
  copyRow(place: number, output: Float32Array): void {
    const begunAt = performance.now();
    this.#llama.copyLogits(this.#context, place - 1 - this.#readFrom, this.#size, output);
    // The first access waits for a graphics card.
    this.decodeMs += performance.now() - begunAt;
  }

  close(): void {
    this.#llama.freeContext(this.#context);
  }
}

function batchFor(window: number, heads: number): number {
  const tokens = Math.floor(ATTENTION_BYTES / (4 * Math.max(1, heads) * window));
  return Math.max(LEAST_BATCH_TOKENS, Math.min(MOST_BATCH_TOKENS, tokens));
}
