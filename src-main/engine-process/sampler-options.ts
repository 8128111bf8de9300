import { TokenBias, type LlamaModel, type SequenceEvaluateOptions, type Token } from 'node-llama-cpp';
import type { SettledSampling } from '../core/engine/protocol.ts';

/**
 * Leaves out the top-k sampler. With 0 the library keeps it and sorts the whole vocabulary for every token, which took
 * 5 ms of 14 with 128,256 tokens; a missing field means 40. The library's types do not list null.
 */
const NO_TOP_K = null as unknown as number;

/** The library's options for `sampling`. `recent` is the end of the prompt and the answer, and grows with it. */
export function samplerOptions(
  sampling: SettledSampling,
  seed: number,
  recent: RecentTokens,
): Pick<SequenceEvaluateOptions, 'temperature' | 'topK' | 'topP' | 'minP' | 'seed' | 'repeatPenalty'> {
  const { repetitionPenalty, presencePenalty, frequencyPenalty, penaltyWindow } = sampling;
  const penalizes = repetitionPenalty !== 1 || presencePenalty !== 0 || frequencyPenalty !== 0;
  return {
    temperature: sampling.temperature,
    topK: sampling.topK === 0 ? NO_TOP_K : sampling.topK,
    topP: sampling.topP,
    minP: sampling.minP,
    seed,
    ...(penalizes && penaltyWindow > 0
      ? {
          repeatPenalty: {
            penalty: repetitionPenalty,
            presencePenalty,
            frequencyPenalty,
            punishTokens: () => recent.tokens as Token[],
            maxPunishTokens: penaltyWindow,
          },
        }
      : {}),
  };
}

/** A bias that bans a token, as in OpenAI's API. */
const BANNING_BIAS = -100;

/** The library's form of `logitBias`; undefined without one. Grammars and the ends of answers are stronger. */
export function biasOptions(
  model: LlamaModel,
  { logitBias = [] }: Pick<SettledSampling, 'logitBias'>,
): Pick<SequenceEvaluateOptions, 'tokenBias'> {
  if (logitBias.length === 0) return {};
  const tokenBias = TokenBias.for(model);
  for (const [token, bias] of logitBias) {
    tokenBias.set(token as Token, bias <= BANNING_BIAS ? 'never' : { logit: bias });
  }
  return { tokenBias };
}

/** The last tokens that the model has seen, as many as the penalties look at. */
export class RecentTokens {
  readonly #tokens: number[];
  readonly #window: number;

  constructor(prompt: readonly number[], window: number) {
    this.#window = window;
    this.#tokens = window === 0 ? [] : prompt.slice(-window);
  }

  get tokens(): number[] {
    return this.#tokens.slice();
  }

  push(token: number): void {
    if (this.#window === 0) return;
    this.#tokens.push(token);
    if (this.#tokens.length > this.#window) this.#tokens.shift();
  }
}
