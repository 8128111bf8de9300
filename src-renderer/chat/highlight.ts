/** Colours for code. The library comes in a chunk of its own, fetched when the first block of code is shown. */
export interface Highlighter {
  /** @returns HTML of spans, or null for a language that it does not know */
  highlight(code: string, language: string): string | null;
}

let loading: Promise<Highlighter> | undefined;

export function loadHighlighter(): Promise<Highlighter> {
  loading ??= import('highlight.js/lib/common').then(({ default: library }) => ({
    highlight: (code, language) =>
      library.getLanguage(language) ? library.highlight(code, { language, ignoreIllegals: true }).value : null,
  }));
  return loading;
}
