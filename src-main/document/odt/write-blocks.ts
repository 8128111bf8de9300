import { columnShares } from '../column-widths.ts';
import { isRightToLeft } from '../direction.ts';
import type { Block, Inline, List, Table } from '../model.ts';
import { plainText } from '../read/read-inlines.ts';
import { element } from '../xml.ts';
import { INDENT_CM, type AutomaticStyles } from './automatic-styles.ts';
import { writeSpans, writeText, type SpanPlace } from './write-spans.ts';

/** A4 without its margins. */
const TEXT_WIDTH_CM = 17;
const NARROWEST_TABLE_CM = 5;
const TEXT = 'Text_20_body';

export interface BlockPlace extends SpanPlace {
  readonly styles: AutomaticStyles;
}

/** A list that is open where a block is written. */
interface OpenList {
  readonly style: string;
  /** The element of its open item: a header has no mark. */
  item: 'text:list-item' | 'text:list-header';
  /** The list was closed for a table and opened again, so the next item tells its number. */
  isReopened: boolean;
}

export interface BlockLook {
  readonly headingBase: number;
  readonly indentCm: number;
  readonly style: string;
  readonly lists: readonly OpenList[];
}

export function writeBlocks(blocks: readonly Block[], place: BlockPlace, look: BlockLook): string {
  return blocks.map((block) => writeBlock(block, place, look)).join('');
}

function writeBlock(block: Block, place: BlockPlace, look: BlockLook): string {
  switch (block.kind) {
    case 'heading': {
      const level = Math.min(6, look.headingBase + block.level);
      return heading(block.inlines, level, place, look.lists.length > 0 ? 0 : look.indentCm);
    }
    case 'paragraph':
      return words(block.inlines, place, look);
    case 'formula': {
      const { math, text } = block.formula;
      const source: Inline = { kind: 'styled', style: 'code', inlines: [{ kind: 'text', text }] };
      return words([math ? { kind: 'formula', formula: block.formula } : source], place, look);
    }
    case 'code':
      return writeCode(block.label, block.text, place, look);
    case 'quote': {
      const style = look.style === TEXT ? 'Quotations' : look.style;
      return writeBlocks(block.blocks, place, { ...look, indentCm: look.indentCm + INDENT_CM, style });
    }
    case 'details': {
      const summary = words([{ kind: 'styled', style: 'strong', inlines: block.summary }], place, look);
      return summary + writeBlocks(block.blocks, place, { ...look, indentCm: look.indentCm + INDENT_CM });
    }
    case 'list':
      return writeList(block, place, look);
    case 'table':
      return outsideOfLists(look.lists, writeTable(block, place, look));
    case 'rule':
      return element('text:p', { 'text:style-name': 'Horizontal_20_Line' });
  }
}

function heading(inlines: readonly Inline[], level: number, place: BlockPlace, indentCm: number): string {
  const variant = { parent: `Heading_20_${level}`, indentCm, alignment: null };
  const style = place.styles.paragraph({ ...variant, isMirrored: isRightToLeft(plainText(inlines)) });
  return element(
    'text:h',
    { 'text:style-name': style, 'text:outline-level': level },
    writeSpans(inlines, place) || ' ',
  );
}

function words(inlines: readonly Inline[], place: BlockPlace, look: BlockLook): string {
  const [only] = inlines;
  const isFormula = inlines.length === 1 && only?.kind === 'formula' && only.formula.display && only.formula.math;
  // The list itself indents the text of its items.
  const isItem = look.lists.length > 0 && look.style === TEXT;
  const parent = isFormula && !isItem ? 'Formula' : isItem ? 'List_20_Contents' : look.style;
  const style = place.styles.paragraph({
    parent,
    indentCm: isItem ? 0 : look.indentCm,
    isMirrored: isRightToLeft(plainText(inlines)),
    alignment: null,
  });
  return element('text:p', { 'text:style-name': style }, writeSpans(inlines, place));
}

/** A paragraph for each line. */
function writeCode(label: string, text: string, { styles }: BlockPlace, look: BlockLook): string {
  const variant = { indentCm: look.indentCm, isMirrored: false, alignment: null };
  const line = styles.paragraph({ ...variant, parent: 'Preformatted_20_Text' });
  const last = styles.paragraph({ ...variant, parent: 'Code_20_End' });
  const caption = styles.paragraph({ ...variant, parent: 'Code_20_Label' });
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  return (
    (label === '' ? '' : element('text:p', { 'text:style-name': caption }, writeText(label, true))) +
    lines
      .map((one, index) =>
        element('text:p', { 'text:style-name': index === lines.length - 1 ? last : line }, writeText(one, true)),
      )
      .join('')
  );
}

function writeList({ start, items }: List, place: BlockPlace, look: BlockLook): string {
  const outer = look.indentCm - INDENT_CM * look.lists.length;
  const style = place.styles.list(start !== null, Math.max(0, outer));
  const list: OpenList = { style, item: 'text:list-item', isReopened: false };
  const inner: BlockLook = { ...look, indentCm: look.indentCm + INDENT_CM, lists: [...look.lists, list] };
  const written = items.map((blocks, index) => {
    const isNumbered = start !== null && (list.isReopened || (index === 0 && start !== 1));
    list.item = 'text:list-item';
    list.isReopened = false;
    const open = isNumbered ? `<text:list-item text:start-value="${start + index}">` : '<text:list-item>';
    // What is no paragraph would have the item's mark before its own first line.
    const mark = blocks[0]?.kind === 'paragraph' ? '' : words([], place, inner);
    const content = mark + writeBlocks(blocks, place, inner);
    return `${open}${content}</${list.item}>`;
  });
  return `<text:list text:style-name="${style}">${written.join('')}</text:list>`;
}

/** OpenDocument has no tables in the items of lists: every open list ends before one and continues behind it. */
function outsideOfLists(lists: readonly OpenList[], written: string): string {
  const closed = lists.toReversed().map(({ item }) => `</${item}></text:list>`);
  const opened = lists.map((list) => {
    list.item = 'text:list-header';
    list.isReopened = true;
    return `<text:list text:style-name="${list.style}" text:continue-numbering="true"><text:list-header>`;
  });
  return closed.join('') + written + opened.join('');
}

function writeTable({ align, header, rows }: Table, place: BlockPlace, look: BlockLook): string {
  const width = Math.max(NARROWEST_TABLE_CM, TEXT_WIDTH_CM - look.indentCm);
  const columns = columnShares({ header, rows }).map((share) =>
    element('table:table-column', { 'table:style-name': place.styles.column(share * width) }),
  );
  const row = (cells: readonly (readonly Inline[])[], isHead: boolean): string =>
    element('table:table-row', {}, cells.map((one, column) => cell(one, column, isHead)).join(''));
  const cell = (inlines: readonly Inline[], column: number, isHead: boolean): string => {
    const style = place.styles.paragraph({
      parent: isHead ? 'Table_20_Heading' : 'Table_20_Contents',
      indentCm: 0,
      isMirrored: isRightToLeft(plainText(inlines)),
      alignment: align[column] ?? null,
    });
    const text = element('text:p', { 'text:style-name': style }, writeSpans(inlines, place));
    return element(
      'table:table-cell',
      { 'table:style-name': isHead ? 'Head' : 'Cell', 'office:value-type': 'string' },
      text,
    );
  };
  const head = element('table:table-header-rows', {}, row(header, true));
  const name = place.styles.table(width, look.indentCm);
  return element(
    'table:table',
    { 'table:style-name': name },
    columns.join('') + head + rows.map((one) => row(one, false)).join(''),
  );
}
