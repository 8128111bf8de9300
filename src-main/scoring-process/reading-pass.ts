import { SarviError } from '#contract/errors';
import type { ScoredToken, TokenScore } from '#contract/scorings';
import { addedTexts } from '../core/prompt/added-texts.ts';
import type { ScoringOutcome, ScoringTask } from '../core/scoring/protocol.ts';
import { scoreOf } from './describe-tokens.ts';
import type { LlamaLibrary } from './llama-library.ts';
import type { LoadWatch, ModelStore } from './model-store.ts';
import type { OpenModel } from './open-model.ts';
import type { Reader, ReaderOptions } from './reader.ts';
import type { RowFigures, RowKernels } from './row-kernels.ts';
import { rowsInMemory } from './rows-in-memory.ts';
import type { TextTokens } from './tokens-of-text.ts';

export interface Watch extends LoadWatch {
  readonly onReading: (fraction: number) => void;
}

/** One text, the models' shared buffers for it, and the scores found so far. */
export class ReadingPass {
  readonly llama: LlamaLibrary;
  readonly store: ModelStore;
  readonly watch: Watch;
  readonly text: TextTokens;
  readonly kernels: RowKernels;
  readonly options: ReaderOptions;
  readonly #task: ScoringTask;
  readonly #first: OpenModel;
  readonly #texts: readonly string[];
  readonly #scores: TokenScore[] = [];
  readonly #others: { readonly score: TokenScore; readonly kl: number }[] = [];

  /** @param sideBySide - how many models are in memory at once */
  constructor(
    parts: Pick<ReadingPass, 'llama' | 'store' | 'watch' | 'text' | 'kernels'>,
    task: ScoringTask,
    first: OpenModel,
    sideBySide: number,
  ) {
    this.llama = parts.llama;
    this.store = parts.store;
    this.watch = parts.watch;
    this.text = parts.text;
    this.kernels = parts.kernels;
    this.#task = task;
    this.#first = first;
    const { tokens, from } = parts.text;
    this.options = {
      tokens,
      from,
      rows: rowsInMemory(first.size, sideBySide),
      // Float32 loses nothing; graphics cards are fast only with 16 bits.
      kvCacheType: task.backend === 'cpu' ? 'f32' : 'f16',
    };
    this.#texts = addedTexts(first.vocabulary, tokens.subarray(from));
  }

  get figures(): (row: 0 | 1) => RowFigures {
    return (row) => this.kernels.figures(row, this.#task.mostLikely);
  }

  /** The score of the token at `place` by the logits in `row`. */
  score(row: 0 | 1, place: number, figures: RowFigures): TokenScore {
    return scoreOf(this.kernels, row, this.text.tokens[place] ?? 0, figures, this.#first.vocabulary);
  }

  add(score: TokenScore): void {
    this.#scores.push(score);
  }

  addOther(score: TokenScore, kl: number): void {
    this.#others.push({ score, kl });
  }

  /**
   * Reads the text batch by batch and calls `place` for each scored token.
   *
   * @param share - the fractions of the whole task before and after this walk
   * @throws SarviError `cancelled`
   */
  async walk(
    readers: readonly Reader[],
    share: readonly [number, number],
    place: (at: number) => unknown,
  ): Promise<void> {
    const [reader] = readers;
    const last = this.text.tokens.length - 1;
    const [before, after] = share;
    this.watch.onReading(before);
    for (let start = 0; start < last;) {
      const end = reader?.endOf(start) ?? last;
      for (const each of readers) {
        if (this.watch.isCancelled()) throw new SarviError('cancelled');
        await each.read(start, end);
      }
      for (let at = Math.max(start + 1, this.text.from); at <= end; at += 1) await place(at);
      start = end;
      this.watch.onReading(before + (after - before) * (end / last));
    }
    if (this.watch.isCancelled()) throw new SarviError('cancelled');
  }

  outcome(readers: readonly Reader[], times: { readonly readMs: number; readonly isRounded: boolean }): ScoringOutcome {
    const { tokens, from } = this.text;
    return {
      promptIds: Uint32Array.from(tokens.subarray(0, from)),
      tokens: this.#scores.map((score, index): ScoredToken => {
        const other = this.#others[index];
        const token = { id: tokens[from + index] ?? 0, text: this.#texts[index] ?? '', ...score };
        return other ? { ...token, other: other.score, kl: other.kl } : token;
      }),
      kvCacheType: this.options.kvCacheType,
      decodeMs: readers.reduce((sum, { decodeMs }) => sum + decodeMs, 0),
      ...times,
    };
  }
}
