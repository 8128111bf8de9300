import { child, childValue, elementsOf, type Element } from '../container/tree.ts';
import type { Style } from '../text/blocks.ts';

interface WordStyle {
  readonly name: string;
  readonly basedOn: string | undefined;
  readonly paragraph: Element | undefined;
  readonly run: Element | undefined;
}

const LONGEST_CHAIN = 20;

/** Whether a property is on: `<w:b/>` is, `<w:b w:val="0"/>` is not; undefined where it is not said. */
function switched(properties: Element | undefined, name: string): boolean | undefined {
  const found = child(properties, name);
  if (!found) return undefined;
  return !['0', 'false', 'off', 'none'].includes(found.attributes.get('w:val') ?? '1');
}

/** The styles of a Word file by their ids. Built-in styles have English names in every language of Word. */
export class WordStyles {
  readonly #styles = new Map<string, WordStyle>();

  constructor(root: Element | undefined) {
    for (const style of root ? elementsOf(root) : []) {
      if (style.name !== 'w:style') continue;
      this.#styles.set(style.attributes.get('w:styleId') ?? '', {
        name: (childValue(style, 'w:name', 'w:val') ?? '').toLowerCase(),
        basedOn: childValue(style, 'w:basedOn', 'w:val'),
        paragraph: child(style, 'w:pPr'),
        run: child(style, 'w:rPr'),
      });
    }
  }

  /** 1 to 9; null for a paragraph that is no heading. */
  headingLevel(paragraph: Element | undefined): number | null {
    const id = childValue(paragraph, 'w:pStyle', 'w:val');
    const own = childValue(paragraph, 'w:outlineLvl', 'w:val');
    for (const { name, paragraph: properties } of this.#chain(id)) {
      if (name === 'title') return 1;
      const [, level] = /^(?:heading|otsikko) ([1-9])$/.exec(name) ?? [];
      if (level !== undefined) return Number(level);
      const outline = childValue(properties, 'w:outlineLvl', 'w:val');
      if (own === undefined && outline !== undefined) return levelOf(outline);
    }
    return own === undefined ? null : levelOf(own);
  }

  /** What a paragraph's style says of it besides. */
  kindOf(paragraph: Element | undefined): 'code' | 'quote' | null {
    for (const { name } of this.#chain(childValue(paragraph, 'w:pStyle', 'w:val'))) {
      if (/\b(?:source ?code|code|preformatted|html preformatted)\b/.test(name)) return 'code';
      if (/^(?:intense )?quote$|^block (?:text|quotation)$|^quotations$/.test(name)) return 'quote';
    }
    return null;
  }

  /** The list that a style puts its paragraphs into. */
  numbering(id: string | undefined): Element | undefined {
    for (const { paragraph } of this.#chain(id)) {
      const numbering = child(paragraph, 'w:numPr');
      if (numbering) return numbering;
    }
    return undefined;
  }

  /** How the words of a run look, by the run itself, else by its own style. Looks of whole paragraphs are no emphasis. */
  runStyle(run: Element | undefined): Style & { readonly hidden: boolean } {
    const chain = [...this.#chain(childValue(run, 'w:rStyle', 'w:val'))];
    const names = chain.map(({ name }) => name);
    // Word styles links, and the marks of notes, as characters.
    const levels = [run, ...chain.filter(({ name }) => !/hyperlink|reference/.test(name)).map((style) => style.run)];
    const isOn = (property: string): boolean =>
      levels.map((level) => switched(level, property)).find((value) => value !== undefined) ?? false;
    const place = levels.map((level) => childValue(level, 'w:vertAlign', 'w:val')).find((value) => value !== undefined);
    return {
      bold: isOn('w:b'),
      italic: isOn('w:i'),
      struck: isOn('w:strike') || isOn('w:dstrike'),
      code: names.some((name) => /verbatim char|html code|source text|\bcode\b/.test(name)),
      place: place === 'superscript' ? 'super' : place === 'subscript' ? 'sub' : undefined,
      hidden: isOn('w:vanish'),
    };
  }

  *#chain(id: string | undefined): Generator<WordStyle> {
    let next = id;
    for (let steps = 0; next !== undefined && steps < LONGEST_CHAIN; steps += 1) {
      const style = this.#styles.get(next);
      if (!style) return;
      yield style;
      next = style.basedOn;
    }
  }
}

/** Outline levels count from 0; 9 is body text. */
function levelOf(outline: string): number | null {
  const level = Number(outline);
  return level >= 0 && level <= 8 ? level + 1 : null;
}
