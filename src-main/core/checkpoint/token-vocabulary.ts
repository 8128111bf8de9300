import type { Reason } from '#contract/reasons';

/** How llama.cpp treats a token (`enum llama_token_type`). */
export const TOKEN_KIND = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;
export type TokenKind = (typeof TOKEN_KIND)[keyof typeof TOKEN_KIND];

/** The tokens of a model and the rules that turn text into them, as in a GGUF file. */
export interface TokenVocabulary {
  /** llama.cpp's name of the algorithm: byte-level BPE, or SentencePiece's BPE. */
  readonly model: 'gpt2' | 'llama';
  /**
   * llama.cpp's name for the code that cuts a text into pieces before BPE; null if only a run of the tokenizer can tell
   * it.
   */
  readonly pre: string | null;
  /** By id; as many as the model's embedding has rows. */
  readonly tokens: readonly string[];
  readonly kinds: readonly TokenKind[];
  /** SentencePiece: of two possible merges, the one with the higher score is made. */
  readonly scores: readonly number[] | null;
  /** Byte-level BPE: two pieces with a space between them; earlier merges are made first. */
  readonly merges: readonly string[];
  /** Ids of pieces that never become part of another token, which llama.cpp does not know. */
  readonly wholePieces: readonly number[];
  /** What a user should know before using such a model. */
  readonly notes: readonly Reason[];
}

/** The name of an id that no token has. */
export function paddingName(id: number): string {
  return `[PAD${id}]`;
}

/** Tokens that some checkpoints do not mark as special, recognized by their text as in llama.cpp's converter. */
export function looksSpecial(text: string): boolean {
  return (
    ['<pad>', '<mask>', '<2mass>', '[@BOS@]'].includes(text) ||
    (text.startsWith('<|') && text.endsWith('|>')) ||
    (text.startsWith('<\uff5c') && text.endsWith('\uff5c>')) ||
    (text.startsWith('<unused') && text.endsWith('>'))
  );
}
