import type { Token } from 'marked';
import { plainPieces } from '#document/markdown/block-reader';
import type { FootnoteNumbers, FootnoteToken } from '#document/markdown/footnotes';
import type { MarkdownBlock } from './markdown-block.ts';

/** How many notes make one block. */
const NOTES_AT_ONCE = 30;

/** What one footnote says, and what it takes of the message's bounds. */
export interface RenderedNote {
  readonly html: string;
  readonly elements: number;
  readonly formulas: number;
}

/** The message's own rendering. */
interface Renderer {
  /** @param old - the same note of the reading before */
  note(token: FootnoteToken, number: number, old: RenderedNote | undefined): RenderedNote;
  /** @param items - HTML of notes that is not sanitized yet */
  list(items: string, continues: boolean): MarkdownBlock;
  plain(token: Token): MarkdownBlock;
}

/** The notes by number and source, and the blocks that were made of them by their HTML. */
interface Reading {
  readonly notes: Map<string, RenderedNote>;
  readonly blocks: Map<string, MarkdownBlock>;
}

/** The blocks below a message's text, with what its footnotes say. While the text grows, those that stay are kept. */
export class NoteBlocks {
  readonly #renderer: Renderer;
  #old = nothing();

  constructor(renderer: Renderer) {
    this.#renderer = renderer;
  }

  /** Makes all of them anew the next time. */
  forget(): void {
    this.#old = nothing();
  }

  /** Referenced notes by number, where a note may refer to the next one; then the others in their order. */
  *render(notes: readonly FootnoteToken[], numbers: FootnoteNumbers): Generator<MarkdownBlock> {
    const made = nothing();
    const keep = (key: string, make: () => MarkdownBlock): MarkdownBlock => {
      const block = this.#old.blocks.get(key) ?? make();
      made.blocks.set(key, block);
      return block;
    };
    let continues = false;
    for (const items of this.#lists(notes, numbers, made)) {
      yield keep(`${continues ? 1 : 0}|${items}`, () => this.#renderer.list(items, continues));
      continues = true;
    }
    const unused = notes.filter(({ label }) => !numbers.has(label)).map(({ raw }) => raw);
    for (const token of plainPieces(unused.join('').trim())) {
      yield keep(`unused|${token.raw}`, () => this.#renderer.plain(token));
    }
    this.#old = made;
  }

  /** HTML of the notes of each list. A list is of certain numbers, so a note that comes late moves no other one. */
  *#lists(notes: readonly FootnoteToken[], numbers: FootnoteNumbers, made: Reading): Generator<string, void> {
    const byName = new Map(notes.toReversed().map((note) => [note.label.toLowerCase(), note]));
    let items = '';
    let number = 0;
    for (const name of numbers.names()) {
      number += 1;
      const note = byName.get(name);
      if (note) items += this.#note(note, number, made);
      if (number % NOTES_AT_ONCE !== 0 || items === '') continue;
      yield items;
      items = '';
    }
    if (items !== '') yield items;
  }

  #note(token: FootnoteToken, number: number, made: Reading): string {
    const key = `${number}|${token.raw}`;
    const note = this.#renderer.note(token, number, this.#old.notes.get(key));
    made.notes.set(key, note);
    return note.html;
  }
}

function nothing(): Reading {
  return { notes: new Map(), blocks: new Map() };
}
