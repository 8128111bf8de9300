import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { mergeAddedTokens, parseAddedTokens, type AddedToken } from './added-tokens.ts';
import { decodeByteLevel } from './byte-level.ts';
import { readChatTemplates, type ChatTemplates } from './chat-template.ts';
import type { ModelConfig } from './model-config.ts';
import { parseMerges, readVocabulary, refuseOtherKinds } from './llama-bpe.ts';
import { isObject, readJsonObject } from './read-json.ts';
import { parseSpecialTokens, type SpecialTokens } from './special-tokens.ts';

/** How llama.cpp treats a token (`enum llama_token_type`). */
export const TOKEN_KIND = { normal: 1, control: 3, userDefined: 4, unused: 5 } as const;
export type TokenKind = (typeof TOKEN_KIND)[keyof typeof TOKEN_KIND];

export interface Tokenizer {
  /** By id; as many as the model's embedding has rows. */
  readonly tokens: readonly string[];
  readonly kinds: readonly TokenKind[];
  /** Two pieces with a space between, the earliest merged first. */
  readonly merges: readonly string[];
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
 * Ids of the model's vocabulary that no token has are filled up as unused ones. Added tokens beyond the vocabulary
 * are left out: the model has no embedding for them.
 *
 * @throws SarviError `checkpoint-missing-tokenizer`, `checkpoint-malformed-tokenizer`,
 *   `checkpoint-unsupported-tokenizer`
 */
export async function readTokenizer(folder: string, config: ModelConfig): Promise<Tokenizer> {
  const path = join(folder, 'tokenizer.json');
  const tokenizer = await readJsonObject(folder, 'tokenizer.json', MALFORMED, MAX_TOKENIZER_BYTES);
  if (tokenizer === null) throw new SarviError('checkpoint-missing-tokenizer', { path: folder });
  const tokenizerConfig = await readJsonObject(folder, 'tokenizer_config.json', MALFORMED, MAX_TOKENIZER_BYTES);
  const { model } = tokenizer;
  if (!isObject(model)) throw new SarviError(MALFORMED, { path, reason: because('no-tokenizer-model') });
  refuseOtherKinds(tokenizer, model);

  const vocabulary = readVocabulary(model['vocab'], config.vocabularySize, path);
  const listed = parseAddedTokens(tokenizer['added_tokens'], path);
  const added = mergeAddedTokens(listed, tokenizerConfig, (content) => vocabulary.ids.get(content));
  const { tokens, kinds } = describeTokens(vocabulary.tokens, added, config.vocabularySize);
  const special = parseSpecialTokens(tokenizer, tokenizerConfig, listed, config.specialTokenIds);
  const known = [...special.ids].filter(([, id]) => id < config.vocabularySize);
  const addPrefixSpace = tokenizerConfig?.['add_prefix_space'];
  return {
    tokens,
    kinds,
    merges: parseMerges(model['merges'], path),
    special: { ...special, ids: new Map(known) },
    addSpacePrefix: typeof addPrefixSpace === 'boolean' ? addPrefixSpace : null,
    chatTemplates: await readChatTemplates(folder, tokenizerConfig),
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
      tokens.push(`[PAD${id}]`);
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

/** Tokens that some checkpoints forget to mark as special, told by their look as llama.cpp's converter does. */
function looksSpecial(text: string): boolean {
  return (
    ['<pad>', '<mask>', '<2mass>', '[@BOS@]'].includes(text) ||
    (text.startsWith('<|') && text.endsWith('|>')) ||
    (text.startsWith('<\uff5c') && text.endsWith('\uff5c>')) ||
    (text.startsWith('<unused') && text.endsWith('>'))
  );
}
