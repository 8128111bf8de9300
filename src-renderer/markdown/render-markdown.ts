/**
 * Markdown to safe HTML: the one path for streamed, final, edited and imported text.
 *
 * Two walls, each enough alone: the renderer below never passes HTML of the source through (it is shown as text) and
 * writes only the tags that it knows; DOMPurify then lets only these tags, attributes and addresses pass. An image
 * becomes a link, so nothing is ever fetched by showing a message. Every text has HTML: what cannot be read as Markdown
 * is shown as it was written.
 *
 * The text is rendered block by block, and a block that has not changed is the same object as before: while an answer
 * streams, only its last blocks are new.
 */
import { Marked } from 'marked';
import type { Token, Tokens } from 'marked';
import { BlockReader } from './block-reader.ts';
import { FootnoteNumbers, footnoteExtensions } from './footnotes.ts';
import type { FootnoteToken } from './footnotes.ts';
import type { Highlighter } from './highlight.ts';
import { maskFormulas, mathExtensions } from './math-tokens.ts';
import { escapeHtml, sanitizeMessage } from './sanitize.ts';

interface HtmlBlock {
  readonly kind: 'html';
  readonly html: string;
  /** Goes on with the block before it, of which it was cut off for its length. */
  readonly continues: boolean;
}

/** Code that is not within another block; shown by a component, for it may be long. */
interface CodeBlock {
  readonly kind: 'code';
  readonly language: string;
  readonly text: string;
  /** Still being written. */
  readonly open: boolean;
}

export type MarkdownBlock = HtmlBlock | CodeBlock;

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
  /** The text still grows. */
  readonly streaming: boolean;
}

/** Within lists and quotes, code is coloured as a whole: while it grows, for each piece again. */
const LONGEST_STREAMED_CODE = 2000;
/** Beyond this, colours cost more than they tell. */
const LONGEST_CODE = 20_000;

/** Of the heading that names a message's author. */
const MESSAGE_HEADING_LEVEL = 2;

/** Of an address that is shown as text; `data:` addresses can be as long as the message. */
const LONGEST_SHOWN_ADDRESS = 300;

interface Rendered {
  readonly token: Token;
  readonly block: MarkdownBlock;
  /** All that the block depends on besides its token's source. */
  readonly context: string;
}

/** One message, which may grow. Counts what it renders, so that tests can tell that settled blocks are left alone. */
export class MarkdownDocument {
  renderedBlocks = 0;
  readonly #marked: Marked;
  readonly #reader: BlockReader;
  #options: MarkdownOptions | null = null;
  #numbers = new FootnoteNumbers(null);
  #rendered: readonly Rendered[] = [];
  #isTail = false;
  #headingLevel = MESSAGE_HEADING_LEVEL;

  constructor() {
    this.#marked = this.#createMarked();
    this.#reader = new BlockReader(this.#marked.defaults);
  }

  render(source: string, options: MarkdownOptions): readonly MarkdownBlock[] {
    const { labels, highlighter, streaming } = options;
    const old = this.#options;
    const before = old?.labels === labels && old.highlighter === highlighter ? this.#rendered : [];
    if (!streaming || !old?.streaming || before !== this.#rendered) this.#numbers = new FootnoteNumbers(null);
    this.#options = options;
    const { tokens, links } = this.#reader.read(source, streaming);
    const notes = tokens.filter((token): token is Token & FootnoteToken => token.type === 'footnote');
    if (!streaming) this.#numbers = new FootnoteNumbers(new Set(notes.map(({ label }) => label.toLowerCase())));
    const shown = tokens.filter(({ type }) => type !== 'space' && type !== 'def' && type !== 'footnote');
    const linksKey = streaming || Object.keys(links).length === 0 ? '' : JSON.stringify(links);
    this.#headingLevel = MESSAGE_HEADING_LEVEL;
    this.#rendered = shown.map((token, index) =>
      this.#reuse(before[index], token, index === shown.length - 1, linksKey),
    );
    const noteBlock = this.#renderNotes(notes);
    const blocks = this.#rendered.map(({ block }) => block);
    return noteBlock ? [...blocks, noteBlock] : blocks;
  }

  #reuse(old: Rendered | undefined, token: Token, isLast: boolean, linksKey: string): Rendered {
    const { streaming } = this.#optionsNow;
    this.#isTail = streaming && isLast;
    if (token.type === 'heading') this.#headingLevel = nextLevel(this.#headingLevel, (token as Tokens.Heading).depth);
    const depends = linksKey !== '' && token.raw.includes('[') ? linksKey : '';
    const context = `${this.#isTail ? 1 : 0}|${this.#headingLevel}|${depends}`;
    // The numbers of notes are given out anew for a whole text.
    const isNumbered = !streaming && token.raw.includes('[^');
    if (!isNumbered && old?.context === context && (old.token === token || isSameSource(old.token, token)))
      return { ...old, token };
    this.renderedBlocks += 1;
    return { token, context, block: this.#renderBlock(token) };
  }

