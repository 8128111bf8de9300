import type { Tokens } from 'marked';
import type { MarkdownOptions } from './markdown-options.ts';
import { escapeHtml } from '#document/markdown/escape-html';

/** Code within lists and quotes is coloured as a whole, and while it grows for each piece again. */
const LONGEST_STREAMED_CODE = 2000;
/** For longer code, colours are too expensive. */
const LONGEST_CODE = 20_000;

/** @param isGrowing - the code is in a block that is still being written */
export function writeCode(
  { text, lang }: Tokens.Code,
  { labels, highlighter }: MarkdownOptions,
  isGrowing: boolean,
): string {
  const language = languageOf(lang);
  const limit = isGrowing ? LONGEST_STREAMED_CODE : LONGEST_CODE;
  const coloured = text.length <= limit ? highlighter?.highlight(text, language) : null;
  return (
    '<div class="code-block"><div class="code-head">' +
    `<span class="code-language">${escapeHtml(language || labels.plainCode)}</span>` +
    `<button type="button" class="copy-code" aria-label="${escapeHtml(labels.copyCode)}">${escapeHtml(labels.copy)}</button>` +
    `</div><pre tabindex="0"><code>${coloured ?? escapeHtml(text)}</code></pre></div>`
  );
}

/** The language after the fence of a block of code; empty for none. */
export function languageOf(info: string | undefined): string {
  return (info ?? '').trim().split(/\s+/)[0] ?? '';
}
