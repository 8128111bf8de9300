import { child, childValue, elementsOf, type Element } from '../container/tree.ts';
import { hasText, lettersOf, type Block, type Cell, type Inline } from '../text/blocks.ts';
import { nestLists, type FlatItem } from '../text/nest-lists.ts';
import type { Relations } from './relations.ts';
import { WordLine } from './word-line.ts';
import type { WordParts } from './word-parts.ts';

type Flat = Block | FlatItem;

/** A cell, where it begins, and whether it goes on from above. */
interface Begun {
  readonly cell: { readonly blocks: Block[]; readonly width: number; height: number };
  readonly left: number;
  readonly continues: boolean;
}

/** Walks through the paragraphs and tables of one part. Tags around them (content controls, sections) are passed. */
export class WordWalk {
  readonly #parts: WordParts;
  readonly #relations: Relations;

  constructor(parts: WordParts, relations: Relations) {
    this.#parts = parts;
    this.#relations = relations;
  }

  blocks(container: Element): Block[] {
    return nestLists(mergeKinds([...this.#flat(container)]));
  }

  *#flat(container: Element): Generator<Flat> {
    for (const element of elementsOf(container)) {
      if (element.name === 'w:p') yield* this.#paragraph(element);
      else if (element.name === 'w:tbl') yield { kind: 'table', rows: this.#rows(element) };
      else if (element.name === 'w:del' || element.name === 'w:moveFrom') this.#parts.leftOut.add('deletions');
      else if (element.name === 'w:altChunk') this.#parts.leftOut.add('objects');
      else if (element.name === 'mc:AlternateContent') yield* this.#flat(child(element, 'mc:Choice') ?? element);
      else if (element.name === 'm:oMathPara' || element.name === 'm:oMath')
        yield* this.#paragraph({ ...element, name: 'w:p', children: [element] });
      else if (!element.name.endsWith('Pr')) yield* this.#flat(element);
    }
  }

  *#paragraph(element: Element): Generator<Flat> {
    const { styles, numbering } = this.#parts;
    const properties = child(element, 'w:pPr');
    const line = new WordLine(this.#parts, this.#relations);
    const inlines = line.read(element);
    const level = styles.headingLevel(properties);
    const number = hasText(inlines) ? numbering.next(properties) : null;
    if (hasText(inlines)) {
      if (level !== null) {
        const label = number && !number.isBullet && number.label !== '' ? `${number.label} ` : '';
        const labelled: Inline[] = label === '' ? inlines : [{ kind: 'text', text: label, style: {} }, ...inlines];
        yield { kind: 'heading', level, inlines: labelled.map(plain) };
      } else if (number) {
        const isPlain = /^\d+[.)]?$/.test(number.label);
        yield {
          kind: 'flat-item',
          level: number.level,
          list: number.list,
          ordered: !number.isBullet && isPlain,
          number: number.number,
          label: number.isBullet || isPlain ? undefined : number.label,
          block: { kind: 'paragraph', inlines },
        };
      } else if (styles.kindOf(properties) === 'code') yield { kind: 'code', text: lettersOf(inlines), language: '' };
      else if (styles.kindOf(properties) === 'quote') yield { kind: 'quote', blocks: [{ kind: 'paragraph', inlines }] };
      else yield { kind: 'paragraph', inlines };
    }
    // Text boxes stand where their anchor is.
    for (const box of line.boxes) yield* this.#flat(box);
  }

  #rows(table: Element): Cell[][] {
    const rows: Begun[][] = [];
    for (const row of rowsOf(table)) {
      if (child(child(row, 'w:trPr'), 'w:del')) {
        this.#parts.leftOut.add('deletions');
        continue;
      }
      let left = Number(childValue(child(row, 'w:trPr'), 'w:gridBefore', 'w:val') ?? 0);
      const empty = (width: number): Begun => ({ cell: { blocks: [], width, height: 1 }, left: 0, continues: false });
      const cells = left > 0 ? [empty(left)] : [];
      for (const cell of cellsOf(row)) {
        const properties = child(cell, 'w:tcPr');
        const width = Math.max(1, Number(childValue(properties, 'w:gridSpan', 'w:val') ?? 1) || 1);
        const merge = child(properties, 'w:vMerge');
        const continues = merge !== undefined && merge.attributes.get('w:val') !== 'restart';
        cells.push({ cell: { blocks: this.blocks(cell), width, height: 1 }, left, continues });
        left += width;
      }
      rows.push(cells);
    }
    // A cell that continues the one above it makes that one higher.
    const begun = new Map<number, { height: number }>();
    return rows.map((row) =>
      row.flatMap(({ cell, left, continues }) => {
        const above = begun.get(left);
        if (continues && above && cell.blocks.length === 0) {
          above.height += 1;
          return [];
        }
        begun.set(left, cell);
        return [cell];
      }),
    );
  }
}

/** Rows and cells may be in content controls. */
function rowsOf(table: Element): Element[] {
  return elementsOf(table).flatMap((one) =>
    one.name === 'w:tr' ? [one] : /^w:(?:sdt|sdtContent|ins|customXml)$/.test(one.name) ? rowsOf(one) : [],
  );
}

function cellsOf(row: Element): Element[] {
  return elementsOf(row).flatMap((one) =>
    one.name === 'w:tc' ? [one] : /^w:(?:sdt|sdtContent|ins|customXml)$/.test(one.name) ? cellsOf(one) : [],
  );
}

/** A heading is bold as a whole, which its mark says already. */
function plain(inline: Inline): Inline {
  return inline.kind === 'text' ? { ...inline, style: { ...inline.style, bold: false } } : inline;
}

/** Lines of code, and paragraphs of a quotation, that follow each other are one block. */
function mergeKinds(blocks: readonly Flat[]): Flat[] {
  const merged: Flat[] = [];
  for (const block of blocks) {
    const last = merged.at(-1);
    if (block.kind === 'code' && last?.kind === 'code')
      merged[merged.length - 1] = { ...last, text: `${last.text}\n${block.text}` };
    else if (block.kind === 'quote' && last?.kind === 'quote')
      merged[merged.length - 1] = { ...last, blocks: [...last.blocks, ...block.blocks] };
    else merged.push(block);
  }
  return merged;
}
