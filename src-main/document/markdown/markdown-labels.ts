/** Words of the page in a shown message. */
export interface MarkdownLabels {
  readonly copy: string;
  readonly copyCode: string;
  readonly plainCode: string;
  readonly footnotes: string;
  readonly footnote: (number: number) => string;
  readonly backToText: (number: number) => string;
}
