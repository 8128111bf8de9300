/**
 * The few HTML tags that models use in Markdown. Each is known only with its end tag and without attributes; all other
 * HTML is shown as text.
 */
import type { Token, TokenizerAndRendererExtension } from 'marked';
import { BoundedLexer } from './bounded-lexer.ts';
import { escapeHtml } from './escape-html.ts';

const BREAK = /^<br[ \t]*\/?>/i;
const INLINE = /^<(sub|sup|kbd|mark|u)>([^\n]{1,500}?)<\/\1>/i;
const INLINE_START = /<(?:br|sub|sup|kbd|mark|u)\b/i;
const DETAILS = /^ {0,3}<details(?:[ \t][^<>\n]{0,200})?>[ \t]*\n?(?:\s*<summary>([^\n]{0,500}?)<\/summary>)?/i;
const DETAILS_EDGE = /<(\/?)details\b[^<>\n]{0,200}>/gi;
const LONGEST_DETAILS = 20_000;
const DEEPEST_DETAILS = 3;

let depth = 0;

export const tagExtensions: TokenizerAndRendererExtension[] = [
  {
    name: 'details',
    level: 'block',
    tokenizer(source) {
      const lexer = this.lexer instanceof BoundedLexer ? this.lexer : null;
      const mayRead = depth < DEEPEST_DETAILS && (lexer?.mayReadDetails() ?? true);
      const open = mayRead ? DETAILS.exec(source) : null;
      if (!open) return undefined;
      const near = source.slice(0, LONGEST_DETAILS);
      const end = endOfDetails(near);
      lexer?.spendDetails(end?.to ?? near.length);
      if (!end) return undefined;
      depth += 1;
      try {
        const tokens = this.lexer.blockTokens(source.slice(open[0].length, end.from).replace(/^\s*\n/, ''), []);
        const summary = this.lexer.inline((open[1] ?? '').trim());
        return { type: 'details', raw: source.slice(0, end.to), summary, tokens };
      } finally {
        depth -= 1;
      }
    },
    renderer(token) {
      const summary = this.parser.parseInline(token['summary'] as Token[]);
      const head = summary === '' ? '' : `<summary>${summary}</summary>`;
      return `<details>${head}${this.parser.parse(token.tokens ?? [])}</details>`;
    },
  },
  {
    name: 'break',
    level: 'inline',
    start: (source) => startOfTag(source),
    tokenizer: (source) => {
      const match = BREAK.exec(source);
      return match ? { type: 'break', raw: match[0] } : undefined;
    },
    renderer: () => '<br>',
  },
  {
    name: 'inlineTag',
    level: 'inline',
    tokenizer(source) {
      const match = INLINE.exec(source);
      if (!match?.[1]) return undefined;
      const tokens = this.lexer.inlineTokens(match[2] ?? '');
      return { type: 'inlineTag', raw: match[0], tag: match[1].toLowerCase(), tokens };
    },
    renderer(token) {
      const tag = escapeHtml(token['tag'] as string);
      return `<${tag}>${this.parser.parseInline(token.tokens ?? [])}</${tag}>`;
    },
  },
];

function startOfTag(source: string): number | undefined {
  const index = source.search(INLINE_START);
  return index < 0 ? undefined : index;
}

function endOfDetails(source: string): { readonly from: number; readonly to: number } | null {
  let open = 0;
  for (const { 0: tag, 1: slash, index } of source.matchAll(DETAILS_EDGE)) {
    open += slash === '' ? 1 : -1;
    if (open > 0) continue;
    const line = /^[ \t]*(?:\n|$)/.exec(source.slice(index + tag.length, index + tag.length + 100));
    return { from: index, to: index + tag.length + (line?.[0].length ?? 0) };
  }
  return null;
}
