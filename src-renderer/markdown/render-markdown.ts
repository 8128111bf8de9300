/**
 * Markdown to safe HTML: the one path for streamed, final, edited and imported text.
 *
 * Two walls, each enough alone: the renderer (create-marked.ts) never passes HTML of the source through (it is shown as
 * text, but for a few tags that it writes itself, html-tags.ts) and writes only the tags that it knows; DOMPurify then
 * lets only these tags, attributes and addresses pass. An image becomes a link, so nothing is ever fetched by showing a
 * message. Every text has HTML: what cannot be read as Markdown is shown as it was written.
 *
 * The text is rendered block by block, and a block that has not changed is the same object as before: while an answer
 * streams, only its last blocks are new.
 */
import type { Marked, Token, Tokens } from 'marked';
import { BlockReader } from '#document/markdown/block-reader';
import { createMarked } from '#document/markdown/create-marked';
import { FootnoteNumbers } from '#document/markdown/footnotes';
import type { FootnoteToken } from '#document/markdown/footnotes';
import { escapeHtml } from '#document/markdown/escape-html';
import { splitNotes } from './markdown-block.ts';
import type { MarkdownBlock } from './markdown-block.ts';
import type { MarkdownOptions } from './markdown-options.ts';
import { NoteBlocks } from './note-blocks.ts';
import type { RenderedNote } from './note-blocks.ts';
import { sanitizeMessage } from './sanitize.ts';
import { languageOf, writeCode } from './write-code.ts';

/** The level of the heading that names a message's author. */
const MESSAGE_HEADING_LEVEL = 2;

/** Elements of one message without formulas. A page of a hundred thousand characters has some thousands. */
const MOST_ELEMENTS = 15_000;

/**
 * Characters of typeset formulas in one message, about as many as an answer of a whole window has. Each becomes two or three
 * elements, and a browser goes through those of the page whenever one more formula is typeset. Others are shown as text.
 */
const MOST_FORMULAS = 12_000;

/** What a browser does for an element, and for a code block with its head and its button, in characters of HTML. */
const ELEMENT_COST = 25;
const CODE_BLOCK_COST = 1200;

interface Rendered {
  readonly token: Token;
  readonly block: MarkdownBlock;
  /** Everything but its token's source on which the block depends. */
  readonly context: string;
  readonly elements: number;
  /** Characters of its formulas. */
  readonly formulas: number;
}

/**
 * One message, which may grow. Counts what it renders, so that tests can see that settled blocks are not rendered
 * again.
 */
export class MarkdownDocument {
  renderedBlocks = 0;
  /** Characters of rendered HTML, and as many as make a browser work like its elements and code blocks. */
  madeCharacters = 0;
  readonly #marked: Marked;
  readonly #reader: BlockReader;
  readonly #notes: NoteBlocks;
  #options: MarkdownOptions | null = null;
  #numbers = new FootnoteNumbers(null);
  #rendered: readonly Rendered[] = [];
  #made: MarkdownBlock[] = [];
  /** All blocks of the reading before. */
  #before: readonly MarkdownBlock[] = [];
  #links = '{}';
  /** Changes with the definitions of links. */
  #linksVersion = 0;
  #isTail = false;
  #headingLevel = MESSAGE_HEADING_LEVEL;
  #elementsLeft = MOST_ELEMENTS;
  #formulasLeft = MOST_FORMULAS;

