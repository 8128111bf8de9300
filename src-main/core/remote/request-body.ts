/** What a server is asked: the prompt as messages or token ids, with every value of the sampling in its own words. */
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { RemoteAbilities, RemoteKind } from '#contract/remotes';
import type { SettledSampling } from '../engine/protocol.ts';
import type { PromptMessage } from '../prompt/prompt.ts';

export type RemotePrompt =
  | { readonly form: 'tokens'; readonly tokens: Uint32Array }
  /** As a chat template would render it, with its control tokens. */
  | { readonly form: 'text'; readonly text: string }
  | {
      readonly form: 'messages';
      readonly messages: readonly PromptMessage[];
      /** The last message is an answer that the server is to continue. */
      readonly continues: boolean;
    };

type Body = Readonly<Record<string, unknown>>;

export interface AskedOf {
  readonly kind: RemoteKind;
  readonly model: string;
  readonly abilities: Pick<RemoteAbilities, 'logprobs'>;
}

/** @throws SarviError `grammar-invalid` for a grammar that the server does not take, `schema-invalid` */
export function requestOf(
  { kind, model, abilities }: AskedOf,
  prompt: RemotePrompt,
  sampling: SettledSampling & { readonly seed: number },
): { path: string; body: Body } {
  const common = {
    model,
    stream: true,
    stream_options: { include_usage: true },
    ...samplingOf(kind, sampling),
    ...grammarOf(kind, sampling.grammar),
    // Progress of the reading, which only llama-server tells.
    ...(kind === 'llama-server' ? { return_progress: true, cache_prompt: true } : {}),
  };
  const alternatives = abilities.logprobs ? sampling.alternatives : 0;
  const told = alternatives === 0 ? {} : { logprobs: alternatives };
  if (prompt.form === 'tokens') {
    return { path: '/v1/completions', body: { ...common, ...told, prompt: [...prompt.tokens] } };
  }
  // The text has the token that begins a prompt already.
  if (prompt.form === 'text') {
    return { path: '/v1/completions', body: { ...common, ...told, prompt: prompt.text, add_special_tokens: false } };
  }
  const continuing = prompt.continues ? CONTINUING[kind] : {};
  const inChat = alternatives === 0 ? {} : { logprobs: true, top_logprobs: alternatives };
  return { path: '/v1/chat/completions', body: { ...common, ...inChat, ...continuing, messages: prompt.messages } };
}

/** How a server is told that the last message is the beginning of its answer. */
const CONTINUING: Partial<Record<RemoteKind, Body>> = {
  vllm: { continue_final_message: true, add_generation_prompt: false },
  sglang: { continue_final_message: true },
};

function samplingOf(kind: RemoteKind, sampling: SettledSampling & { readonly seed: number }): Body {
  const { temperature, topP, topK, minP, repetitionPenalty, presencePenalty, frequencyPenalty } = sampling;
  const usual = {
    temperature,
    top_p: topP,
    max_tokens: sampling.maxTokens,
    seed: sampling.seed,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    ...(sampling.stop.length > 0 ? { stop: sampling.stop } : {}),
  };
  switch (kind) {
    case 'vllm':
    case 'sglang':
      // Without them, the values of the model's generation_config.json would count.
      return { ...usual, top_k: topK === 0 ? -1 : topK, min_p: minP, repetition_penalty: repetitionPenalty };
    case 'llama-server':
      return {
        ...usual,
        ...{ top_k: topK, min_p: minP, repeat_penalty: repetitionPenalty, repeat_last_n: sampling.penaltyWindow },
        // Samplers that Sarvi does not have.
        ...{ typical_p: 1, xtc_probability: 0, dry_multiplier: 0 },
      };
    case 'sarvi':
      return {
        ...usual,
        ...{ top_k: topK, min_p: minP, repetition_penalty: repetitionPenalty, repeat_last_n: sampling.penaltyWindow },
      };
    case 'lm-studio':
      return {
        ...usual,
        ...{ top_k: topK, min_p: minP, repeat_penalty: repetitionPenalty, repetition_penalty: repetitionPenalty },
      };
    case 'tgi': {
      // It refuses the 1 that means all.
      const { top_p: _all, ...others } = usual;
      return topP < 1 ? usual : others;
    }
    case 'ollama':
    case 'other':
      // A strict server refuses a field that it does not know, so one that does nothing is left out.
      return {
        ...usual,
        ...(topK === 0 ? {} : { top_k: topK }),
        ...(minP === 0 ? {} : { min_p: minP }),
        ...(repetitionPenalty === 1 ? {} : { repetition_penalty: repetitionPenalty }),
      };
  }
}

function grammarOf(kind: RemoteKind, grammar: SettledSampling['grammar']): Body {
  if (!grammar) return {};
  if (grammar.kind === 'gbnf') {
    if (kind === 'llama-server' || kind === 'sarvi') return { grammar: grammar.text };
    throw new SarviError('grammar-invalid', { reason: because('server-takes-no-grammar') });
  }
  const schema = schemaOf(grammar.text);
  return { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } };
}

function schemaOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new SarviError('schema-invalid', { reason: because('schema-not-json') }, { cause });
  }
}
