import type { MarkdownLabels } from '#document/markdown/markdown-labels';
import type { Highlighter } from './highlight.ts';

export interface MarkdownOptions {
  readonly labels: MarkdownLabels;
  /** For code within lists and quotes; null until it has been loaded. */
  readonly highlighter: Highlighter | null;
  /** The text is still growing. */
  readonly streaming: boolean;
}
