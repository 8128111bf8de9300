import { child, childValue, elementsOf, type Element } from '../container/tree.ts';
import { numberLabel, type NumberForm } from '../text/number-label.ts';
import type { WordStyles } from './word-styles.ts';

export interface Numbered {
  readonly list: string;
  readonly level: number;
  readonly isBullet: boolean;
  readonly number: number;
  /** As Word shows it: `1.2`, `a)`. */
  readonly label: string;
}

interface Level {
  readonly form: string;
  readonly text: string;
  readonly start: number;
}

const FORMS: Readonly<Record<string, NumberForm>> = {
  lowerLetter: 'lower-letter',
  upperLetter: 'upper-letter',
  lowerRoman: 'lower-roman',
  upperRoman: 'upper-roman',
};
const LEVELS = 9;

/** Counts the numbers of lists and headings, which Word keeps beside the text. */
export class WordNumbering {
  readonly #styles: WordStyles;
  readonly #abstract = new Map<string, Map<number, Level>>();
  readonly #lists = new Map<string, { readonly abstract: string; readonly starts: Map<number, number> }>();
  /** Lists with one definition count on, whatever their own ids are. */
  readonly #counters = new Map<string, number[]>();
  readonly #restarted = new Set<string>();

  constructor(root: Element | undefined, styles: WordStyles) {
    this.#styles = styles;
    for (const element of root ? elementsOf(root) : []) {
      if (element.name === 'w:abstractNum') {
        const levels = elementsOf(element).filter(({ name }) => name === 'w:lvl');
        this.#abstract.set(
          element.attributes.get('w:abstractNumId') ?? '',
          new Map(levels.map((level) => [Number(level.attributes.get('w:ilvl')), levelOf(level)])),
        );
      } else if (element.name === 'w:num') {
        const overrides = elementsOf(element).filter(({ name }) => name === 'w:lvlOverride');
        const starts = overrides.flatMap((one): [number, number][] => {
          const start = childValue(one, 'w:startOverride', 'w:val');
          return start === undefined ? [] : [[Number(one.attributes.get('w:ilvl')), Number(start)]];
        });
        this.#lists.set(element.attributes.get('w:numId') ?? '', {
          abstract: childValue(element, 'w:abstractNumId', 'w:val') ?? '',
          starts: new Map(starts),
        });
      }
    }
  }

  /** The next number of the list that a paragraph is in; null outside of lists. */
  next(paragraph: Element | undefined): Numbered | null {
    const own = child(paragraph, 'w:numPr');
    const styled = this.#styles.numbering(childValue(paragraph, 'w:pStyle', 'w:val'));
    const id = childValue(own, 'w:numId', 'w:val') ?? childValue(styled, 'w:numId', 'w:val');
    const level = Number(childValue(own, 'w:ilvl', 'w:val') ?? childValue(styled, 'w:ilvl', 'w:val') ?? 0);
    const list = id === undefined ? undefined : this.#lists.get(id);
    const levels = this.#abstract.get(list?.abstract ?? '');
    if (id === undefined || !list || !levels || !(level >= 0 && level < LEVELS)) return null;
    const format = levels.get(level) ?? { form: 'bullet', text: '', start: 1 };
    const counters = this.#counters.get(list.abstract) ?? [];
    this.#counters.set(list.abstract, counters);
    this.#restart(id, list.starts, counters);
    counters[level] = counters[level] === undefined ? (list.starts.get(level) ?? format.start) : counters[level] + 1;
    counters.length = level + 1;
    const label = format.text.replace(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      const other = levels.get(at);
      return numberLabel(counters[at] ?? other?.start ?? 1, FORMS[other?.form ?? ''] ?? 'decimal');
    });
    return {
      list: list.abstract,
      level,
      isBullet: format.form === 'bullet' || format.form === 'none',
      number: counters[level],
      label: format.form === 'none' ? '' : label,
    };
  }

  /** A list that says where it begins begins there once. */
  #restart(id: string, starts: ReadonlyMap<number, number>, counters: number[]): void {
    if (this.#restarted.has(id)) return;
    this.#restarted.add(id);
    const first = Math.min(...starts.keys());
    if (Number.isFinite(first) && counters.length > first) counters.length = first;
  }
}

function levelOf(level: Element): Level {
  return {
    form: childValue(level, 'w:numFmt', 'w:val') ?? 'decimal',
    text: childValue(level, 'w:lvlText', 'w:val') ?? '',
    start: Number(childValue(level, 'w:start', 'w:val') ?? 1),
  };
}
