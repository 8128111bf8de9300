import { loadOwnFiles } from '../bridge/own-files.ts';
import { sanitizeColours } from './sanitize.ts';

/** Colours for code. The library is a separate chunk, loaded with the first block of code. */
export interface Highlighter {
  /** @returns sanitized HTML of spans, or null for an unknown language */
  highlight(code: string, language: string): string | null;
}

/** How many coloured pieces are remembered, because visible code is rendered again and again while it grows. */
const REMEMBERED = 200;

let loading: Promise<Highlighter> | undefined;

export function loadHighlighter(): Promise<Highlighter> {
  loading ??= loadOwnFiles(() => import('highlight.js/lib/common')).then(({ default: library }) =>
    remembering((code, language) =>
      library.getLanguage(language) ? library.highlight(code, { language, ignoreIllegals: true }).value : null,
    ),
  );
  return loading;
}

function remembering(highlight: Highlighter['highlight']): Highlighter {
  const known = new Map<string, string | null>();
  return {
    highlight(code, language) {
      const key = `${language}\n${code}`;
      const old = known.get(key);
      if (old !== undefined) return old;
      const html = highlight(code, language);
      const coloured = html === null ? null : sanitizeColours(html);
      known.set(key, coloured);
      const oldest = known.keys().next().value;
      if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
      return coloured;
    },
  };
}
