import { child, elementsOf, type Element } from '../container/tree.ts';
import type { LeftOutCounter } from '../left-out.ts';
import { hasText, lettersOf, type Block, type Cell, type Inline, type Item } from '../text/blocks.ts';
import { numberLabel } from '../text/number-label.ts';
import { OpenLine } from './open-line.ts';
import type { OpenStyles } from './open-styles.ts';

/** Rows and cells are repeated by a number; sheets repeat empty ones a million times. */
const MOST_REPEATS = 100;

/** Walks through the paragraphs, lists and tables of a text; sections and indexes are passed. */
export class OpenWalk {
  /** Of footnotes and endnotes, as they are met. */
  readonly notes: Block[][] = [];
  readonly #styles: OpenStyles;
  readonly #formulas: ReadonlyMap<string, Element>;
  readonly #leftOut: LeftOutCounter;
  /** Where a list that continues another one goes on, by its id and its style. */
  readonly #numbers = new Map<string, number>();

  constructor(styles: OpenStyles, formulas: ReadonlyMap<string, Element>, leftOut: LeftOutCounter) {
    this.#styles = styles;
    this.#formulas = formulas;
    this.#leftOut = leftOut;
  }

  blocks(container: Element): Block[] {
    const all: Block[] = [];
    for (const block of this.#each(container)) {
      const last = all.at(-1);
      if (block.kind === 'code' && last?.kind === 'code')
        all[all.length - 1] = { ...last, text: `${last.text}\n${block.text}` };
      else if (block.kind === 'quote' && last?.kind === 'quote')
        all[all.length - 1] = { ...last, blocks: [...last.blocks, ...block.blocks] };
      else all.push(block);
    }
    return all;
  }

  *#each(container: Element): Generator<Block> {
    for (const element of elementsOf(container)) {
      switch (element.name) {
        case 'text:h':
        case 'text:p':
          yield* this.#paragraph(element);
          break;
        case 'text:list':
          yield* this.#list(element, element.attributes.get('text:style-name'), 1);
          break;
        case 'table:table':
          yield { kind: 'table', rows: this.#rows(element) };
          break;
        case 'text:tracked-changes':
          this.#leftOut.add('deletions', elementsOf(element).filter((change) => child(change, 'text:deletion')).length);
          break;
        case 'text:section':
          if (element.attributes.get('text:display') === 'none') this.#leftOut.add('hidden');
          else yield* this.#each(element);
          break;
        case 'text:index-body':
        case 'text:index-title':
        case 'text:numbered-paragraph':
        case 'draw:text-box':
          yield* this.#each(element);
          break;
        default:
          if (/^text:(?:table-of-content|.*-index|bibliography)$/.test(element.name)) yield* this.#each(element);
          else if (element.name.startsWith('draw:'))
            yield* this.#anchored({ ...element, name: 'text:p', children: [element] });
      }
    }
  }

