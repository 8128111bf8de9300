import { child, find, isElement, textOf, type Element } from '../container/tree.ts';
import type { LeftOutCounter } from '../left-out.ts';
import { mathMl } from '../mathematics/math-ml.ts';
import type { Inline } from '../text/blocks.ts';
import type { OpenStyles } from './open-styles.ts';

interface LineParts {
  readonly styles: OpenStyles;
  /** Formulas by the folders of their objects. */
  readonly formulas: ReadonlyMap<string, Element>;
  readonly leftOut: LeftOutCounter;
  /** @returns the note's index */
  readonly addNote: (body: Element) => number;
}

/** More spaces in a row are no text. */
const MOST_SPACES = 1000;

/** Reads the words of one paragraph. */
export class OpenLine {
  readonly inlines: Inline[] = [];
  /** Frames of text that are anchored in the paragraph. */
  readonly boxes: Element[] = [];
  readonly #parts: LineParts;

  constructor(paragraph: Element, parts: LineParts) {
    this.#parts = parts;
    // White space is one space, and none where a paragraph begins.
    this.#walk(paragraph, []);
  }

  #walk(element: Element, styles: readonly (string | undefined)[]): void {
    const { hidden, ...style } = this.#parts.styles.look(styles);
    for (const node of element.children) {
      if (isElement(node)) {
        this.#element(node, styles);
        continue;
      }
      const text = node.replace(/[ \t\n]+/g, ' ');
      if (hidden && text.trim() !== '') this.#parts.leftOut.add('hidden');
      else if (!hidden) this.inlines.push({ kind: 'text', text, style });
    }
  }

  #element(element: Element, styles: readonly (string | undefined)[]): void {
    const say = (text: string): void => {
      const { hidden, ...style } = this.#parts.styles.look(styles);
      if (!hidden) this.inlines.push({ kind: 'text', text, style });
    };
    switch (element.name) {
      case 'text:span':
        return this.#walk(element, [element.attributes.get('text:style-name'), ...styles]);
      case 'text:a': {
        const from = this.inlines.length;
        this.#walk(element, styles);
        const address = element.attributes.get('xlink:href') ?? '';
        this.inlines.push({ kind: 'link', address, inlines: this.inlines.splice(from) });
        return;
      }
      case 'text:s':
        return say(' '.repeat(Math.min(MOST_SPACES, Number(element.attributes.get('text:c') ?? 1) || 1)));
      case 'text:tab':
        return say('\t');
      case 'text:line-break':
        this.inlines.push({ kind: 'break' });
        return;
      case 'text:note': {
        const body = child(element, 'text:note-body');
        if (body) this.inlines.push({ kind: 'note', note: this.#parts.addNote(body) });
        return;
      }
      case 'text:hidden-text':
      case 'text:hidden-paragraph':
        this.#parts.leftOut.add('hidden');
        return;
      case 'text:ruby':
        return this.#walk(element, styles);
      case 'text:ruby-text':
        return say(`(${textOf(element)})`);
      // Counted for the whole file.
      case 'office:annotation':
      case 'office:annotation-end':
        return;
      case 'draw:frame':
        return this.#frame(element);
      default:
        if (element.name.startsWith('draw:')) this.boxes.push(element);
        else this.#walk(element, styles);
    }
  }

  #frame(frame: Element): void {
    const box = child(frame, 'draw:text-box');
    const object = child(frame, 'draw:object') ?? child(frame, 'draw:object-ole');
    const formula = object ? this.#formula(object) : undefined;
    if (box) this.boxes.push(box);
    else if (formula !== undefined) this.inlines.push({ kind: 'formula', latex: formula, display: false });
    else if (object || child(frame, 'draw:plugin')) this.#parts.leftOut.add(object ? 'objects' : 'media');
    else if (child(frame, 'draw:image')) {
      this.#parts.leftOut.add('pictures');
      const words = child(frame, 'svg:desc') ?? child(frame, 'svg:title');
      if (words && textOf(words).trim() !== '') this.inlines.push({ kind: 'picture', alternative: textOf(words) });
    } else for (const node of frame.children) if (isElement(node)) this.boxes.push(node);
  }

  #formula(object: Element): string | undefined {
    const folder = (object.attributes.get('xlink:href') ?? '').replace(/^\.\//, '').replace(/\/.*$/, '');
    const inside = this.#parts.formulas.get(folder) ?? object;
    const math = inside.name === 'math:math' ? inside : find(inside, 'math:math');
    return math ? mathMl(math) || undefined : undefined;
  }
}
