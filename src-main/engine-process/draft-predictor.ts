import { TokenPredictor, type LlamaContextSequence, type Token } from 'node-llama-cpp';

/** With less confidence, a guess is not worth checking. */
const LEAST_CONFIDENCE = 0.6;

/** Leaves out the top-k sampler, which would sort the whole vocabulary. The library's types do not list null. */
const NO_TOP_K = null as unknown as number;

/**
 * Guesses the next token with a smaller model, greedily. The library's own predictor guesses while the large model
 * runs, and its guesses may be outdated; this one guesses when it is asked. It guesses one token at a time, because
 * node-llama-cpp 3.21 refutes every later guess of a pass, right or wrong.
 */
export class DraftPredictor extends TokenPredictor {
  readonly #sequence: LlamaContextSequence;
  /** Whether it guesses. */
  isOn = true;
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
    if (!this.isOn) return [];
    if (this.#tokens.length >= sequence.contextSize - 1) return [];
    // The last token is evaluated again even when it is cached: its scores give the first guess.
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
