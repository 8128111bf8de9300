import type { ErrorReport } from '#contract/errors';
import type { TransferFormat } from '#contract/transfers';

/** The faults of a conversation that was imported after repairs. */
export interface RepairedTitle {
  readonly title: string;
  readonly reasons: readonly string[];
}

/** The outcome of one conversation of a file. */
export type ImportOutcome =
  | { readonly kind: 'imported'; readonly format: TransferFormat; readonly mended?: RepairedTitle }
  | { readonly kind: 'duplicate'; readonly format: TransferFormat }
  | { readonly kind: 'refused'; readonly error: ErrorReport };
