/** What of a file is not in the text that was read from it. Words for each are in the catalogues (`attachments.leftOut`). */
export type LeftOutKind =
  /** Pages of a PDF without text, as scanned ones are. */
  | 'pages'
  | 'pictures'
  /** Sound and film. */
  | 'media'
  /** Charts, sheets and other files inside the file. */
  | 'objects'
  /** Files of macros (programs); they are never read. */
  | 'macros'
  | 'comments'
  /** Tracked deletions. */
  | 'deletions'
  /** Texts that are repeated at the edges of pages. */
  | 'headers'
  /** Pieces of text that the author has hidden. */
  | 'hidden'
  | 'scripts'
  /** Pages of others inside a page. */
  | 'frames'
  /** Chapters and other parts that are damaged or missing. */
  | 'parts'
  /** Characters that cannot be decoded; U+FFFD stands in their place. */
  | 'characters';

export interface LeftOut {
  readonly kind: LeftOutKind;
  /** At least 1. */
  readonly count: number;
}

/** Counts what a reader leaves out. */
export class LeftOutCounter {
  readonly #counts = new Map<LeftOutKind, number>();

  add(kind: LeftOutKind, count = 1): void {
    if (count > 0) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
  }

  /** In the order in which they were met. */
  get all(): LeftOut[] {
    return [...this.#counts].map(([kind, count]) => ({ kind, count }));
  }
}
