import type { ErrorReport } from '#contract/errors';
import type { TransferFormat } from '#contract/transfer-vocabulary';

/** What became of one conversation of a file. */
export type Kept =
  | { readonly kind: 'imported' | 'duplicate'; readonly format: TransferFormat }
  | { readonly kind: 'refused'; readonly error: ErrorReport };
