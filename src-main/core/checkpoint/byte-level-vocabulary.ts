import { mergeAddedTokens, type AddedToken } from './added-tokens.ts';
import { decodeByteLevel } from './byte-level.ts';
import { parseMerges, readVocabulary, refuseOtherKinds } from './byte-level-bpe.ts';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { isObject, type JsonObject } from './read-json.ts';
import { looksSpecial, paddingName, TOKEN_KIND, type TokenKind, type TokenVocabulary } from './token-vocabulary.ts';

/**
 * Byte-level BPE of `tokenizer.json`. Ids without a token are filled with unused ones. Added tokens beyond the model's
 * vocabulary are dropped: the model has no embedding for them.
 *
 * @param listed - `added_tokens` of tokenizer.json
 * @param size - of the model's vocabulary
 * @throws SarviError `checkpoint-malformed-tokenizer`, `checkpoint-unsupported-tokenizer`
 */
export function byteLevelVocabulary(
  tokenizer: JsonObject,
  tokenizerConfig: JsonObject | null,
  listed: readonly AddedToken[],
  size: number,
  path: string,
): TokenVocabulary {
  const { model } = tokenizer;
  if (!isObject(model)) {
    throw new SarviError('checkpoint-malformed-tokenizer', { path, reason: because('no-tokenizer-model') });
  }
  refuseOtherKinds(model);
  const vocabulary = readVocabulary(model['vocab'], size, path);
  const added = mergeAddedTokens(listed, tokenizerConfig, (content) => vocabulary.ids.get(content));
  return {
    model: 'gpt2',
    pre: null,
    ...describeTokens(vocabulary.tokens, added, size),
    scores: null,
    merges: parseMerges(model['merges'], path),
    wholePieces: [],
    notes: [],
  };
}

function describeTokens(
  base: ReadonlyMap<number, string>,
  added: ReadonlyMap<number, AddedToken>,
  size: number,
): { tokens: string[]; kinds: TokenKind[] } {
  const tokens: string[] = [];
  const kinds: TokenKind[] = [];
  for (let id = 0; id < size; id += 1) {
    const special = added.get(id);
    const content = special?.content ?? base.get(id);
    if (content === undefined) {
      tokens.push(paddingName(id));
      kinds.push(TOKEN_KIND.unused);
    } else if (special === undefined) {
      tokens.push(content);
      kinds.push(TOKEN_KIND.normal);
    } else {
      const text = special.normalized ? content : decodeByteLevel(content);
      const control = special.special || looksSpecial(text);
      tokens.push(control ? text : text.replaceAll('\u2581', ' '));
      kinds.push(control ? TOKEN_KIND.control : TOKEN_KIND.userDefined);
    }
  }
  return { tokens, kinds };
}
