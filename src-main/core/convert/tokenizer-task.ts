/** What passes between the app and its tokenizer process. */
import type { ErrorReport } from '#contract/errors';
import type { PreTokenizer } from '#contract/imports';

/** Parent to child, once. */
export interface TokenizerTask {
  /** A checkpoint's folder. */
  readonly folder: string;
}

/** Child to parent, once; null where the tokenizer is of a kind that has no pre-tokenizer to be told. */
export type TokenizerAnswer = { readonly preTokenizer: PreTokenizer | null } | { readonly error: ErrorReport };