  #renderBlock(token: Token): MarkdownBlock {
    if (token.type === 'code') {
      const { text, lang } = token as Tokens.Code;
      return { kind: 'code', text, language: languageOf(lang), open: this.#isTail };
    }
    return { kind: 'html', html: this.#html(token), continues: 'continues' in token };
  }

  /** Rendering goes as deep as the text is nested, and the highlighter is a library of its own: either may fail. */
  #html(token: Token): string {
    try {
      if (token.type !== 'plain') return sanitizeMessage(this.#marked.parser([token]));
    } catch {
      // Falls through to the text as it was written.
    }
    return `<p class="plain">${escapeHtml(token.raw)}</p>`;
  }

  /** The notes that are referred to, by number. A note may refer to the next one. */
  #renderNotes(notes: readonly FootnoteToken[]): HtmlBlock | null {
    if (notes.length === 0) return null;
    const { labels } = this.#optionsNow;
    const items = new Map<number, string>();
    for (let isMore = true; isMore;) {
      isMore = false;
      for (const { label, tokens, raw } of notes) {
        const number = this.#numbers.known(label);
        if (number === null || items.has(number)) continue;
        isMore = true;
        items.set(number, this.#html({ type: 'note', raw, tokens, number }));
      }
    }
    const unused = notes.filter(({ label }) => this.#numbers.known(label) === null);
    const list = [...items].sort(([a], [b]) => a - b).map(([, html]) => html);
    const listHtml =
      list.length > 0
        ? sanitizeMessage(
            `<div class="notes" role="group" aria-label="${escapeHtml(labels.footnotes)}"><ol>${list.join('')}</ol></div>`,
          )
        : '';
    // What nothing refers to was written all the same.
    const rest = unused.map(({ raw }) => `<p class="plain">${escapeHtml(raw.trim())}</p>`).join('');
    return { kind: 'html', html: listHtml + rest, continues: false };
  }

  get #optionsNow(): MarkdownOptions {
    if (!this.#options) throw new Error('nothing has been rendered yet');
    return this.#options;
  }

  #createMarked(): Marked {
    // Marked calls these with its own `this`.
    const level = () => this.#headingLevel;
    const code = (token: Tokens.Code) => this.#nestedCode(token);
    const backLabel = (number: number) => this.#optionsNow.labels.backToText(number);
    return new Marked({
      gfm: true,
      extensions: [
        ...mathExtensions,
        ...footnoteExtensions(() => ({
          numbers: this.#numbers,
          label: (number) => this.#optionsNow.labels.footnote(number),
        })),
        {
          name: 'note',
          renderer(token) {
            const number = token['number'] as number;
            const back = `<button type="button" class="note-back" value="${number}" aria-label="${escapeHtml(backLabel(number))}">↩</button>`;
            return `<li value="${number}" tabindex="-1">${this.parser.parse(token.tokens ?? [])}${back}</li>`;
          },
        },
      ],
      hooks: { emStrongMask: maskFormulas },
      renderer: {
        heading({ depth, tokens }: Tokens.Heading) {
          return `<h${level()} class="depth-${depth}">${this.parser.parseInline(tokens)}</h${level()}>`;
        },
        html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
        link({ href, tokens }: Tokens.Link) {
          return link(href, this.parser.parseInline(tokens));
        },
        image: ({ href, text }: Tokens.Image) => link(href, text === '' ? null : escapeHtml(text)),
        code,
        checkbox: ({ checked }: Tokens.Checkbox) => `<span class="task">${checked ? '☑' : '☐'}</span> `,
        table(token: Tokens.Table) {
          const row = (cells: Tokens.TableCell[]) => `<tr>${cells.map((cell) => this.tablecell(cell)).join('')}</tr>`;
          const body = token.rows.map((cells) => row(cells)).join('');
          return `<div class="table" tabindex="0" role="group"><table><thead>${row(token.header)}</thead><tbody>${body}</tbody></table></div>`;
        },
      },
    });
  }

  #nestedCode({ text, lang }: Tokens.Code): string {
    const { labels, highlighter } = this.#optionsNow;
    const language = languageOf(lang);
    const limit = this.#isTail ? LONGEST_STREAMED_CODE : LONGEST_CODE;
    const coloured = text.length <= limit ? highlighter?.highlight(text, language) : null;
    return (
      '<div class="code-block"><div class="code-head">' +
      `<span class="code-language">${escapeHtml(language || labels.plainCode)}</span>` +
      `<button type="button" class="copy-code" aria-label="${escapeHtml(labels.copyCode)}">${escapeHtml(labels.copy)}</button>` +
      `</div><pre tabindex="0"><code>${coloured ?? escapeHtml(text)}</code></pre></div>`
    );
  }
}

function isSameSource(old: Token, token: Token): boolean {
  return old.type === token.type && old.raw === token.raw && 'continues' in old === 'continues' in token;
}

function languageOf(info: string | undefined): string {
  return (info ?? '').trim().split(/\s+/)[0] ?? '';
}

/**
 * A model's headings come in any order; a page's go down one step at a time. They begin below the message's own
 * heading and look as their depth says, whatever their level.
 */
function nextLevel(level: number, depth: number): number {
  return Math.min(6, level + 1, MESSAGE_HEADING_LEVEL + depth);
}

/**
 * A link where every shell follows one, which is `https:` only. Any other address is shown behind its words, to be read
 * and copied; an automatic link's words are the address already.
 */
function link(href: string, words: string | null): string {
  const parsed = URL.parse(href);
  if (parsed?.protocol === 'https:') return `<a href="${escapeHtml(parsed.href)}">${words ?? escapeHtml(href)}</a>`;
  const isLong = href.length > LONGEST_SHOWN_ADDRESS;
  const address = escapeHtml(isLong ? `${href.slice(0, LONGEST_SHOWN_ADDRESS)}…` : href);
  if (words === null || address === '') return words ?? address;
  return isAddressItself(address, words) ? words : `${words} (${address})`;
}

/** `www.example.org` and `aino@example.org` become links to `http://www.example.org` and `mailto:aino@example.org`. */
function isAddressItself(address: string, words: string): boolean {
  return ['', 'http://', 'mailto:'].some((scheme) => address === scheme + words);
}
