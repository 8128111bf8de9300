/** The fields of a request that say how tokens are chosen and what ends an answer, for every endpoint that writes. */
import * as v from 'valibot';
import { MOST_ALTERNATIVES, MOST_PENALTY_WINDOW, type Sampling } from '#contract/sampling';
import type { SettledSampling } from '../engine/protocol.ts';
import { settleSampling } from '../generation/settle-sampling.ts';
import { refusedField } from './api-error.ts';

/** Editors send up to some dozens. */
const MOST_STOPS = 256;
/** An answer that is never ended by a count ends at the end of the window. */
const TO_THE_END = 131_072;
export const MOST_CHOICES = 8;
const MOST_BIASED = 1024;
const MOST_BIAS = 100;

const Whole = v.pipe(v.number(), v.safeInteger());
const within = (least: number, most: number): v.GenericSchema<unknown, number> =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most));
const wholeWithin = (least: number, most: number): v.GenericSchema<unknown, number> =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const StopString = v.pipe(v.string(), v.maxLength(1000));
const Biases = v.union([
  v.record(v.string(), within(-MOST_BIAS, MOST_BIAS)),
  v.array(v.strictTuple([v.pipe(v.number(), v.integer(), v.minValue(0)), v.union([v.number(), v.literal(false)])])),
]);

/** Optional fields may be null, as many clients send them. */
export const SamplingFields = {
  temperature: v.nullish(within(0, 5)),
  top_p: v.nullish(within(0, 1)),
  top_k: v.nullish(wholeWithin(-1, 1_000_000)),
  min_p: v.nullish(within(0, 1)),
  presence_penalty: v.nullish(within(-2, 2)),
  frequency_penalty: v.nullish(within(-2, 2)),
  repetition_penalty: v.nullish(within(0.1, 5)),
  repeat_penalty: v.nullish(within(0.1, 5)),
  /** llama-server's: how many tokens the penalties look at; -1 is all of them. */
  repeat_last_n: v.nullish(wholeWithin(-1, 1_000_000_000)),
  seed: v.nullish(Whole),
  stop: v.nullish(v.union([StopString, v.pipe(v.array(StopString), v.maxLength(MOST_STOPS))])),
  n: v.nullish(wholeWithin(1, MOST_CHOICES)),
  logit_bias: v.nullish(Biases),
  max_tokens: v.nullish(wholeWithin(-1, 1_000_000_000)),
  stream: v.nullish(v.boolean()),
  stream_options: v.nullish(v.object({ include_usage: v.nullish(v.boolean()) })),
  grammar: v.nullish(v.pipe(v.string(), v.nonEmpty(), v.maxLength(100_000))),
} as const;

export type SamplingRequest = v.InferOutput<v.ObjectSchema<typeof SamplingFields, undefined>>;

/** Requests for what Sarvi does not do are refused by name, since an answer without it would be wrong unnoticed. */
const NOT_KEPT = [
  ...['functions', 'function_call', 'audio', 'web_search_options', 'structured_outputs', 'guided_json'],
  ...['guided_regex', 'guided_choice', 'guided_grammar', 'json_schema', 'chat_template', 'chat_template_kwargs'],
  ...['ignore_eos', 'min_tokens', 'lora', 'best_of', 'use_beam_search', 'suffix', 'prompt_logprobs', 'bad_words'],
  ...['echo', 'stop_token_ids', 'allowed_token_ids', 'include_stop_str_in_output', 'truncate_prompt_tokens'],
  ...['return_tokens_as_token_ids', 'return_token_ids', 'logits_processors', 'n_predict', 'length_penalty'],
  ...['mirostat', 'typical_p', 'tfs_z', 'xtc_probability', 'dry_multiplier', 'dynatemp_range', 'top_n_sigma'],
];

/** The values with which these do nothing, besides those of `isNothing`; some clients send every sampler. */
const NEUTRAL: Readonly<Record<string, number>> = {
  ...{ best_of: 1, length_penalty: 1, typical_p: 1, tfs_z: 1, top_n_sigma: -1, n_predict: -1 },
};

