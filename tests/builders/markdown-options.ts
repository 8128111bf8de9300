import type { MarkdownOptions } from '../../src-renderer/markdown/markdown-options.ts';

/** A whole answer without colours, with English labels. */
export const OPTIONS: MarkdownOptions = {
  labels: {
    copy: 'Copy',
    copyCode: 'Copy code',
    plainCode: 'text',
    footnotes: 'Footnotes',
    footnote: (number) => `Footnote ${number}`,
    backToText: (number) => `Back to footnote ${number}`,
  },
  highlighter: null,
  streaming: false,
};
