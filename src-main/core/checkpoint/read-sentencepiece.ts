import { join } from 'node:path';
import { readFileBytes } from './read-json.ts';
import { parseSentencePieceModel, type SentencePieceModel } from './sentencepiece-model.ts';

const NAME = 'tokenizer.model';
/** 13 times the largest that is known, of 256,000 pieces. */
const MAX_BYTES = 64 * 2 ** 20;
const MALFORMED = 'checkpoint-malformed-tokenizer';
/** A line of tiktoken's list of tokens, which Meta gave the same name: base64, a blank, a rank. */
const TIKTOKEN = /^[A-Za-z\d+/]+={0,2} \d+\r?\n/;

/**
 * `tokenizer.model` of a checkpoint; null where there is none, and where it is tiktoken's and not SentencePiece's: then
 * `tokenizer.json` says the same.
 *
 * @param size - of the model's vocabulary
 * @throws SarviError `checkpoint-malformed-tokenizer`, `checkpoint-link-outside`, `path-unreadable`
 */
export async function readSentencePiece(folder: string, size: number): Promise<SentencePieceModel | null> {
  const bytes = await readFileBytes(folder, NAME, MALFORMED, MAX_BYTES);
  if (bytes === null || TIKTOKEN.test(bytes.toString('latin1', 0, 4096))) return null;
  return parseSentencePieceModel(bytes, size, join(folder, NAME));
}