/** @throws ApiError 400 naming the field */
export function refuseUnkept(body: Readonly<Record<string, unknown>>, kept: readonly string[] = []): void {
  for (const name of NOT_KEPT) {
    const value = body[name];
    if (isNothing(value) || value === NEUTRAL[name] || kept.includes(name)) continue;
    throw refusedField(name, `Sarvi cannot keep ${name}, so the request is refused.`, 'unsupported_parameter');
  }
}

function isNothing(value: unknown): boolean {
  const isEmpty = (Array.isArray(value) && value.length === 0) || value === '' || value === 0;
  return isEmpty || value === undefined || value === null || value === false;
}

/** @throws ApiError 400 naming the first field that is wrong */
export function parseFields<Schema extends v.GenericSchema>(
  schema: Schema,
  body: Readonly<Record<string, unknown>>,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw refusedField(path, `${path ?? 'The request'} is wrong: ${issue.message.slice(0, 300)}.`, 'invalid_value');
}

/**
 * Settles how tokens are chosen: the request's fields, then the model's own, then Sarvi's.
 *
 * @param maxTokens - the request's limit; null and -1 stand for the end of the window
 */
export function settleRequest(
  body: SamplingRequest,
  model: Sampling,
  more: { readonly maxTokens: number | null; readonly alternatives?: number },
): SettledSampling {
  const repetitionPenalty = body.repetition_penalty ?? body.repeat_penalty ?? undefined;
  const { maxTokens, alternatives = 0 } = more;
  const requested: Sampling = {
    ...(given(body.temperature, 'temperature') satisfies Sampling),
    ...given(body.top_p, 'topP'),
    ...(body.top_k === null || body.top_k === undefined
      ? {}
      : { topK: body.top_k > 1000 ? 0 : Math.max(0, body.top_k) }),
    ...given(body.min_p, 'minP'),
    ...given(body.presence_penalty, 'presencePenalty'),
    ...given(body.frequency_penalty, 'frequencyPenalty'),
    ...given(repetitionPenalty, 'repetitionPenalty'),
    ...given(penaltyWindowOf(body.repeat_last_n), 'penaltyWindow'),
    ...(body.seed === null || body.seed === undefined ? {} : { seed: fold(body.seed) }),
    maxTokens: maxTokens === null || maxTokens < 0 ? TO_THE_END : maxTokens,
    stop: [body.stop ?? []].flat().filter((text) => text !== ''),
    alternatives: Math.min(alternatives, MOST_ALTERNATIVES),
    ...(body.grammar === null || body.grammar === undefined ? {} : { grammar: { kind: 'gbnf', text: body.grammar } }),
  };
  const logitBias = biasesOf(body.logit_bias);
  return { ...settleSampling(requested, model), ...(logitBias.length === 0 ? {} : { logitBias }) };
}

/** The seed of the choice with this number, so that choices differ and can be had again. */
export function seedOfChoice(seed: number | null, index: number): number | null {
  return seed === null ? null : fold(seed + index);
}

function given<Name extends keyof Sampling>(value: number | null | undefined, name: Name): Sampling {
  return value === null || value === undefined ? {} : { [name]: value };
}

function penaltyWindowOf(last: number | null | undefined): number | null {
  if (last === null || last === undefined) return null;
  return last < 0 ? MOST_PENALTY_WINDOW : Math.min(last, MOST_PENALTY_WINDOW);
}

function fold(seed: number): number {
  return ((seed % 2 ** 32) + 2 ** 32) % 2 ** 32;
}

/** As a record (OpenAI) or a list of pairs, in which `false` bans (llama.cpp). */
function biasesOf(bias: SamplingRequest['logit_bias']): [number, number][] {
  if (bias === null || bias === undefined) return [];
  const pairs = Array.isArray(bias)
    ? bias.map(([token, value]) => [token, value === false ? -MOST_BIAS : value] as [number, number])
    : Object.entries(bias).map(([token, value]) => [Number(token), value] as [number, number]);
  if (pairs.length > MOST_BIASED) throw refusedField('logit_bias', `At most ${MOST_BIASED} tokens may have a bias.`);
  const isToken = ([token, value]: [number, number]): boolean =>
    Number.isSafeInteger(token) && token >= 0 && token < 2 ** 32 && Math.abs(value) <= MOST_BIAS;
  if (!pairs.every(isToken)) throw refusedField('logit_bias', 'Keys are token ids, and values from -100 to 100.');
  return pairs;
}
