import type { ErrorReport } from '#contract/errors';
import type { TransferFormat } from '#contract/transfers';

/** What was odd in a conversation that was taken in all the same. */
export interface RepairedTitle {
  readonly title: string;
  readonly reasons: readonly string[];
}

/** What became of one conversation of a file. */
export type ImportOutcome =
  | { readonly kind: 'imported'; readonly format: TransferFormat; readonly mended?: RepairedTitle }
  | { readonly kind: 'duplicate'; readonly format: TransferFormat }
  | { readonly kind: 'refused'; readonly error: ErrorReport };
