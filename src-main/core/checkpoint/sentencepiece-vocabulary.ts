/**
 * The vocabulary of a SentencePiece file (`tokenizer.model`), in the steps of llama.cpp's converter: first the pieces,
 * then `added_tokens.json`, then `added_tokens_decoder` of `tokenizer_config.json`. Each step may change the result of
 * the earlier ones.
 *
 * @see ggml-org/llama.cpp conversion/base.py (`_create_vocab_sentencepiece`)
 */
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { isTokenId } from './added-tokens.ts';
import { isObject, readJsonObject, type JsonObject } from './read-json.ts';
import { PIECE_KIND, type SentencePieceModel } from './sentencepiece-model.ts';
import { looksSpecial, paddingName, TOKEN_KIND, type TokenKind, type TokenVocabulary } from './token-vocabulary.ts';

const MALFORMED = 'checkpoint-malformed-tokenizer';
const ADDED_NAME = 'added_tokens.json';
const MAX_ADDED_BYTES = 16 * 2 ** 20;
/** Lower than the score of every piece, so that no merge ever makes one of these. */
const PADDING_SCORE = -10_000;
export const ADDED_SCORE = -1000;

interface Tokens {
  readonly tokens: string[];
  readonly kinds: TokenKind[];
  readonly scores: number[];
}

/** User-defined pieces count as normal ones and are listed separately. */
const KINDS: Readonly<Record<number, TokenKind>> = {
  [PIECE_KIND.unknown]: TOKEN_KIND.unknown,
  [PIECE_KIND.control]: TOKEN_KIND.control,
  [PIECE_KIND.unused]: TOKEN_KIND.unused,
  [PIECE_KIND.byte]: TOKEN_KIND.byte,
};

/**
 * @param size - of the model's vocabulary; ids without a token are filled with padding, added tokens beyond it are
 *   dropped
 * @throws SarviError `checkpoint-malformed-tokenizer`, `checkpoint-unsupported-tokenizer`
 */
export async function sentencePieceVocabulary(
  folder: string,
  model: SentencePieceModel,
  tokenizerConfig: JsonObject | null,
  size: number,
): Promise<TokenVocabulary> {
  refuseOtherKinds(model);
  const all: Tokens = {
    tokens: Array.from({ length: size }, (_, id) => paddingName(id)),
    kinds: new Array<TokenKind>(size).fill(TOKEN_KIND.unused),
    scores: new Array<number>(size).fill(PADDING_SCORE),
  };
  model.pieces.forEach(({ text, score, kind }, id) => set(all, id, text, KINDS[kind] ?? TOKEN_KIND.normal, score));

  const added = await readJsonObject(folder, ADDED_NAME, MALFORMED, MAX_ADDED_BYTES);
  for (const [text, id] of Object.entries(added ?? {})) {
    if (!isTokenId(id)) {
      const reason = because('token-id-is', { token: JSON.stringify(text), tokenId: JSON.stringify(id) });
      throw new SarviError(MALFORMED, { path: join(folder, ADDED_NAME), reason });
    }
    set(all, id, text, TOKEN_KIND.userDefined, ADDED_SCORE);
  }

  const decoder = tokenizerConfig?.['added_tokens_decoder'];
  for (const [key, entry] of Object.entries(isObject(decoder) ? decoder : {})) {
    const id = Number(key);
    if (!isTokenId(id) || !isObject(entry) || typeof entry['content'] !== 'string') {
      const reason = because('added-token-incomplete');
      throw new SarviError(MALFORMED, { path: join(folder, 'tokenizer_config.json'), reason });
    }
    const { content } = entry;
    const isControl = Boolean(entry['special']) || looksSpecial(content);
    const text = isControl ? content : content.replaceAll('\u2581', ' ');
    set(all, id, text, isControl ? TOKEN_KIND.control : TOKEN_KIND.userDefined, ADDED_SCORE);
  }
  const wholePieces = model.pieces.flatMap(({ kind }, id) => (kind === PIECE_KIND.userDefined ? [id] : []));
  return { model: 'llama', pre: 'default', ...all, merges: [], wholePieces, notes: notesOf(model) };
}

/** Refuses kinds that llama.cpp would treat as this one and cut into other tokens. */
function refuseOtherKinds(model: SentencePieceModel): void {
  const refuse = (found: string): never => {
    throw new SarviError('checkpoint-unsupported-tokenizer', { found: `SentencePiece ${found}` });
  };
  if (model.algorithm !== 'bpe') refuse(model.algorithm);
  if (!model.byteFallback) refuse('BPE without byte_fallback');
  if (model.blanksBehindWords) refuse('BPE with treat_whitespace_as_suffix');
  if (!model.escapesBlanks) refuse('BPE without escape_whitespaces');
}

/** llama.cpp neither normalizes nor trims with such a vocabulary. */
function notesOf({ normalizes, normalizer, trimsBlanks }: SentencePieceModel): Reason[] {
  const notes: Reason[] = [];
  if (normalizes && normalizer !== 'identity') notes.push(because('normalizer-left-out', { name: normalizer || '?' }));
  if (trimsBlanks) notes.push(because('blanks-not-trimmed'));
  return notes;
}

function set({ tokens, kinds, scores }: Tokens, id: number, text: string, kind: TokenKind, score: number): void {
  if (id >= tokens.length) return;
  tokens[id] = text;
  kinds[id] = kind;
  scores[id] = score;
}
