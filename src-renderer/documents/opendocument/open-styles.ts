import { child, elementsOf, type Element } from '../container/tree.ts';
import type { Style } from '../text/blocks.ts';
import { numberLabel, type NumberForm } from '../text/number-label.ts';

interface OpenStyle {
  readonly name: string;
  readonly parent: string | undefined;
  readonly list: string | undefined;
  readonly text: Element | undefined;
}

const LONGEST_CHAIN = 20;
const FORMS: Readonly<Record<string, NumberForm>> = {
  a: 'lower-letter',
  A: 'upper-letter',
  i: 'lower-roman',
  I: 'upper-roman',
};

/** The styles of an OpenDocument text by their names, automatic ones included. */
export class OpenStyles {
  readonly #styles = new Map<string, OpenStyle>();
  readonly #lists = new Map<string, readonly Element[]>();
  #outline: readonly Element[] = [];
  readonly #counters: number[] = [];

  constructor(roots: readonly Element[]) {
    const groups = roots.flatMap((root) =>
      elementsOf(root).filter(({ name }) => name === 'office:automatic-styles' || name === 'office:styles'),
    );
    for (const style of groups.flatMap(elementsOf)) {
      const name = style.attributes.get('style:name') ?? '';
      if (style.name === 'text:list-style') this.#lists.set(name, elementsOf(style));
      if (style.name === 'text:outline-style') this.#outline = elementsOf(style);
      if (style.name !== 'style:style' || this.#styles.has(name)) continue;
      this.#styles.set(name, {
        name,
        parent: style.attributes.get('style:parent-style-name'),
        list: style.attributes.get('style:list-style-name'),
        text: child(style, 'style:text-properties'),
      });
    }
  }

  /** What a paragraph's style says of it. LibreOffice writes a space of a name as `_20_`. */
  kindOf(name: string | undefined): 'code' | 'quote' | 'title' | null {
    for (const style of this.#chain(name)) {
      const plain = style.name.replaceAll('_20_', ' ').toLowerCase();
      if (/preformatted|source ?code/.test(plain)) return 'code';
      if (/^quotations$|^block ?quot/.test(plain)) return 'quote';
      if (plain === 'title') return 'title';
    }
    return null;
  }

  /** How words look. @param names - of the word's own styles, the innermost first */
  look(names: readonly (string | undefined)[]): Style & { readonly hidden: boolean } {
    const chains = names.flatMap((name) => [...this.#chain(name)]);
    const value = (attribute: string): string | undefined =>
      chains.map(({ text }) => text?.attributes.get(attribute)).find((one) => one !== undefined);
    const weight = value('fo:font-weight') ?? '';
    const place = value('style:text-position') ?? '';
    const struck = value('style:text-line-through-style') ?? value('style:text-line-through-type') ?? 'none';
    return {
      bold: weight === 'bold' || Number(weight) >= 600,
      italic: /italic|oblique/.test(value('fo:font-style') ?? ''),
      struck: struck !== 'none',
      code: chains.some((style) => /^source_20_text|verbatim|^code$/i.test(style.name)),
      place: /^super|^[1-9]/.test(place) ? 'super' : /^sub|^-/.test(place) ? 'sub' : undefined,
      hidden: value('text:display') === 'none',
    };
  }

  /** Whether a list's level has numbers, which ones, and what is around them. @param level - from 1 */
  listLevel(name: string | undefined, level: number): { ordered: boolean; form: NumberForm | null; start: number } {
    const found = this.#lists.get(name ?? '')?.find((one) => one.attributes.get('text:level') === String(level));
    const format = found?.attributes.get('style:num-format') ?? '';
    return {
      ordered: found?.name === 'text:list-level-style-number' && format !== '',
      form: FORMS[format] ?? null,
      start: Number(found?.attributes.get('text:start-value') ?? 1),
    };
  }

  /** The list that a paragraph's style puts it into. */
  listOf(name: string | undefined): string | undefined {
    return [...this.#chain(name)].find(({ list }) => list !== undefined)?.list;
  }

  /** The next number of a heading, as it is shown before it; '' where headings have none. */
  headingNumber(level: number): string {
    const format = this.#outline.find((one) => one.attributes.get('text:level') === String(level));
    this.#counters[level] = (this.#counters[level] ?? Number(format?.attributes.get('text:start-value') ?? 1) - 1) + 1;
    this.#counters.length = level + 1;
    const form = format?.attributes.get('style:num-format') ?? '';
    if (!format || form === '') return '';
    const shown = Math.min(level, Number(format.attributes.get('text:display-levels') ?? 1));
    const numbers = Array.from({ length: shown }, (_, index) => {
      const at = level - shown + 1 + index;
      const own = this.#outline.find((one) => one.attributes.get('text:level') === String(at));
      return numberLabel(this.#counters[at] ?? 1, FORMS[own?.attributes.get('style:num-format') ?? ''] ?? 'decimal');
    });
    const around = (side: string): string => format.attributes.get(`style:num-${side}`) ?? '';
    return `${around('prefix')}${numbers.join('.')}${around('suffix')}`;
  }

  *#chain(name: string | undefined): Generator<OpenStyle> {
    let next = name;
    for (let steps = 0; next !== undefined && steps < LONGEST_CHAIN; steps += 1) {
      const style = this.#styles.get(next);
      if (!style) return;
      yield style;
      next = style.parent;
    }
  }
}
