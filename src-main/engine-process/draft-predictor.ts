import { TokenPredictor, type LlamaContextSequence, type Token } from 'node-llama-cpp';

/** A guess of which the draft model is less sure is not worth checking. */
const LEAST_CONFIDENCE = 0.6;

/** Leaves the top-k sampler out, which would sort the whole vocabulary; the library's types do not list null. */
const NO_TOP_K = null as unknown as number;

/**
 * Guesses the next token with a smaller model, greedily. The library's own predictor goes on guessing beside the large
 * model and hands out guesses that are no longer true; this one guesses when it is asked, from what is true then. One
 * token at a time: node-llama-cpp 3.21 refutes every guess of a pass behind the first, right or wrong.
 */
export class DraftPredictor extends TokenPredictor {
  readonly #sequence: LlamaContextSequence;
  #tokens: Token[] = [];

  constructor(sequence: LlamaContextSequence) {
    super();
    this.#sequence = sequence;
  }

  reset({ stateTokens }: { stateTokens: Token[] }): void {
    this.#tokens = [...stateTokens];
  }

  pushTokens(tokens: Token[]): void {
    this.#tokens.push(...tokens);
  }

  async predictTokens(): Promise<Token[]> {
    const sequence = this.#sequence;
    if (this.#tokens.length >= sequence.contextSize - 1) return [];
    // The last token is evaluated again whatever the cache holds: its scores are the first guess.
    await sequence.adaptStateToTokens(this.#tokens.slice(0, -1), false);
    const fresh = this.#tokens.slice(sequence.nextTokenIndex);
    const options = { temperature: 0, topK: NO_TOP_K, yieldEogToken: true };
    for await (const { token, confidence } of sequence.evaluateWithMetadata(fresh, { confidence: true }, options)) {
      return confidence < LEAST_CONFIDENCE ? [] : [token];
    }
    return [];
  }

  override dispose(): void {
    if (!this.#sequence.disposed) void this.#sequence.dispose();
  }
}
