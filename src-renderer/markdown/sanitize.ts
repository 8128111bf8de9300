/** What HTML of messages may contain. Only the results of these functions are put into a page. */
import DOMPurify from 'dompurify';
import type { Config } from 'dompurify';

const MESSAGE: Config = {
  ALLOWED_TAGS: [
    ...[
      'p',
      'br',
      'hr',
      'strong',
      'em',
      'del',
      'code',
      'pre',
      'blockquote',
      'ul',
      'ol',
      'li',
      'a',
      'span',
      'div',
      'sup',
      'sub',
      'kbd',
      'mark',
      'u',
      'details',
      'summary',
    ],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'button'],
  ],
  ALLOWED_ATTR: ['href', 'class', 'start', 'value', 'align', 'type', 'tabindex', 'aria-label', 'role'],
  ALLOWED_URI_REGEXP: /^https:\/\//i,
  // Attributes without addresses, which need no check.
  ADD_URI_SAFE_ATTR: ['start', 'value', 'align', 'type', 'tabindex', 'aria-label', 'role'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

/** KaTeX's output for a formula: MathML, and the spans and strokes that show it. */
const FORMULA: Config = {
  ALLOWED_TAGS: [
    ...[
      'span',
      'svg',
      'path',
      'line',
      'math',
      'semantics',
      'annotation',
      'menclose',
      'merror',
      'mfrac',
      'mi',
      'mn',
      'mo',
    ],
    ...['mover', 'mpadded', 'mphantom', 'mroot', 'mrow', 'mspace', 'msqrt', 'mstyle', 'msub', 'msubsup', 'msup'],
    ...['mtable', 'mtd', 'mtext', 'mtr', 'mlabeledtr', 'munder', 'munderover', '#text'],
  ],
  ALLOWED_ATTR: [
    ...[
      'class',
      'style',
      'aria-hidden',
      'width',
      'height',
      'viewBox',
      'preserveAspectRatio',
      'd',
      'x1',
      'x2',
      'y1',
      'y2',
    ],
    ...['stroke-width', 'encoding', 'display', 'displaystyle', 'scriptlevel', 'mathvariant', 'mathcolor', 'mathsize'],
    ...['mathbackground', 'accent', 'accentunder', 'stretchy', 'fence', 'separator', 'lspace', 'rspace', 'voffset'],
    ...['minsize', 'maxsize', 'linethickness', 'columnalign', 'columnspacing', 'rowspacing', 'columnlines', 'rowlines'],
    ...['notation', 'symmetric', 'movablelimits', 'depth', 'side'],
  ],
  // Nothing in a formula has an address.
  ALLOWED_URI_REGEXP: /^$/,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};
FORMULA.ADD_URI_SAFE_ATTR = FORMULA.ALLOWED_ATTR;

export function sanitizeMessage(html: string): string {
  return DOMPurify.sanitize(html, MESSAGE);
}

/** The start of what is neither a colour's span nor its end. */
const NO_COLOUR = /<(?!span class="[\w -]+">|\/span>)/;

/** @param html - of coloured code: spans and escaped text, for which no document has to be made */
export function sanitizeColours(html: string): string {
  return NO_COLOUR.test(html) ? sanitizeMessage(html) : html;
}

/** An exported page (HTML with MathML), without the addresses within it: those of the app are its own. */
const DOCUMENT: Config = {
  ALLOWED_TAGS: [
    ...(MESSAGE.ALLOWED_TAGS ?? []),
    ...(FORMULA.ALLOWED_TAGS ?? []),
    ...['article', 'section', 'figure', 'figcaption'],
  ],
  ALLOWED_ATTR: [
    ...(MESSAGE.ALLOWED_ATTR ?? []),
    ...(FORMULA.ALLOWED_ATTR ?? []).filter((name) => name !== 'style'),
    ...['dir', 'open'],
  ],
  ALLOWED_URI_REGEXP: /^https:\/\//i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};
DOCUMENT.ADD_URI_SAFE_ATTR = (DOCUMENT.ALLOWED_ATTR ?? []).filter((name) => name !== 'href');

/** @param html - an exported page; what is outside of its `main` is left out */
export function sanitizeDocument(html: string): string {
  const [from, to] = [html.indexOf('<main>'), html.lastIndexOf('</main>')];
  return from < 0 || to < from ? '' : DOMPurify.sanitize(html.slice(from + '<main>'.length, to), DOCUMENT);
}

/** Changes `root` in place, because the page's policy lets scripts set styles but not HTML. */
export function sanitizeFormula(root: HTMLElement): void {
  DOMPurify.sanitize(root, { ...FORMULA, IN_PLACE: true });
}
