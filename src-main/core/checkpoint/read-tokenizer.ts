import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { parseAddedTokens } from './added-tokens.ts';
import { byteLevelVocabulary } from './byte-level-vocabulary.ts';
import { readChatTemplates, type ChatTemplates } from './chat-template.ts';
import type { ModelConfig } from './model-config.ts';
import { readJsonObject } from './read-json.ts';
import { parseSpecialTokens, type SpecialTokens } from './special-tokens.ts';
import type { TokenVocabulary } from './token-vocabulary.ts';

export interface Tokenizer extends TokenVocabulary {
  readonly special: SpecialTokens;
  readonly addSpacePrefix: boolean | null;
  readonly chatTemplates: ChatTemplates;
}

/** Llama 3.1's tokenizer.json takes 9 to 17 MB. */
const MAX_TOKENIZER_BYTES = 256 * 2 ** 20;
const MALFORMED = 'checkpoint-malformed-tokenizer';

/**
 * Reads `tokenizer.json` and what `tokenizer_config.json` adds to it.
 *
 * @throws SarviError `checkpoint-missing-tokenizer`, `checkpoint-malformed-tokenizer`,
 *   `checkpoint-unsupported-tokenizer`
 */
export async function readTokenizer(folder: string, config: ModelConfig): Promise<Tokenizer> {
  const path = join(folder, 'tokenizer.json');
  const tokenizer = await readJsonObject(folder, 'tokenizer.json', MALFORMED, MAX_TOKENIZER_BYTES);
  if (tokenizer === null) throw new SarviError('checkpoint-missing-tokenizer', { path: folder });
  const tokenizerConfig = await readJsonObject(folder, 'tokenizer_config.json', MALFORMED, MAX_TOKENIZER_BYTES);
  const listed = parseAddedTokens(tokenizer['added_tokens'], path);
  const vocabulary = byteLevelVocabulary(tokenizer, tokenizerConfig, listed, config.vocabularySize, path);
  const special = parseSpecialTokens(tokenizer, tokenizerConfig, listed, config.specialTokenIds);
  const known = [...special.ids].filter(([, id]) => id < config.vocabularySize);
  const addPrefixSpace = tokenizerConfig?.['add_prefix_space'];
  return {
    ...vocabulary,
    special: { ...special, ids: new Map(known) },
    addSpacePrefix: typeof addPrefixSpace === 'boolean' ? addPrefixSpace : null,
    chatTemplates: await readChatTemplates(folder, tokenizerConfig),
  };
}
