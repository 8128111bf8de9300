/**
 * SentencePiece's BPE as `tokenizer.json` has it: characters without a token become tokens of their bytes, and a blank is
 * written as U+2581. Such a file has merges and no scores.
 *
 * @see ggml-org/llama.cpp gguf-py/gguf/vocab.py (`LlamaHfVocab`)
 */
import { because, type Reason } from '#contract/reasons';
import { mergeAddedTokens, type AddedToken } from './added-tokens.ts';
import { steps } from './blank-before.ts';
import { parseMerges, readVocabulary } from './byte-level-bpe.ts';
import { isObject, type JsonObject } from './read-json.ts';
import { ADDED_SCORE } from './sentencepiece-vocabulary.ts';
import { looksSpecial, paddingName, TOKEN_KIND, type TokenKind, type TokenVocabulary } from './token-vocabulary.ts';

/** Whether llama.cpp's converter takes it for a SentencePiece vocabulary. */
export function hasByteFallback({ model, decoder }: JsonObject): boolean {
  return (
    isObject(model) &&
    model['type'] === 'BPE' &&
    model['byte_fallback'] === true &&
    isObject(decoder) &&
    decoder['type'] === 'Sequence'
  );
}

/**
 * The converter gives every token the same score, and llama.cpp would then put together the leftmost tokens first. Here a
 * token's score is the place of its first merge, so that llama.cpp merges in the file's order. Ids of the model's
 * vocabulary that no token has are filled up; added tokens beyond it are left out.
 *
 * @param listed - `added_tokens` of tokenizer.json
 * @param size - of the model's vocabulary
 * @throws SarviError `checkpoint-malformed-tokenizer`, `checkpoint-unsupported-tokenizer`
 */
export function byteFallbackVocabulary(
  tokenizer: JsonObject,
  tokenizerConfig: JsonObject | null,
  listed: readonly AddedToken[],
  size: number,
  path: string,
): TokenVocabulary {
  const model = isObject(tokenizer['model']) ? tokenizer['model'] : {};
  const vocabulary = readVocabulary(model['vocab'], size, path);
  const added = mergeAddedTokens(listed, tokenizerConfig, (content) => vocabulary.ids.get(content));
  const scoreOf = rankScores(parseMerges(model['merges'], path));
  const tokens: string[] = [];
  const kinds: TokenKind[] = [];
  const scores: number[] = [];
  const push = (text: string, kind: TokenKind, score: number): void => {
    tokens.push(text);
    kinds.push(kind);
    scores.push(score);
  };
  for (let id = 0; id < size; id += 1) {
    const special = added.get(id);
    const text = special?.content ?? vocabulary.tokens.get(id);
    if (text === undefined) push(paddingName(id), TOKEN_KIND.unused, scoreOf(''));
    else if (/^<0x[\dA-Fa-f]{2}>$/.test(text)) push(text, TOKEN_KIND.byte, scoreOf(text));
    else if (special === undefined) push(text, TOKEN_KIND.normal, scoreOf(text));
    else if (special.special || looksSpecial(text)) push(text, TOKEN_KIND.control, ADDED_SCORE);
    else push(text.replaceAll('\u2581', ' '), TOKEN_KIND.userDefined, ADDED_SCORE);
  }
  // Those are matched in the rewritten text, as the pieces that SentencePiece's makers define.
  const inner = [...added.values()].filter((token) => !token.special && token.normalized && token.id < size);
  const wholePieces = inner.map(({ id }) => id);
  return { model: 'llama', pre: 'default', tokens, kinds, scores, merges: [], wholePieces, notes: notesOf(tokenizer) };
}

/** Minus the place of the first merge that makes a token; lower than all for a token that no merge makes. */
function rankScores(merges: readonly string[]): (token: string) => number {
  const scores = new Map<string, number>();
  merges.forEach((merge, rank) => {
    const token = merge.replace(' ', '');
    if (!scores.has(token)) scores.set(token, 0 - rank);
  });
  return (token) => scores.get(token) ?? -merges.length;
}

function notesOf({ normalizer }: JsonObject): Reason[] {
  const types = steps(normalizer, 'normalizers').map(({ type }) => String(type));
  const others = types.filter((type) => !['Prepend', 'Replace'].includes(type));
  const left = others.length === 0 ? [] : [because('normalizer-left-out', { name: others.join(', ') })];
  return [because('scores-by-rank'), ...left];
}
