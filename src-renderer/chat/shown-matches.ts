/**
 * Matches of a search in what the page shows of a message, folded parts included. The core counts them in the same text
 * (`document/read/shown-text.ts`): blocks are apart, a formula is its source, and labels of the page are no part of it.
 */
import { formulaSource } from '#document/markdown/math-tokens';
import { unshownTextOf } from '../markdown/unshown-text.ts';
import type { UnshownText } from '../markdown/unshown-text.ts';
import { BLOCKS, lastBefore } from './text-ranges.ts';

/** Each is searched by itself: the words of the user, a file and its name, an answer. */
const PARTS = ':scope > .markdown, [data-findable]';
const LABELS = 'button, .visually-hidden, textarea, .code-head, [data-label]';
const EDGE = '\0';

export interface Match {
  /** Null while it is not in the page. */
  readonly range: () => Range | null;
  /** Asks for it to be put into the page. */
  readonly show: () => void;
}

type Piece = { readonly start: number } & (
  { readonly node: Text } | { readonly formula: Element } | { readonly unshown: UnshownText }
);

/** Null for a message that shows none of its text now, because it is being edited. */
export function matchesIn(message: Element, pattern: RegExp): Match[] | null {
  const parts = message.querySelectorAll(PARTS);
  if (parts.length === 0) return null;
  return [...parts].flatMap((part) => matchesOf(part, pattern));
}

function matchesOf(part: Element, pattern: RegExp): Match[] {
  const { text, pieces } = read(part);
  return Array.from(text.matchAll(pattern), ({ index, 0: found }): Match => {
    const first = lastBefore(pieces, index);
    const last = lastBefore(pieces, index + found.length - 1);
    if (first && first === last && 'unshown' in first) {
      const from = index - first.start;
      return {
        range: () => first.unshown.range(from, from + found.length),
        show: () => first.unshown.show(from),
      };
    }
    return { range: () => rangeOf(first, last, index, index + found.length), show: () => undefined };
  });
}

function read(part: Element): { readonly text: string; readonly pieces: readonly Piece[] } {
  const pieces: Piece[] = [];
  let text = '';
  let block: Element | null = null;
  const add = (words: string, piece: Omit<Piece, 'start'>): void => {
    pieces.push({ ...piece, start: text.length } as Piece);
    text += words;
  };
  const visit = (element: Element): void => {
    const unshown = unshownTextOf(element);
    if (unshown) add(unshown.text, { unshown });
    if (unshown || element.matches(LABELS)) return;
    if (element.matches('.math')) {
      const source = element.querySelector('annotation')?.textContent ?? formulaSource(element.textContent);
      text += EDGE;
      add(source, { formula: element });
      text += EDGE;
      return;
    }
    for (const node of element.childNodes) {
      if (node instanceof HTMLBRElement) text += '\n';
      else if (node instanceof Element) visit(node);
      else if (node instanceof Text) {
        const own = node.parentElement?.closest(BLOCKS) ?? null;
        // Text of the user is laid out in pieces, which end with lines.
        if (own !== block) text += own?.matches('.text') ? '\n' : EDGE;
        block = own;
        add(node.data, { node });
      }
    }
  };
  visit(part);
  return { text, pieces };
}

function rangeOf(first: Piece | undefined, last: Piece | undefined, from: number, to: number): Range | null {
  if (!first || !last) return null;
  const range = document.createRange();
  if ('node' in first) range.setStart(first.node, Math.min(first.node.length, from - first.start));
  else if ('formula' in first) range.setStart(drawn(first.formula), 0);
  if ('node' in last) range.setEnd(last.node, Math.min(last.node.length, to - last.start));
  else if ('formula' in last) range.setEnd(drawn(last.formula), drawn(last.formula).childNodes.length);
  return range;
}

/** Beside it there is MathML that only screen readers see. */
function drawn(formula: Element): Element {
  return formula.querySelector('.katex-html') ?? formula;
}
