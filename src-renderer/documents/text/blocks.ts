/** A document's text as every reader makes it, before it is written as Markdown. */
export interface Style {
  readonly bold?: boolean | undefined;
  readonly italic?: boolean | undefined;
  readonly struck?: boolean | undefined;
  readonly code?: boolean | undefined;
  readonly place?: 'super' | 'sub' | undefined;
}

export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly style: Style }
  | { readonly kind: 'link'; readonly address: string; readonly inlines: readonly Inline[] }
  | { readonly kind: 'break' }
  /** `note` is an index of `DocumentText.notes`. */
  | { readonly kind: 'note'; readonly note: number }
  | { readonly kind: 'formula'; readonly latex: string; readonly display: boolean }
  /** What a picture shows, in its author's words. */
  | { readonly kind: 'picture'; readonly alternative: string };

export interface Cell {
  readonly blocks: readonly Block[];
  /** At least 1, in columns and rows. */
  readonly width: number;
  readonly height: number;
}

export interface Item {
  /** Stands before the item's text where Markdown cannot number as the document does: `a)`, `1.2`. */
  readonly label?: string | undefined;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly inlines: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly start: number; readonly items: readonly Item[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'code'; readonly text: string; readonly language: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'rule' };

export interface DocumentText {
  readonly blocks: readonly Block[];
  /** Footnotes and endnotes, in the order of the text. */
  readonly notes: readonly (readonly Block[])[];
}

/** Whether anything of `inlines` can be seen. */
export function hasText(inlines: readonly Inline[]): boolean {
  return inlines.some((inline) => {
    if (inline.kind === 'text') return inline.text.trim() !== '';
    return inline.kind === 'link' ? hasText(inline.inlines) : inline.kind !== 'break';
  });
}

/** The letters alone. */
export function lettersOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'text') return inline.text;
      if (inline.kind === 'break') return '\n';
      if (inline.kind === 'formula') return inline.latex;
      return inline.kind === 'link' ? lettersOf(inline.inlines) : '';
    })
    .join('');
}
