import { elementsOf, isElement, textOf, type Element, type Node } from '../container/tree.ts';
import type { LeftOutCounter } from '../left-out.ts';
import { mathMl } from '../mathematics/math-ml.ts';
import type { Inline, Style } from '../text/blocks.ts';
import { isLeftOut } from './page-left-out.ts';
import { isBackLink, type PageNotes } from './page-notes.ts';

const LOOKS: Readonly<Record<string, Style>> = {
  b: { bold: true },
  strong: { bold: true },
  i: { italic: true },
  em: { italic: true },
  cite: { italic: true },
  dfn: { italic: true },
  s: { struck: true },
  strike: { struck: true },
  del: { struck: true },
  code: { code: true },
  kbd: { code: true },
  samp: { code: true },
  tt: { code: true },
  sup: { place: 'super' },
  sub: { place: 'sub' },
};
/** Fields whose value a reader sees. */
const SHOWN_FIELDS = new Set(['text', 'search', 'email', 'tel', 'url', 'number', 'date', 'button', 'submit', 'reset']);

/** Reads the words of one paragraph of a page. White space is one space. */
export class PageLine {
  readonly #path: string;
  readonly #notes: PageNotes;
  readonly #leftOut: LeftOutCounter;
  #inlines: Inline[] = [];
  #endsInSpace = true;

  constructor(path: string, notes: PageNotes, leftOut: LeftOutCounter) {
    this.#path = path;
    this.#notes = notes;
    this.#leftOut = leftOut;
  }

  read(nodes: readonly Node[]): Inline[] {
    for (const node of nodes) this.#node(node, {});
    return this.#inlines;
  }

  #node(node: Node, style: Style): void {
    if (isElement(node)) {
      if (!isLeftOut(node, this.#leftOut)) this.#element(node, style);
      return;
    }
    const text = node.replace(/[ \t\n\f\r]+/g, ' ');
    const shown = this.#endsInSpace ? text.replace(/^ /, '') : text;
    if (shown !== '') this.#say(shown, style);
  }

  #say(text: string, style: Style): void {
    this.#inlines.push({ kind: 'text', text, style });
    this.#endsInSpace = text.endsWith(' ');
  }

  #element(element: Element, style: Style): void {
    const { name, attributes } = element;
    const inside = (): void => {
      for (const node of element.children)
        this.#node(node, { ...style, ...(Object.hasOwn(LOOKS, name) ? LOOKS[name] : {}) });
    };
    switch (name) {
      case 'br':
        this.#inlines.push({ kind: 'break' });
        this.#endsInSpace = true;
        return;
      case 'wbr':
        return;
      case 'img': {
        this.#leftOut.add('pictures');
        const alternative = attributes.get('alt') ?? '';
        if (alternative.trim() !== '') this.#inlines.push({ kind: 'picture', alternative });
        this.#endsInSpace = false;
        return;
      }
      case 'math:math': {
        const latex = mathMl(element);
        if (latex !== '')
          this.#inlines.push({ kind: 'formula', latex, display: attributes.get('display') === 'block' });
        this.#endsInSpace = false;
        return;
      }
      case 'a': {
        const note = this.#notes.refer(element, this.#path);
        if (note !== null) {
          this.#inlines.push({ kind: 'note', note });
          this.#endsInSpace = false;
        } else if (!isBackLink(element)) this.#link(attributes.get('href') ?? '', inside);
        return;
      }
      // A note's mark is not an exponent.
      case 'sup':
        if (elementsOf(element).some((one) => one.name === 'a' && this.#notes.refer(one, this.#path) !== null)) {
          for (const node of element.children) this.#node(node, style);
        } else inside();
        return;
      case 'input':
        if (SHOWN_FIELDS.has(attributes.get('type') ?? 'text') && (attributes.get('value') ?? '') !== '') {
          this.#say(`${attributes.get('value') ?? ''} `, style);
        }
        return;
      case 'rt':
        return this.#say(`(${textOf(element)})`, style);
      case 'rp':
        return;
      case 'q':
        this.#say('”', style);
        inside();
        return this.#say('”', style);
      default:
        inside();
    }
  }

  #link(address: string, inside: () => void): void {
    const outer = this.#inlines;
    this.#inlines = [];
    inside();
    // Between the pages of a book there is nothing to go to.
    const isInBook = this.#path !== '' && !/^[a-z][a-z\d+.-]*:/i.test(address);
    outer.push({ kind: 'link', address: isInBook ? '' : address, inlines: this.#inlines });
    this.#inlines = outer;
  }
}