  *#anchored(paragraph: Element): Generator<Block> {
    const line = this.#line(paragraph);
    if (hasText(line.inlines)) yield { kind: 'paragraph', inlines: line.inlines };
    for (const box of line.boxes) yield* this.#each(box);
  }

  #line(paragraph: Element): OpenLine {
    return new OpenLine(paragraph, {
      styles: this.#styles,
      formulas: this.#formulas,
      leftOut: this.#leftOut,
      addNote: (body) => {
        const index = this.notes.push([]) - 1;
        this.notes[index] = this.blocks(body);
        return index;
      },
    });
  }

  *#paragraph(element: Element): Generator<Block> {
    const style = element.attributes.get('text:style-name');
    const { inlines, boxes } = this.#line(element);
    if (hasText(inlines)) {
      const kind = this.#styles.kindOf(style);
      if (element.name === 'text:h') {
        const level = Number(element.attributes.get('text:outline-level') ?? 1) || 1;
        const isNumbered = element.attributes.get('text:is-list-header') !== 'true';
        const number = isNumbered ? this.#styles.headingNumber(level) : '';
        const label: Inline[] = number === '' ? [] : [{ kind: 'text', text: `${number} `, style: {} }];
        yield { kind: 'heading', level, inlines: [...label, ...inlines] };
      } else if (kind === 'title') yield { kind: 'heading', level: 1, inlines };
      else if (kind === 'code') yield { kind: 'code', text: lettersOf(inlines), language: '' };
      else if (kind === 'quote') yield { kind: 'quote', blocks: [{ kind: 'paragraph', inlines }] };
      else yield { kind: 'paragraph', inlines };
    }
    for (const box of boxes) yield* this.#each(box);
  }

  *#list(element: Element, style: string | undefined, level: number): Generator<Block> {
    const children = elementsOf(element);
    const first = children.map((item) => elementsOf(item)[0]).find((one) => one !== undefined);
    // LibreOffice writes a numbered heading as a list in lists.
    const isHeading = (item: Element): boolean =>
      elementsOf(item).some(
        (one) => one.name === 'text:h' || (one.name === 'text:list' && elementsOf(one).some(isHeading)),
      );
    if (children.some(isHeading)) {
      for (const item of children) yield* this.#headings(item);
      return;
    }
    const named = style ?? this.#styles.listOf(first?.attributes.get('text:style-name'));
    const { ordered, form, start } = this.#styles.listLevel(named, level);
    const key = `${named ?? ''} ${level}`;
    const continued =
      element.attributes.get('text:continue-list') ??
      (element.attributes.get('text:continue-numbering') === 'true' ? key : undefined);
    let number = (continued === undefined ? undefined : this.#numbers.get(continued)) ?? start;
    const items: Item[] = [];
    const begin = Number(elementsOf(element)[0]?.attributes.get('text:start-value') ?? number);
    number = begin;
    for (const item of children) {
      const blocks: Block[] = [];
      for (const part of elementsOf(item)) {
        if (part.name === 'text:list')
          blocks.push(...this.#list(part, part.attributes.get('text:style-name') ?? named, level + 1));
        else blocks.push(...this.blocks({ ...item, children: [part] }));
      }
      const label = ordered && form !== null ? `${numberLabel(number, form)})` : undefined;
      if (blocks.length > 0) items.push({ label, blocks });
      number += 1;
    }
    for (const name of [key, element.attributes.get('xml:id') ?? key]) this.#numbers.set(name, number);
    if (items.length > 0) yield { kind: 'list', ordered: ordered && form === null, start: begin, items };
  }

  *#headings(item: Element): Generator<Block> {
    for (const part of elementsOf(item)) {
      if (part.name === 'text:list') for (const inner of elementsOf(part)) yield* this.#headings(inner);
      else yield* this.#each({ ...item, children: [part] });
    }
  }

  #rows(table: Element): Cell[][] {
    return elementsOf(table).flatMap((element) => {
      if (/^table:table-(?:header-rows|rows|row-group)$/.test(element.name)) return this.#rows(element);
      if (element.name !== 'table:table-row') return [];
      const cells = elementsOf(element).flatMap((cell): Cell[] => {
        if (cell.name !== 'table:table-cell') return [];
        const one: Cell = {
          blocks: this.blocks(cell),
          width: spanOf(cell, 'table:number-columns-spanned'),
          height: spanOf(cell, 'table:number-rows-spanned'),
        };
        return Array.from({ length: repeats(cell, 'columns', one.blocks.length === 0) }, () => one);
      });
      const isEmpty = cells.every(({ blocks }) => blocks.length === 0);
      return Array.from({ length: repeats(element, 'rows', isEmpty) }, () => cells);
    });
  }
}

function spanOf(cell: Element, name: string): number {
  return Math.max(1, Number(cell.attributes.get(name) ?? 1) || 1);
}

function repeats(element: Element, of: 'rows' | 'columns', isEmpty: boolean): number {
  const times = Math.max(1, Number(element.attributes.get(`table:number-${of}-repeated`) ?? 1) || 1);
  return isEmpty && times > MOST_REPEATS ? 1 : Math.min(times, MOST_REPEATS);
}
