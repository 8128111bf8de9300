import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '#contract/contract';
import type { ModelId } from '#contract/primitives';
import { estimateTokens } from '#contract/estimate-tokens';

export interface TokenCount {
  readonly tokens: number;
  /** False for an estimate, when the model is not loaded. */
  readonly exact: boolean;
}

const REMEMBERED = 200;

/** Token counts of texts, by the model's own tokenizer when the model is loaded. */
export class TokenCounts {
  readonly #bridge: Bridge;
  readonly #counted = new SvelteMap<string, number>();
  readonly #asked = new Set<string>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** The present count; `ask` gets the exact one. */
  of(modelId: ModelId | null, text: string): TokenCount {
    const tokens = text === '' ? 0 : this.#counted.get(keyOf(modelId, text));
    return tokens === undefined ? { tokens: estimateTokens(text), exact: false } : { tokens, exact: true };
  }

  async ask(modelId: ModelId, text: string): Promise<void> {
    const key = keyOf(modelId, text);
    if (text === '' || this.#counted.has(key) || this.#asked.has(key)) return;
    this.#asked.add(key);
    const result = await this.#bridge.call('chat.countTokens', { modelId, text });
    this.#asked.delete(key);
    if (!result.ok || result.value.tokens === null) return;
    this.#counted.set(key, result.value.tokens);
    const oldest = this.#counted.keys().next().value;
    if (this.#counted.size > REMEMBERED && oldest !== undefined) this.#counted.delete(oldest);
  }
}

function keyOf(modelId: ModelId | null, text: string): string {
  return `${modelId ?? ''} ${text}`;
}
