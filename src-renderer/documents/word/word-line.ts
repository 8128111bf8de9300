import { child, descendants, elementsOf, find, textOf, type Element } from '../container/tree.ts';
import { officeMath } from '../mathematics/office-math.ts';
import type { Inline } from '../text/blocks.ts';
import type { Relations } from './relations.ts';
import type { WordParts } from './word-parts.ts';

const BOX = 'w:txbxContent';

interface Field {
  code: string;
  /** Before the result of the field. */
  isCode: boolean;
  /** Where the words of its result begin. */
  from: number;
}

/** Reads the words of one paragraph. */
export class WordLine {
  /** Text boxes that are anchored in the paragraph. */
  readonly boxes: Element[] = [];
  readonly #parts: Pick<WordParts, 'styles' | 'notes' | 'leftOut'>;
  readonly #relations: Relations;
  readonly #inlines: Inline[] = [];
  readonly #fields: Field[] = [];

  constructor(parts: Pick<WordParts, 'styles' | 'notes' | 'leftOut'>, relations: Relations) {
    this.#parts = parts;
    this.#relations = relations;
  }

  read(paragraph: Element): Inline[] {
    this.#walk(paragraph);
    return this.#inlines;
  }

  #walk(container: Element): void {
    for (const element of elementsOf(container)) this.#element(element);
  }

  #element(element: Element): void {
    switch (element.name) {
      case 'w:r':
        return this.#run(element);
      case 'w:hyperlink': {
        const address = this.#relations.address(element.attributes.get('r:id') ?? '');
        return this.#linked(address, () => this.#walk(element));
      }
      case 'w:fldSimple':
        return this.#linked(linkOf(element.attributes.get('w:instr') ?? ''), () => this.#walk(element));
      case 'w:del':
        this.#parts.leftOut.add('deletions');
        return;
      // What was moved stands where it was moved to.
      case 'w:moveFrom':
      case 'w:pPr':
      case 'w:sdtPr':
        return;
      case 'm:oMathPara':
        for (const formula of elementsOf(element)) if (formula.name === 'm:oMath') this.#formula(formula, true);
        return;
      case 'm:oMath':
        return this.#formula(element, false);
      case 'mc:AlternateContent':
        return this.#walk(child(element, 'mc:Choice') ?? child(element, 'mc:Fallback') ?? { ...element, children: [] });
      case 'w:ruby':
        return this.#ruby(element);
      default:
        return this.#walk(element);
    }
  }

  #run(run: Element): void {
    const { hidden, ...style } = this.#parts.styles.runStyle(child(run, 'w:rPr'));
    const say = (text: string): void => void this.#inlines.push({ kind: 'text', text, style });
    const isInCode = (): boolean => this.#fields.some((field) => field.isCode);
    if (hidden && elementsOf(run).some((part) => part.name === 'w:t' && textOf(part).trim() !== '')) {
      this.#parts.leftOut.add('hidden');
      return;
    }
    for (const part of elementsOf(run)) {
      if (part.name === 'w:fldChar') this.#fieldMark(part.attributes.get('w:fldCharType') ?? '');
      else if (part.name === 'w:instrText') {
        const field = this.#fields.at(-1);
        if (field?.isCode === true) field.code += textOf(part);
      } else if (isInCode()) continue;
      else if (part.name === 'w:t') say(textOf(part));
      else if (part.name === 'w:tab' || part.name === 'w:ptab') say('\t');
      else if (part.name === 'w:br' || part.name === 'w:cr') {
        if (part.attributes.get('w:type') !== 'page') this.#inlines.push({ kind: 'break' });
      } else if (part.name === 'w:noBreakHyphen') say('\u2011');
      else if (part.name === 'w:sym') this.#symbol(part, say);
      else if (part.name === 'w:footnoteReference') this.#note('footnotes', part);
      else if (part.name === 'w:endnoteReference') this.#note('endnotes', part);
      else if (part.name === 'w:drawing' || part.name === 'w:pict' || part.name === 'w:object') this.#drawing(part);
      else if (part.name === 'mc:AlternateContent') {
        const chosen = child(part, 'mc:Choice') ?? child(part, 'mc:Fallback');
        for (const one of chosen ? elementsOf(chosen) : []) this.#drawing(one);
      } else if (part.name === 'w:delText') this.#parts.leftOut.add('deletions');
      else if (part.name === 'w:ruby') this.#ruby(part);
    }
  }

  /** Small letters above others: in the file they come first, a reader reads them after. */
  #ruby(ruby: Element): void {
    const [base, above] = [child(ruby, 'w:rubyBase'), child(ruby, 'w:rt')];
    if (base) this.#walk(base);
    const from = this.#inlines.length;
    if (above) this.#walk(above);
    const words = this.#inlines.splice(from);
    if (words.length === 0) return;
    const mark = (text: string): Inline => ({ kind: 'text', text, style: {} });
    this.#inlines.push(mark('('), ...words, mark(')'));
  }

  #fieldMark(type: string): void {
    if (type === 'begin') this.#fields.push({ code: '', isCode: true, from: this.#inlines.length });
    const field = this.#fields.at(-1);
    if (type === 'separate' && field) Object.assign(field, { isCode: false, from: this.#inlines.length });
    if (type === 'end' && field) {
      this.#fields.pop();
      const address = linkOf(field.code);
      if (address === undefined || field.isCode) return;
      this.#inlines.push({ kind: 'link', address, inlines: this.#inlines.splice(field.from) });
    }
  }

  #linked(address: string | undefined, walk: () => void): void {
    const from = this.#inlines.length;
    walk();
    if (address === undefined) return;
    this.#inlines.push({ kind: 'link', address, inlines: this.#inlines.splice(from) });
  }

  #formula(element: Element, display: boolean): void {
    const latex = officeMath(element);
    if (latex !== '') this.#inlines.push({ kind: 'formula', latex, display });
  }

  #note(kind: 'footnotes' | 'endnotes', reference: Element): void {
    const note = this.#parts.notes.refer(kind, reference.attributes.get('w:id') ?? '');
    if (note === null) this.#parts.leftOut.add('parts');
    else this.#inlines.push({ kind: 'note', note });
  }

  /** A character of a font of signs; those of private use mean nothing without the font. */
  #symbol(symbol: Element, say: (text: string) => void): void {
    const code = Number.parseInt(symbol.attributes.get('w:char') ?? '', 16);
    if (code > 0x1f && code < 0xe000) say(String.fromCodePoint(code));
    else {
      say('\uFFFD');
      this.#parts.leftOut.add('characters');
    }
  }

  #drawing(drawing: Element): void {
    // What is in a box is read with it.
    const inside = [...descendants(drawing, BOX)];
    const boxes = inside.filter(({ name }) => name === BOX);
    this.boxes.push(...boxes);
    const pictures = inside.filter(({ name }) => name === 'pic:pic' || name === 'v:imagedata').length;
    const isObject = drawing.name === 'w:object' || find(drawing, 'o:OLEObject') !== undefined;
    if (isObject) this.#parts.leftOut.add('objects');
    else if (pictures > 0) {
      this.#parts.leftOut.add('pictures', pictures);
      const alternative = find(drawing, 'wp:docPr')?.attributes.get('descr') ?? '';
      if (alternative.trim() !== '') this.#inlines.push({ kind: 'picture', alternative });
    } else if (boxes.length === 0 && find(drawing, 'a:graphicData')) this.#parts.leftOut.add('objects');
  }
}

/** The address in the code of a field: `HYPERLINK "https://…" \o "…"`. One with `\l` leads within the document. */
function linkOf(code: string): string | undefined {
  return /^\s*HYPERLINK\s+"([^"]+)"/i.exec(code)?.[1];
}
