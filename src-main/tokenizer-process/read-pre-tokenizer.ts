import { Tokenizer } from '@huggingface/tokenizers';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { PreTokenizer } from '#contract/imports';
import { because } from '#contract/reasons';
import { isByteLevelBpe } from '../core/checkpoint/byte-level-bpe.ts';
import { CHECK_TEXT } from '../core/checkpoint/check-text.ts';
import { loadedPostProcessor } from '../core/checkpoint/loaded-post-processor.ts';
import { readConfigFile } from '../core/checkpoint/model-config.ts';
import { hasSentencePiece } from '../core/checkpoint/read-sentencepiece.ts';
import { readTokenizerFiles } from '../core/checkpoint/read-tokenizer.ts';
import { tellPreTokenizer } from '../core/checkpoint/tell-pre-tokenizer.ts';

/** The used part of the package; Node's module resolution does not find the package's own types. */
type TokenizerClass = new (
  tokenizer: object,
  config: object,
) => { encode(text: string, options?: { readonly add_special_tokens: boolean }): { readonly ids: number[] } };
const LoadedTokenizer = Tokenizer as unknown as TokenizerClass;

/**
 * @throws SarviError as `readConfigFile` and `readTokenizerFiles`; `checkpoint-malformed-tokenizer`, `checkpoint-unsupported-tokenizer`;
 *   `tokenizer-check-failed` for a tokenizer that cannot be run
 */
export async function readPreTokenizer(folder: string): Promise<PreTokenizer | null> {
  const config = await readConfigFile(folder);
  // As in the converter, a tokenizer.json beside a SentencePiece file is not looked at.
  if (await hasSentencePiece(folder)) return null;
  const { tokenizer, tokenizerConfig } = await readTokenizerFiles(folder);
  if (tokenizer === null || !isByteLevelBpe(tokenizer)) return null;
  const postProcessor = loadedPostProcessor(tokenizer, tokenizerConfig, config);
  const path = join(folder, 'tokenizer.json');
  const { ids, innerIds } = encode({ ...tokenizer, post_processor: postProcessor }, tokenizerConfig ?? {}, path);
  if (!ids.every(Number.isSafeInteger)) {
    throw new SarviError('checkpoint-malformed-tokenizer', { path, reason: because('token-around-missing') });
  }
  return tellPreTokenizer(tokenizer, ids, innerIds);
}

function encode(tokenizer: object, config: object, path: string): { ids: number[]; innerIds: number[] } {
  try {
    const loaded = new LoadedTokenizer(tokenizer, config);
    const { ids } = loaded.encode(CHECK_TEXT);
    return { ids, innerIds: loaded.encode(CHECK_TEXT, { add_special_tokens: false }).ids };
  } catch (error) {
    const line = String(error).split('\n')[0] ?? '';
    throw new SarviError(
      'tokenizer-check-failed',
      { path, reason: because('tokenizer-error', { line }) },
      { cause: error },
    );
  }
}
