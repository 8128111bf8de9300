/** The messages between the app and its tokenizer process. */
import type { ErrorReport } from '#contract/errors';
import type { PreTokenizer } from '#contract/imports';

/** Parent to child, once. */
export interface TokenizerTask {
  /** A checkpoint's folder. */
  readonly folder: string;
}

/** Child to parent, once; null for a kind of tokenizer that has no pre-tokenizer. */
export type TokenizerAnswer = { readonly preTokenizer: PreTokenizer | null } | { readonly error: ErrorReport };
