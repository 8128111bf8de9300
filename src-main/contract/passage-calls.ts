/**
 * Passages of texts that are too long for a window: found by a question, or as parts in their order. The texts are only
 * in memory, and the ones that were not used for the longest time are forgotten.
 */
import * as v from 'valibot';
import { call } from './call.ts';
import { Count, Fraction } from './primitives.ts';

/** In UTF-16 units; some hundred times the window of a model on a laptop. */
export const MOST_LONG_TEXT = 5_000_000;
/** Texts that one question is asked of. */
export const MOST_LONG_TEXTS = 20;

const TextId = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const Place = {
  /** In UTF-16 units of the text. */
  start: Count,
  end: Count,
  /** The headings that it is under, the outermost first. */
  headings: v.array(v.string()),
  /** An estimate. */
  tokens: Count,
};

const Passage = v.strictObject({
  textId: TextId,
  ...Place,
  /** Of the best one. */
  score: Fraction,
  /** Whether it is among the best that have room together. */
  chosen: v.boolean(),
  snippet: v.array(v.strictObject({ text: v.string(), marked: v.boolean() })),
});
export type Passage = v.InferOutput<typeof Passage>;

const TextPart = v.strictObject({ ...Place, beginning: v.string() });
export type TextPart = v.InferOutput<typeof TextPart>;

/** Takes a text into memory. The same text has the same id. */
export const openText = call('passages.open', {
  input: v.strictObject({ text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MOST_LONG_TEXT)) }),
  output: v.strictObject({ textId: TextId }),
  errors: [],
});

/**
 * The passages that have the words of a question, inflected and in compounds too, the best first. `how` tells where
 * they come from: without a word to look for they are the beginning of the texts.
 */
export const findPassages = call('passages.find', {
  input: v.strictObject({
    textIds: v.pipe(v.array(TextId), v.minLength(1), v.maxLength(MOST_LONG_TEXTS)),
    question: v.pipe(v.string(), v.maxLength(100_000)),
    /** What the chosen ones may have together. */
    mostTokens: Count,
  }),
  output: v.strictObject({ how: v.picklist(['found', 'beginning', 'nothing']), passages: v.array(Passage) }),
  errors: ['document-unknown'],
});

/** A text in parts of at most so many tokens, by an estimate. They are cut at headings and paragraphs. */
export const cutText = call('passages.parts', {
  input: v.strictObject({ textId: TextId, mostTokens: v.pipe(Count, v.minValue(50)) }),
  output: v.strictObject({ parts: v.array(TextPart) }),
  errors: ['document-unknown'],
});
