interface HtmlBlock {
  readonly kind: 'html';
  /** Below the text, where its footnotes are. */
  readonly isNote: boolean;
  /** Decides about the distance to other blocks. */
  readonly look: 'heading' | 'plain' | 'block';
  readonly html: string;
  /** Continues the block before it, from which it was cut because of its length. */
  readonly continues: boolean;
}

/** Code outside of other blocks; a component shows it, because it may be long. */
interface CodeBlock {
  readonly kind: 'code';
  readonly isNote: boolean;
  readonly language: string;
  readonly text: string;
  /** Still being written. */
  readonly open: boolean;
}

export type MarkdownBlock = HtmlBlock | CodeBlock;

/** The blocks of the text, and those of its footnotes. */
export function splitNotes(blocks: readonly MarkdownBlock[]): {
  readonly text: readonly MarkdownBlock[];
  readonly notes: readonly MarkdownBlock[];
} {
  const first = blocks.findIndex(({ isNote }) => isNote);
  return first < 0 ? { text: blocks, notes: [] } : { text: blocks.slice(0, first), notes: blocks.slice(first) };
}
