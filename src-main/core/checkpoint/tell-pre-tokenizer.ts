import { createHash } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { PreTokenizer } from '#contract/imports';
import { describeSteps, nameByStructure } from './known-pre-tokenizers.ts';
import { PRE_TOKENIZERS_BY_HASH } from './pre-tokenizer-hashes.ts';
import { isObject, type JsonObject } from './read-json.ts';

/** Enough for the longest known pattern. */
const MOST_WORDS = 400;

/**
 * The name of a byte-level BPE tokenizer for `tokenizer.ggml.pre`: the converter's name for the ids of the check text,
 * or else the name of exactly its steps, if no earlier step exists that llama.cpp would skip.
 *
 * @param tokenizer - `tokenizer.json`
 * @param ids - of the check text, with the tokens that the tokenizer adds around a text
 * @param innerIds - of the text alone
 * @throws SarviError `checkpoint-unsupported-tokenizer`
 */
export function tellPreTokenizer(
  tokenizer: JsonObject,
  ids: readonly number[],
  innerIds: readonly number[],
): PreTokenizer {
  const hash = createHash('sha256')
    .update(`[${ids.join(', ')}]`)
    .digest('hex');
  const known = PRE_TOKENIZERS_BY_HASH.get(hash);
  if (known !== undefined) return { name: known, toldBy: 'check-text' };

  const { normalizer } = tokenizer;
  const steps = describeSteps(tokenizer['pre_tokenizer']);
  const addsBos = ids.length > innerIds.length && ids[0] !== innerIds[0];
  const name = isObject(normalizer) ? null : nameByStructure(steps, addsBos);
  if (name !== null) return { name, toldBy: 'structure' };

  const before = isObject(normalizer) ? [`normalizer ${JSON.stringify(normalizer['type'])}`] : [];
  const words = [...before, ...(steps.length === 0 ? ['no pre_tokenizer'] : steps)].join(', ');
  const found = words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS)}…` : words;
  throw new SarviError('checkpoint-unsupported-tokenizer', { found: `${found} (${hash.slice(0, 8)})` });
}
