import { rm } from 'node:fs/promises';
import type { LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp';
import type { GenerationEnd, SequenceMatch } from '../core/engine/protocol.ts';
import { GUESSED_TOKENS, type Guess } from './speculation.ts';

/** The speculation of one answer. */
export interface Draft {
  /** Counts so far; null without speculation. */
  figures(): GenerationEnd['draft'];
  /** Removes guesses that were not used from the KV cache. */
  end(): Promise<void>;
}

const NO_DRAFT: Draft = { figures: () => null, end: () => Promise.resolve() };

/** One sequence of a context: a window with a KV cache, for one answer at a time. */
export class Sequence {
  readonly native: LlamaContextSequence;
  readonly #guess: Guess | null;

  constructor(context: LlamaContext, guess: Guess | null) {
    this.#guess = guess;
    this.native = context.getSequence(guess ? { tokenPredictor: guess.predictor } : {});
  }

  /** How many tokens a prompt and its answer may fill. A guess beyond the window would push out the first tokens. */
  get room(): number {
    return this.native.contextSize - (this.#guess ? GUESSED_TOKENS : 0);
  }

  match(tokens: ArrayLike<number>): SequenceMatch {
    const commonTokens = this.native.compareContextTokens(Array.from(tokens) as Token[]).firstDifferentIndex;
    return { heldTokens: this.native.nextTokenIndex, commonTokens };
  }

  /**
   * Shortens the KV cache to its common prefix with `tokens`, without their last token. Answers the length of the
   * prefix.
   */
  async keepCommonPrefix(tokens: readonly number[]): Promise<number> {
    const kept = Math.min(this.match(tokens).commonTokens, tokens.length - 1);
    await this.#cut(kept);
    return kept;
  }

  /** @param guesses - false for an answer without guesses */
  beginDraft(tokens: readonly number[], guesses: boolean): Draft {
    if (!this.#guess) return NO_DRAFT;
    this.#guess.prepare(tokens, guesses);
    if (!guesses) return NO_DRAFT;
    const { native } = this;
    const before = native.tokenPredictions;
    return {
      figures: () => {
        const { validated, refuted } = native.tokenPredictions;
        const acceptedTokens = validated - before.validated;
        return { checkedTokens: acceptedTokens + refuted - before.refuted, acceptedTokens };
      },
      // Checked guesses are after the valid tokens in the cache; the library removes them only together with one of
      // these.
      end: () => this.#cut(native.nextTokenIndex - 1),
    };
  }

  /** Writes the KV cache to a file, and answers its tokens. Removes an incomplete file. */
  async saveState(path: string, keepTokens: number | null): Promise<Uint32Array> {
    if (keepTokens !== null) await this.#cut(keepTokens);
    try {
      await this.native.saveStateToFile(path);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return Uint32Array.from(this.native.contextTokens);
  }

  /**
   * Loads the KV cache from a file. Throws, and leaves the cache empty, when the file has other tokens than `tokens`.
   */
  async loadState(path: string, tokens: Uint32Array): Promise<void> {
    try {
      await this.native.loadStateFromFile(path, { acceptRisk: true });
      const held = this.native.contextTokens;
      if (held.length !== tokens.length || held.some((token, index) => token !== tokens[index])) {
        throw new Error('the state holds other tokens than it should');
      }
    } catch (error) {
      await this.native.clearHistory();
      throw error;
    }
  }

  async clear(): Promise<void> {
    await this.native.clearHistory();
  }

  async #cut(tokens: number): Promise<void> {
    const { nextTokenIndex } = this.native;
    if (tokens < nextTokenIndex) {
      await this.native.eraseContextTokenRanges([{ start: Math.max(0, tokens), end: nextTokenIndex }]);
    }
  }
}
