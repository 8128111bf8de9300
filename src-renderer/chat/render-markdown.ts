/**
 * Markdown to safe HTML: the one path for streamed and for finished text.
 *
 * Two walls, each enough alone: the renderer below never passes HTML of the source through (it is shown as text) and
 * writes only the tags that it knows; DOMPurify then lets only these tags, attributes and addresses pass. An image
 * becomes a link, so nothing is ever fetched by showing a message.
 *
 * The text is rendered block by block, and a block that has not changed keeps its HTML: while an answer streams, only
 * its last block is new.
 */
import DOMPurify from 'dompurify';
import type { Config } from 'dompurify';
import { Marked } from 'marked';
import type { Tokens } from 'marked';
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

const SAFE_ADDRESS = /^(?:https?:\/\/|mailto:)/i;

const PURIFY: Config = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'span', 'div'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'button'],
  ],
  ALLOWED_ATTR: ['href', 'class', 'start', 'align', 'type', 'tabindex', 'aria-label', 'role'],
  ALLOWED_URI_REGEXP: SAFE_ADDRESS,
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
  const tokens = marked.lexer(source);
  const shown = tokens.filter((token) => token.type !== 'space' && token.type !== 'def');
  const shared = `${JSON.stringify(tokens.links)}|${options.highlighter ? 1 : 0}|${options.labels.copyCode}`;
  return shown.map((token, index) => {
    state.isTail = options.streaming && index === shown.length - 1;
    if (token.type === 'heading') state.headingLevel = nextLevel(state.headingLevel, (token as Tokens.Heading).depth);
    const key = `${shared}|${state.isTail ? 1 : 0}|${state.headingLevel}|${token.raw}`;
    const old = before[index];
    if (old?.key === key) return old;
    return { key, html: DOMPurify.sanitize(marked.parser([token]), PURIFY) };
  });
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
      image: ({ href, text }: Tokens.Image) => link(href, escapeHtml(text || href)),
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

/** The address as the browser will read it, or null for one that Sarvi does not follow. */
export function safeAddress(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const { protocol, href: normal } = new URL(href);
  return ['https:', 'http:', 'mailto:'].includes(protocol) ? normal : null;
}

function link(href: string, innerHtml: string): string {
  const address = safeAddress(href);
  return address === null ? innerHtml : `<a href="${escapeHtml(address)}">${innerHtml}</a>`;
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
