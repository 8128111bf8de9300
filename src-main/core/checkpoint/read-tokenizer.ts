import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { parseAddedTokens } from './added-tokens.ts';
import { blankBefore, type BlankBefore } from './blank-before.ts';
import { byteFallbackVocabulary, hasByteFallback } from './byte-fallback-vocabulary.ts';
import { byteLevelVocabulary } from './byte-level-vocabulary.ts';
import { readChatTemplates, type ChatTemplates } from './chat-template.ts';
import type { ModelConfig } from './model-config.ts';
import { readJsonObject, type JsonObject } from './read-json.ts';
import { readSentencePiece } from './read-sentencepiece.ts';
import { requireLoadableTokens } from './require-loadable-tokens.ts';
import { sentencePieceVocabulary } from './sentencepiece-vocabulary.ts';
import { parseSpecialTokens, type SpecialTokens } from './special-tokens.ts';
import type { TokenVocabulary } from './token-vocabulary.ts';

export interface Tokenizer extends TokenVocabulary {
  readonly special: SpecialTokens;
  readonly addSpacePrefix: boolean | null;
  /** Null for byte-level BPE. */
  readonly blankBefore: BlankBefore | null;
  readonly chatTemplates: ChatTemplates;
}

/** Llama 3.1's tokenizer.json has 9 to 17 MB. */
const MAX_TOKENIZER_BYTES = 256 * 2 ** 20;
const MALFORMED = 'checkpoint-malformed-tokenizer';

/**
 * Reads `tokenizer.model`, or else `tokenizer.json`, and the additions of `tokenizer_config.json`. llama.cpp's
 * converter uses the same order.
 *
 * @throws SarviError `checkpoint-missing-tokenizer`, `checkpoint-malformed-tokenizer`,
 *   `checkpoint-unsupported-tokenizer`
 */
export async function readTokenizer(folder: string, config: ModelConfig): Promise<Tokenizer> {
  const size = config.vocabularySize;
  const pieces = await readSentencePiece(folder, size);
  const path = join(folder, 'tokenizer.json');
  const { tokenizer, tokenizerConfig } = await readTokenizerFiles(folder);
  const listed = parseAddedTokens(tokenizer?.['added_tokens'], path);
  let vocabulary: TokenVocabulary;
  if (pieces) vocabulary = await sentencePieceVocabulary(folder, pieces, tokenizerConfig, size);
  else if (tokenizer === null) throw new SarviError('checkpoint-missing-tokenizer', { path: folder });
  else {
    const read = hasByteFallback(tokenizer) ? byteFallbackVocabulary : byteLevelVocabulary;
    vocabulary = read(tokenizer, tokenizerConfig, listed, size, path);
  }
  requireLoadableTokens(vocabulary, pieces ? join(folder, 'tokenizer.model') : path);

  const special = parseSpecialTokens(tokenizer, tokenizerConfig, listed, config.specialTokenIds);
  const known = [...special.ids].filter(([, id]) => id < size);
  const addPrefixSpace = tokenizerConfig?.['add_prefix_space'];
  return {
    ...vocabulary,
    special: { ...special, ids: new Map(known) },
    addSpacePrefix: typeof addPrefixSpace === 'boolean' ? addPrefixSpace : null,
    blankBefore: vocabulary.model === 'llama' ? blankBefore(tokenizer, tokenizerConfig, pieces) : null,
    chatTemplates: await readChatTemplates(folder, tokenizerConfig),
  };
}

/**
 * `tokenizer.json` and `tokenizer_config.json`; null for a missing one. @throws SarviError
 * `checkpoint-malformed-tokenizer`
 */
export async function readTokenizerFiles(
  folder: string,
): Promise<{ readonly tokenizer: JsonObject | null; readonly tokenizerConfig: JsonObject | null }> {
  const read = (name: string): Promise<JsonObject | null> =>
    readJsonObject(folder, name, MALFORMED, MAX_TOKENIZER_BYTES);
  return { tokenizer: await read('tokenizer.json'), tokenizerConfig: await read('tokenizer_config.json') };
}
