/**
 * Markdown to safe HTML: the one path for streamed and for finished text.
 *
 * Two walls, each enough alone: the renderer below never passes HTML of the source through (it is shown as text) and
 * writes only the tags that it knows; DOMPurify then lets only these tags, attributes and addresses pass. An image
 * becomes a link, so nothing is ever fetched by showing a message. Every text has HTML: what cannot be read as Markdown
 * is shown as it was written.
 *
 * The text is rendered block by block, and a block that has not changed keeps its HTML: while an answer streams, only
 * its last block is new.
 */
import DOMPurify from 'dompurify';
import type { Config } from 'dompurify';
import { Marked } from 'marked';
import type { Token, Tokens, TokensList } from 'marked';
import { BoundedLexer } from './bounded-lexer.ts';
import type { Highlighter } from './highlight.ts';

export interface MarkdownBlock {
  /** Markdown source of the block, with all that its HTML depends on. */
  readonly key: string;
  readonly html: string;
}

export interface MarkdownOptions {
  readonly labels: { readonly copy: string; readonly copyCode: string; readonly plainCode: string };
  /** Null until the highlighter has been loaded. */
  readonly highlighter: Highlighter | null;
  /** The text still grows: a long block of code at its end waits for its colours. */
  readonly streaming: boolean;
}

/** Colouring a growing block again for each piece must stay well under a frame. */
const LONGEST_STREAMED_CODE = 6000;
/** Beyond this, colours cost more than they tell. */
const LONGEST_CODE = 200_000;

/** Of the heading that names a message's author. */
const MESSAGE_HEADING_LEVEL = 2;

/** Of an address that is shown as text; `data:` addresses can be as long as the message. */
const LONGEST_SHOWN_ADDRESS = 300;

const PURIFY: Config = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'span', 'div'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'button'],
  ],
  ALLOWED_ATTR: ['href', 'class', 'start', 'align', 'type', 'tabindex', 'aria-label', 'role'],
  ALLOWED_URI_REGEXP: /^https:\/\//i,
  // Attributes that hold no address, and are not to be judged as one.
  ADD_URI_SAFE_ATTR: ['start', 'align', 'type', 'tabindex', 'aria-label', 'role'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

export function renderMarkdown(
  source: string,
  options: MarkdownOptions,
  before: readonly MarkdownBlock[] = [],
): readonly MarkdownBlock[] {
  const state: RenderState = { options, isTail: false, headingLevel: MESSAGE_HEADING_LEVEL };
  const marked = createMarked(state);
  const tokens = lex(source, marked);
  const shown = tokens.filter((token) => token.type !== 'space' && token.type !== 'def');
  const shared = `${JSON.stringify(tokens.links)}|${options.highlighter ? 1 : 0}|${options.labels.copyCode}`;
  return shown.map((token, index) => {
    state.isTail = options.streaming && index === shown.length - 1;
    if (token.type === 'heading') state.headingLevel = nextLevel(state.headingLevel, (token as Tokens.Heading).depth);
    const key = `${shared}|${state.isTail ? 1 : 0}|${state.headingLevel}|${token.raw}`;
    const old = before[index];
    if (old?.key === key) return old;
    return { key, html: render(token, marked) };
  });
}

/** The blocks of `source`; one block of plain text where no bound of the lexer has kept it from failing. */
function lex(source: string, { defaults }: Marked): TokensList {
  try {
    return new BoundedLexer(defaults).lex(source);
  } catch {
    const plain: Token = { type: 'plain', raw: source };
    return Object.assign([plain], { links: {} });
  }
}

/** Rendering goes as deep as the text is nested, and the highlighter is a library of its own: either may fail. */
function render(token: Token, marked: Marked): string {
  try {
    if (token.type !== 'plain') return DOMPurify.sanitize(marked.parser([token]), PURIFY);
  } catch {
    // Falls through to the text as it was written.
  }
  return `<p class="plain">${escapeHtml(token.raw)}</p>`;
}

interface RenderState {
  readonly options: MarkdownOptions;
  isTail: boolean;
  /** Of the heading that was met last. */
  headingLevel: number;
}

function createMarked(state: RenderState): Marked {
  return new Marked({
    gfm: true,
    renderer: {
      heading({ depth, tokens }: Tokens.Heading) {
        const level = state.headingLevel;
        return `<h${level} class="depth-${depth}">${this.parser.parseInline(tokens)}</h${level}>`;
      },
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
      link({ href, tokens }: Tokens.Link) {
        return link(href, this.parser.parseInline(tokens));
      },
      image: ({ href, text }: Tokens.Image) => link(href, text === '' ? null : escapeHtml(text)),
      code: (token: Tokens.Code) => codeBlock(token, state),
      checkbox: ({ checked }: Tokens.Checkbox) => `<span class="task">${checked ? '☑' : '☐'}</span> `,
      table(token: Tokens.Table) {
        const row = (cells: Tokens.TableCell[]) => `<tr>${cells.map((cell) => this.tablecell(cell)).join('')}</tr>`;
        const body = token.rows.map((cells) => row(cells)).join('');
        return `<div class="table" tabindex="0" role="group"><table><thead>${row(token.header)}</thead><tbody>${body}</tbody></table></div>`;
      },
    },
  });
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

function codeBlock({ text, lang }: Tokens.Code, { options, isTail }: RenderState): string {
  const { labels, highlighter } = options;
  const language = (lang ?? '').trim().split(/\s+/)[0] ?? '';
  const limit = isTail ? LONGEST_STREAMED_CODE : LONGEST_CODE;
  const coloured = text.length <= limit ? highlighter?.highlight(text, language) : null;
  return (
    '<div class="code-block"><div class="code-head">' +
    `<span class="code-language">${escapeHtml(language || labels.plainCode)}</span>` +
    `<button type="button" class="copy-code" aria-label="${escapeHtml(labels.copyCode)}">${escapeHtml(labels.copy)}</button>` +
    `</div><pre tabindex="0"><code>${coloured ?? escapeHtml(text)}</code></pre></div>`
  );
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
