import type { Token } from 'marked';
import { BlockReader } from '../markdown/block-reader.ts';
import { createMarked } from '../markdown/create-marked.ts';
import { FootnoteNumbers } from '../markdown/footnotes.ts';
import type { FootnoteToken } from '../markdown/footnotes.ts';
import type { Block, Formula, Note } from '../model.ts';
import { BlockTranslator } from './read-blocks.ts';
import { linesOf } from './read-inlines.ts';

/** The page's own lexer. What makes HTML for the page is never called. */
const marked = createMarked({
  headingLevel: () => 1,
  labels: () => ({ copy: '', copyCode: '', plainCode: '', footnotes: '', footnote: String, backToText: String }),
  numbers: () => new FootnoteNumbers(null),
  mayTypeset: () => true,
  writeCode: ({ text }) => text,
});

interface Translated {
  readonly blocks: readonly Block[];
  readonly notes: readonly Note[];
}

/**
 * Reads Markdown as the page does, bounds included: what it shows as plain text is plain text here.
 *
 * @param formulaOf - reads a formula that is given with its delimiters
 */
export function translateMarkdown(text: string, formulaOf: (text: string, display: boolean) => Formula): Translated {
  const tokens = tokensOf(text);
  const footnotes = tokens.filter((token): token is Token & FootnoteToken => token.type === 'footnote');
  const byName = new Map(footnotes.toReversed().map((note) => [note.label.toLowerCase(), note]));
  const numbers = new FootnoteNumbers(new Set(byName.keys()));
  const reading = { numbers, formulaOf };
  const blocks = new BlockTranslator(reading).read(tokens.filter(({ type }) => type !== 'footnote'));
  const notes: Note[] = [];
  // A note may refer to another one, which then follows.
  for (const name of numbers.names()) {
    const note = byName.get(name);
    notes.push({ number: notes.length + 1, blocks: new BlockTranslator(reading).read(note?.tokens ?? []) });
  }
  const unused = footnotes.filter(({ label }) => !numbers.has(label)).map(({ raw }) => raw.trim());
  if (unused.length > 0) blocks.push({ kind: 'paragraph', inlines: linesOf(unused.join('\n')) });
  return { blocks, notes };
}

function tokensOf(text: string): readonly Token[] {
  const reading = new BlockReader(marked.defaults).read(text, false);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value.tokens;
  }
}
