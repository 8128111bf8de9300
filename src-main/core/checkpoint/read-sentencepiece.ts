import { join } from 'node:path';
import { readFileBytes } from './read-json.ts';
import { parseSentencePieceModel, type SentencePieceModel } from './sentencepiece-model.ts';

const NAME = 'tokenizer.model';
/** 13 times the largest known file, of 256,000 pieces. */
const MAX_BYTES = 64 * 2 ** 20;
const MALFORMED = 'checkpoint-malformed-tokenizer';
/** A line of tiktoken's list of tokens (base64, a blank, a rank), for which Meta uses the same file name. */
const TIKTOKEN = /^[A-Za-z\d+/]+={0,2} \d+\r?\n/;

/**
 * `tokenizer.model` of a checkpoint; null if it does not exist, or if it is tiktoken's: then `tokenizer.json` has the
 * same vocabulary.
 *
 * @param size - of the model's vocabulary
 * @throws SarviError `checkpoint-malformed-tokenizer`, `checkpoint-link-outside`, `path-unreadable`
 */
export async function readSentencePiece(folder: string, size: number): Promise<SentencePieceModel | null> {
  const bytes = await readBytes(folder);
  return bytes && parseSentencePieceModel(bytes, size, join(folder, NAME));
}

/**
 * Whether a checkpoint has a `tokenizer.model` that is read in place of its `tokenizer.json`.
 *
 * @throws SarviError as `readSentencePiece`
 */
export async function hasSentencePiece(folder: string): Promise<boolean> {
  return (await readBytes(folder)) !== null;
}

async function readBytes(folder: string): Promise<Buffer | null> {
  const bytes = await readFileBytes(folder, NAME, MALFORMED, MAX_BYTES);
  return bytes === null || TIKTOKEN.test(bytes.toString('latin1', 0, 4096)) ? null : bytes;
}
