/**
 * SentencePiece's BPE in the form of `tokenizer.json`: characters without a token become tokens of their bytes, and
 * U+2581 stands for a blank. Such a file has merges and no scores.
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

/** Whether llama.cpp's converter treats it as a SentencePiece vocabulary. */
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
 * The converter gives every token the same score, so llama.cpp would merge the leftmost tokens first. Here a token's
 * score is the place of its first merge, so llama.cpp merges in the file's order. Ids without a token are filled with
 * padding; added tokens beyond the model's vocabulary are dropped.
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
  // These are matched in the rewritten text, like SentencePiece's user-defined pieces.
  const inner = [...added.values()].filter((token) => !token.special && token.normalized && token.id < size);
  const wholePieces = inner.map(({ id }) => id);
  return { model: 'llama', pre: 'default', tokens, kinds, scores, merges: [], wholePieces, notes: notesOf(tokenizer) };
}

/** Minus the place of the first merge that makes the token; a token that no merge makes gets the lowest score. */
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
