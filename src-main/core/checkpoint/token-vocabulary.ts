import type { Reason } from '#contract/reasons';

/** How llama.cpp treats a token (`enum llama_token_type`). */
export const TOKEN_KIND = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;
export type TokenKind = (typeof TOKEN_KIND)[keyof typeof TOKEN_KIND];

/** The tokens of a model and how text becomes them, as a GGUF file has them. */
export interface TokenVocabulary {
  /** llama.cpp's name of the algorithm: byte-level BPE, or SentencePiece's BPE. */
  readonly model: 'gpt2' | 'llama';
  /** llama.cpp's name of what cuts a text into pieces before BPE; null where the tokenizer has to be run to tell it. */
  readonly pre: string | null;
  /** By id; as many as the model's embedding has rows. */
  readonly tokens: readonly string[];
  readonly kinds: readonly TokenKind[];
  /** SentencePiece: of the two tokens that could be put together, the one with the higher score is. */
  readonly scores: readonly number[] | null;
  /** Byte-level BPE: two pieces with a space between, the earliest merged first. */
  readonly merges: readonly string[];
  /** Ids of pieces that are never part of another token, although llama.cpp does not know it. */
  readonly wholePieces: readonly number[];
  /** What a user should know before such a model is used. */
  readonly notes: readonly Reason[];
}

/** The name of an id that no token has. */
export function paddingName(id: number): string {
  return `[PAD${id}]`;
}

/** Tokens that some checkpoints forget to mark as special, told by their look as llama.cpp's converter does. */
export function looksSpecial(text: string): boolean {
  return (
    ['<pad>', '<mask>', '<2mass>', '[@BOS@]'].includes(text) ||
    (text.startsWith('<|') && text.endsWith('|>')) ||
    (text.startsWith('<\uff5c') && text.endsWith('\uff5c>')) ||
    (text.startsWith('<unused') && text.endsWith('>'))
  );
}
