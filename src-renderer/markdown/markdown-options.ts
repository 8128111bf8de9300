import type { Highlighter } from './highlight.ts';

export interface MarkdownLabels {
  readonly copy: string;
  readonly copyCode: string;
  readonly plainCode: string;
  readonly footnotes: string;
  readonly footnote: (number: number) => string;
  readonly backToText: (number: number) => string;
}

export interface MarkdownOptions {
  readonly labels: MarkdownLabels;
  /** For code within lists and quotes; null until it has been loaded. */
  readonly highlighter: Highlighter | null;
  /** The text is still growing. */
  readonly streaming: boolean;
}