  constructor() {
    this.#marked = createMarked({
      headingLevel: () => this.#headingLevel,
      labels: () => this.#optionsNow.labels,
      numbers: () => this.#numbers,
      mayTypeset: (length) => this.#mayTypeset(length),
      writeCode: (token) => writeCode(token, this.#optionsNow, this.#isTail),
    });
    this.#reader = new BlockReader(this.#marked.defaults);
    this.#notes = new NoteBlocks({
      note: (token, number, old) => this.#renderNote(token, number, old),
      list: (items, continues) => this.#renderNotes(items, continues),
      plain: (token) => ({ ...this.#renderBlock(token), isNote: true }),
    });
  }

  render(source: string, options: MarkdownOptions): readonly MarkdownBlock[] {
    const steps = this.steps(source, options);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  /** The blocks that `steps` has rendered, and after them the old ones. */
  get ready(): readonly MarkdownBlock[] {
    const [made, before] = [splitNotes(this.#made), splitNotes(this.#before)];
    return [
      ...made.text,
      ...before.text.slice(made.text.length),
      ...made.notes,
      ...before.notes.slice(made.notes.length),
    ];
  }

  /** Renders in short steps, whatever the text is. */
  *steps(source: string, options: MarkdownOptions): Generator<void, readonly MarkdownBlock[]> {
    const { labels, highlighter, streaming } = options;
    const old = this.#options;
    const before = old?.labels === labels && old.highlighter === highlighter ? this.#rendered : [];
    if (!streaming || !old?.streaming || before !== this.#rendered) {
      this.#numbers = new FootnoteNumbers(null);
      this.#notes.forget();
    }
    this.#options = options;
    this.#before = this.ready;
    this.#made = [];
    const { tokens, links } = yield* this.#reader.read(source, streaming);
    const notes = tokens.filter((token): token is Token & FootnoteToken => token.type === 'footnote');
    if (!streaming) this.#numbers = new FootnoteNumbers(new Set(notes.map(({ label }) => label.toLowerCase())));
    const shown = tokens.filter(({ type }) => type !== 'space' && type !== 'def' && type !== 'footnote');
    this.#noteLinks(streaming ? '{}' : JSON.stringify(links));
    this.#headingLevel = MESSAGE_HEADING_LEVEL;
    this.#elementsLeft = MOST_ELEMENTS;
    this.#formulasLeft = MOST_FORMULAS;
    const rendered: Rendered[] = [];
    for (const token of shown) {
      const known = this.renderedBlocks;
      const next = this.#reuse(before[rendered.length], token, rendered.length === shown.length - 1);
      rendered.push(next);
      this.#made.push(next.block);
      if (known !== this.renderedBlocks) yield;
    }
    this.#rendered = rendered;
    // From here on, the text is complete.
    this.#before = [...this.#made, ...splitNotes(this.#before).notes];
    for (const block of this.#notes.render(notes, this.#numbers)) {
      this.#made.push(block);
      yield;
    }
    this.#before = [];
    return this.#made;
  }

  #noteLinks(links: string): void {
    if (links === this.#links) return;
    this.#links = links;
    this.#linksVersion += 1;
  }

  #reuse(old: Rendered | undefined, token: Token, isLast: boolean): Rendered {
    const { streaming } = this.#optionsNow;
    this.#isTail = streaming && isLast;
    if (token.type === 'heading') this.#headingLevel = nextLevel(this.#headingLevel, (token as Tokens.Heading).depth);
    const depends = token.raw.includes('[') ? this.#linksVersion : 0;
    const context = `${this.#isTail ? 1 : 0}|${this.#headingLevel}|${depends}`;
    // In a complete text, notes are numbered from the beginning.
    const isNumbered = !streaming && token.raw.includes('[^');
    if (!isNumbered && old?.context === context && (old.token === token || isSameSource(old.token, token))) {
      this.#elementsLeft -= old.elements;
      this.#formulasLeft -= old.formulas;
      return { ...old, token };
    }
    this.renderedBlocks += 1;
    const [elements, formulas] = [this.#elementsLeft, this.#formulasLeft];
    const block = this.#renderBlock(token);
    return {
      token,
      context,
      block,
      elements: elements - this.#elementsLeft,
      formulas: formulas - this.#formulasLeft,
    };
  }

  #renderBlock(token: Token): MarkdownBlock {
    if (token.type === 'code') {
      const { text, lang } = token as Tokens.Code;
      this.madeCharacters += CODE_BLOCK_COST;
      return { kind: 'code', text, language: languageOf(lang), open: this.#isTail, isNote: false };
    }
    const html = sanitizeMessage(this.#html(token));
    this.madeCharacters += html.length + ELEMENT_COST * elementsIn(html);
    const look = token.type === 'heading' || token.type === 'plain' ? token.type : 'block';
    return { kind: 'html', look, html, continues: 'continues' in token, isNote: false };
  }

  /**
   * HTML that is not sanitized yet. Rendering recurses as deep as the text is nested, and the highlighter is another
   * library: either may fail.
   */
  #html(token: Token): string {
    try {
      const html = token.type === 'plain' ? null : this.#marked.parser([token]);
      const elements = elementsIn(html ?? '');
      if (html !== null && elements <= this.#elementsLeft) {
        this.#elementsLeft -= elements;
        return html;
      }
    } catch {
      // The text is shown without Markdown.
    }
    return `<p class="plain">${escapeHtml(token.raw)}</p>`;
  }

  #renderNote({ raw, tokens }: FootnoteToken, number: number, old: RenderedNote | undefined): RenderedNote {
    if (old && old.elements <= this.#elementsLeft) {
      this.#elementsLeft -= old.elements;
      this.#formulasLeft -= old.formulas;
      return old;
    }
    const [elements, formulas] = [this.#elementsLeft, this.#formulasLeft];
    const html = this.#html({ type: 'note', raw, tokens, number });
    return { html, elements: elements - this.#elementsLeft, formulas: formulas - this.#formulasLeft };
  }

  #renderNotes(items: string, continues: boolean): MarkdownBlock {
    this.renderedBlocks += 1;
    const html = `<div class="notes" role="group" aria-label="${escapeHtml(this.#optionsNow.labels.footnotes)}"><ol>${items}</ol></div>`;
    this.madeCharacters += html.length + ELEMENT_COST * elementsIn(html);
    return { kind: 'html', look: 'block', html: sanitizeMessage(html), continues, isNote: true };
  }

  get #optionsNow(): MarkdownOptions {
    if (!this.#options) throw new Error('nothing has been rendered yet');
    return this.#options;
  }

  #mayTypeset(length: number): boolean {
    this.#formulasLeft -= length;
    return this.#formulasLeft >= 0;
  }
}

function elementsIn(html: string): number {
  return html.match(/<[a-z]/g)?.length ?? 0;
}

function isSameSource(old: Token, token: Token): boolean {
  return old.type === token.type && old.raw === token.raw && 'continues' in old === 'continues' in token;
}

/**
 * Headings of a model come in any order; those of a page go down one level at a time. They begin below the message's
 * own heading, and look by their depth.
 */
function nextLevel(level: number, depth: number): number {
  return Math.min(6, level + 1, MESSAGE_HEADING_LEVEL + depth);
}
