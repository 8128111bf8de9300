/** How the next token is chosen, and grammars of answers. */
import * as v from 'valibot';

/**
 * A grammar that an answer must match exactly: llama.cpp's GBNF, whose first rule is `root`, or a JSON schema, whose
 * objects then get every listed property in that order.
 */
export const Grammar = v.variant('kind', [
  v.strictObject({ kind: v.literal('gbnf'), text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100_000)) }),
  v.strictObject({ kind: v.literal('json-schema'), text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100_000)) }),
]);
export type Grammar = v.InferOutput<typeof Grammar>;

const Penalty = v.pipe(v.number(), v.minValue(-2), v.maxValue(2));
/** More alternatives than anyone looks at. */
export const MOST_ALTERNATIVES = 20;
export const MOST_STOP_STRINGS = 16;
export const MOST_PENALTY_WINDOW = 8192;

/**
 * How the next token is chosen, and what ends an answer. A missing field means the model's own default (its
 * `generation_config.json`), else `DEFAULT_SAMPLING`. Temperature 0 is greedy.
 */
export const Sampling = v.strictObject({
  temperature: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(5))),
  topP: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** 0 switches it off. */
  topK: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))),
  minP: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** Divides the logits of the tokens in the penalty window; 1 does nothing. */
  repetitionPenalty: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(5))),
  /** Subtracted from the logits of the tokens in the window: once for each token, and once for each occurrence. */
  presencePenalty: v.optional(Penalty),
  frequencyPenalty: v.optional(Penalty),
  /** How many tokens, including the prompt's, the three penalties look at; 0 switches them off. */
  penaltyWindow: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_PENALTY_WINDOW))),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff))),
  maxTokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(131_072))),
  /** The answer ends before the first of these; they are never shown. */
  stop: v.optional(v.pipe(v.array(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))), v.maxLength(MOST_STOP_STRINGS))),
  grammar: v.optional(Grammar),
  /** Written alone, with an empty cache and without guesses, so that a repeat gives the same answer. */
  repeatable: v.optional(v.boolean()),
  /** How many alternatives to keep for each token, with probabilities; 0 keeps none. */
  alternatives: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_ALTERNATIVES))),
});
export type Sampling = v.InferOutput<typeof Sampling>;

/** Poro 2's recommended temperature and answer length; the other fields switch llama.cpp's samplers off. */
export const DEFAULT_SAMPLING = {
  temperature: 0.7,
  topP: 1,
  topK: 0,
  minP: 0,
  repetitionPenalty: 1,
  presencePenalty: 0,
  frequencyPenalty: 0,
  penaltyWindow: 64,
  maxTokens: 500,
  stop: [] as string[],
  alternatives: 0,
} as const satisfies { readonly [Field in Exclude<keyof Sampling, 'seed' | 'grammar' | 'repeatable'>]-?: unknown };
