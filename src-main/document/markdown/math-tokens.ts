/**
 * Formulas in Markdown: `$…$` and `\(…\)` within a line, `$$…$$` and `\[…\]` on their own.
 *
 * A dollar is a price more often than a formula. So `$` opens only before a character that is no space and behind one
 * that is no letter or digit, and closes only behind a character that is no space and before one that is no letter or
 * digit ("$5 and $10", "$HOME/$USER"); "$n$th" is let pass. What begins with a number, has a word and none of TeX's own
 * signs ("$5 for coffee, that's 10 in $") is a price too.
 */
import type { Token, TokenizerAndRendererExtension, Tokens } from 'marked';
import { BoundedLexer } from './bounded-lexer.ts';
import { escapeHtml } from './escape-html.ts';

interface MathToken {
  readonly type: 'math';
  readonly raw: string;
  /** With its delimiters, which are shown until it is typeset, and when it cannot be. */
  readonly text: string;
  readonly display: boolean;
}

const LONGEST_FORMULA = 5000;
const INLINE_DOLLAR = /^\$(?![\s$])((?:\\[^\n]|[^\\$`\n]|\n(?!\s*\n))+?)(?<!\s)\$(?!\$|\d|(?!th\b)\p{L})/u;
const INLINE_DOUBLE_DOLLAR = /^\$\$(?!\$)((?:\\[^\n]|[^\\$]|\$(?!\$))+?)\$\$(?!\$)/;
const INLINE_PARENTHESIS = /^\\\(((?:(?!\\\))[^\n]|\n(?!\s*\n))+?)\\\)/;
const INLINE_BRACKET = /^\\\[((?:(?!\\\])[^\n]|\n(?!\s*\n))+?)\\\]/;
const BLOCK_DOLLAR = /^ {0,3}\$\$(?!\$)((?:\\[^\n]|[^\\$]|\$(?!\$))+?)\$\$[ \t]*(?:\n|$)/;
const BLOCK_BRACKET = /^ {0,3}\\\[((?:(?!\\\])[\s\S])+?)\\\][ \t]*(?:\n|$)/;
const BLOCK_START = /\n {0,3}(?:\$\$(?!\$)|\\\[)/;
const ANY_START = /\$|\\[([]/;
const MASKED = /\$(?![\s$])[^$\n]+(?<!\s)\$|\\\([^\n]*?\\\)/g;

/** @param mayTypeset - called for each formula in the order of the text, with its length */
export function mathExtensions(mayTypeset: (length: number) => boolean): TokenizerAndRendererExtension[] {
  const classOf = (text: string, display: boolean): string =>
    `math${display ? ' math-display' : ''}${mayTypeset(text.length) ? '' : ' unreadable'}`;
  return [
    {
      name: 'mathBlock',
      level: 'block',
      start(source) {
        const mayLook = !(this.lexer instanceof BoundedLexer) || this.lexer.mayLook();
        return mayLook ? startOf(source, BLOCK_START) : undefined;
      },
      tokenizer(source) {
        if (!/^ {0,3}[$\\]/.test(source)) return undefined;
        const match = BLOCK_DOLLAR.exec(bounded(source)) ?? BLOCK_BRACKET.exec(bounded(source));
        if (match && match[1]?.trim() !== '') return { ...formula(match[0], true), type: 'mathBlock' };
        const streaming = this.lexer instanceof BoundedLexer && this.lexer.streaming;
        return streaming && isOpenFormula(source) ? { ...formula(source, true), type: 'mathBlock' } : undefined;
      },
      renderer: (token) => {
        const text = token['text'] as string;
        return `<div class="${classOf(text, true)}" tabindex="0" role="group">${escapeHtml(text)}</div>`;
      },
    },
    {
      name: 'math',
      level: 'inline',
      start: (source) => startOf(source, ANY_START),
      tokenizer: (source, tokens) => readInline(bounded(source), tokens),
      renderer: (token) => {
        const { text, display } = token as Tokens.Generic & MathToken;
        return `<span class="${classOf(text, display)}">${escapeHtml(text)}</span>`;
      },
    },
  ];
}

/** A display formula that is still being written is shown as text, so that nothing in it is taken for Markdown. */
function isOpenFormula(source: string): boolean {
  return /^ {0,3}(?:\$\$(?!\$)(?!.*\$\$)|\\\[(?!.*\\\]))/s.test(source) && source.length <= LONGEST_FORMULA;
}

/** Hides formulas from the search for emphasis, without changing the length. */
export function maskFormulas(source: string): string {
  return ANY_START.test(source) ? source.replace(MASKED, (found) => 'a'.repeat(found.length)) : source;
}

/** The part of `text` between its delimiters. */
export function formulaSource(text: string): string {
  const length = /^(?:\$\$|\\[([])/.test(text) ? 2 : 1;
  return text.slice(length, -length);
}

function readInline(source: string, before: readonly Token[]): (Tokens.Generic & MathToken) | undefined {
  if (source.startsWith('$$')) return found(INLINE_DOUBLE_DOLLAR, source, true);
  if (source.startsWith('$')) {
    const last = before.at(-1)?.raw.slice(-1) ?? '';
    const match = /[\p{L}\p{N}$]/u.test(last) ? null : INLINE_DOLLAR.exec(source);
    return match && !isPrice(match[1] ?? '') ? formula(match[0], false) : undefined;
  }
  if (source.startsWith('\\(')) return found(INLINE_PARENTHESIS, source, false);
  return source.startsWith('\\[') ? found(INLINE_BRACKET, source, true) : undefined;
}

function found(pattern: RegExp, source: string, display: boolean): (Tokens.Generic & MathToken) | undefined {
  const match = pattern.exec(source);
  return match && match[1]?.trim() !== '' ? formula(match[0], display) : undefined;
}

function formula(raw: string, display: boolean): Tokens.Generic & MathToken {
  return { type: 'math', raw, text: raw.trim(), display };
}

function isPrice(source: string): boolean {
  return /^\d/.test(source) && /\p{L}{3,}/u.test(source) && !/[\\^_={}]/.test(source);
}

function bounded(source: string): string {
  return source.slice(0, LONGEST_FORMULA);
}

/** Marked asks for the end of every paragraph, so text far after it is not examined. */
export function startOf(source: string, pattern: RegExp): number | undefined {
  const near = source.slice(0, LONGEST_FORMULA);
  const gap = near.indexOf('\n\n');
  const index = (gap < 0 ? near : near.slice(0, gap + 2)).search(pattern);
  return index < 0 ? undefined : index;
}
