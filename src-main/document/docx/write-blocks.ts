import { columnShares } from '../column-widths.ts';
import { isRightToLeft } from '../direction.ts';
import type { Block, Inline, List, Table } from '../model.ts';
import { plainText } from '../read/read-inlines.ts';
import { element } from '../xml.ts';
import { writeOfficeMath } from './omml.ts';
import { writeRuns, writeText, type RunPlace } from './write-runs.ts';

/** A twentieth of a point, Word's unit. */
const INDENT = 360;
/** A4 without its margins. */
export const TEXT_WIDTH = 9638;
const NARROWEST_TABLE = 3000;
/** Word opens no table with more columns. */
const MOST_COLUMNS = 63;
const DEEPEST_LIST = 8;
/** The numbering of every list of bullets. */
export const BULLETS = 1;

export interface BlockPlace extends RunPlace {
  /** A numbering that begins with `start`. */
  readonly number: (start: number, depth: number) => number;
}

export interface BlockLook {
  /** Of a message's first heading. */
  readonly headingBase: number;
  readonly indent: number;
  readonly style: 'Quote' | 'FootnoteText' | null;
  readonly listDepth: number;
}

/** The mark of a list's item, which its first paragraph has. */
interface ItemMark {
  readonly numbering: number;
  readonly depth: number;
}

export function writeBlocks(blocks: readonly Block[], place: BlockPlace, look: BlockLook): string {
  return blocks.map((block) => writeBlock(block, place, look, null)).join('');
}

function writeBlock(block: Block, place: BlockPlace, look: BlockLook, mark: ItemMark | null): string {
  switch (block.kind) {
    case 'heading': {
      const style = `Heading${Math.min(6, look.headingBase + block.level)}`;
      return paragraph(writeRuns(block.inlines, place), { style, look, mark, text: plainText(block.inlines) });
    }
    case 'paragraph':
      return words(block.inlines, place, look, mark);
    case 'formula': {
      const { math, text } = block.formula;
      if (!math)
        return words([{ kind: 'styled', style: 'code', inlines: [{ kind: 'text', text }] }], place, look, mark);
      return paragraph(displayed(writeOfficeMath(math)), { style: look.style, look, mark, text: '' });
    }
    case 'code':
      return (mark ? words([], place, look, mark) : '') + writeCode(block.label, block.text, look);
    case 'quote': {
      const inner: BlockLook = { ...look, indent: look.indent + INDENT, style: look.style ?? 'Quote' };
      return (mark ? words([], place, look, mark) : '') + writeBlocks(block.blocks, place, inner);
    }
    case 'details': {
      const summary: Inline = { kind: 'styled', style: 'strong', inlines: block.summary };
      return (
        words([summary], place, look, mark) +
        writeBlocks(block.blocks, place, { ...look, indent: look.indent + INDENT })
      );
    }
    case 'list':
      return (mark ? words([], place, look, mark) : '') + writeList(block, place, look);
    case 'table':
      return (mark ? words([], place, look, mark) : '') + writeTables(block, place, look);
    case 'rule':
      return paragraph('', { style: 'Rule', look, mark, text: '' });
  }
}

function words(inlines: readonly Inline[], place: BlockPlace, look: BlockLook, mark: ItemMark | null): string {
  const [only] = inlines;
  const math = inlines.length === 1 && only?.kind === 'formula' && only.formula.display ? only.formula.math : null;
  const content = math ? displayed(writeOfficeMath(math)) : writeRuns(inlines, place);
  return paragraph(content, { style: look.style, look, mark, text: plainText(inlines) });
}

function displayed(math: string): string {
  return `<m:oMathPara><m:oMath>${math}</m:oMath></m:oMathPara>`;
}

interface ParagraphLook {
  readonly style: string | null;
  readonly look: Pick<BlockLook, 'indent'>;
  readonly mark?: ItemMark | null;
  /** Decides about the direction. */
  readonly text: string;
  readonly alignment?: string | null;
}

/** The properties are in the order of the schema, which Word demands. */
export function paragraph(
  content: string,
  { style, look, mark = null, text, alignment = null }: ParagraphLook,
): string {
  const isMirrored = isRightToLeft(text);
  const indent = look.indent + (mark ? INDENT : 0);
  const properties = [
    style === null ? '' : element('w:pStyle', { 'w:val': style }),
    mark
      ? element(
          'w:numPr',
          {},
          element('w:ilvl', { 'w:val': mark.depth }) + element('w:numId', { 'w:val': mark.numbering }),
        )
      : '',
    isMirrored ? '<w:bidi/>' : '',
    mark ? '<w:spacing w:after="60"/>' : '',
    indent === 0 ? '' : element('w:ind', { 'w:left': indent, 'w:hanging': mark ? INDENT : undefined }),
    alignment === null ? '' : element('w:jc', { 'w:val': alignment }),
  ].join('');
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`;
}

/** A paragraph for each line, because Word lays out one of ten thousand lines again for each change. */
function writeCode(label: string, text: string, look: BlockLook): string {
  const caption = label === '' ? '' : paragraph(writeText(label), { style: 'CodeLabel', look, text: '' });
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  return caption + lines.map((line) => paragraph(writeText(line), { style: 'Code', look, text: '' })).join('') + GAP;
}

function writeList({ start, items }: List, place: BlockPlace, look: BlockLook): string {
  const depth = Math.min(DEEPEST_LIST, look.listDepth);
  const numbering = start === null ? BULLETS : place.number(start, depth);
  const inner: BlockLook = { ...look, indent: look.indent + INDENT, listDepth: look.listDepth + 1 };
  return items
    .map((blocks) => {
      const [first = { kind: 'paragraph', inlines: [] } satisfies Block, ...rest] = blocks;
      return writeBlock(first, place, look, { numbering, depth }) + writeBlocks(rest, place, inner);
    })
    .join('');
}

/** Separates blocks that would become one, and ends what must not be the last in a cell. */
const GAP = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>';

function writeTables(table: Table, place: BlockPlace, look: BlockLook): string {
  let written = '';
  for (let from = 0; from < Math.max(1, table.header.length); from += MOST_COLUMNS) {
    const cut = <T>(cells: readonly T[]): readonly T[] => cells.slice(from, from + MOST_COLUMNS);
    written +=
      writeTable(
        { ...table, align: cut(table.align), header: cut(table.header), rows: table.rows.map(cut) },
        place,
        look,
      ) + GAP;
  }
  return written;
}

function writeTable({ align, header, rows }: Table, place: BlockPlace, look: BlockLook): string {
  const width = Math.max(NARROWEST_TABLE, TEXT_WIDTH - look.indent);
  const widths = columnShares({ header, rows }).map((share) => Math.floor(share * width));
  const cell = (inlines: readonly Inline[], column: number, isHead: boolean): string => {
    const own: readonly Inline[] = isHead ? [{ kind: 'styled', style: 'strong', inlines }] : inlines;
    const shade = isHead ? '<w:shd w:val="clear" w:color="auto" w:fill="F1F1F1"/>' : '';
    const properties = `<w:tcPr><w:tcW w:w="${widths[column] ?? 0}" w:type="dxa"/>${shade}</w:tcPr>`;
    const text = {
      style: 'TableText',
      look: { indent: 0 },
      text: plainText(inlines),
      alignment: align[column] ?? null,
    };
    return `<w:tc>${properties}${paragraph(writeRuns(own, place), text)}</w:tc>`;
  };
  const row = (cells: readonly (readonly Inline[])[], isHead: boolean): string =>
    `<w:tr><w:trPr><w:cantSplit/>${isHead ? '<w:tblHeader/>' : ''}</w:trPr>${cells.map((one, column) => cell(one, column, isHead)).join('')}</w:tr>`;
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
    .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="BDBDBD"/>`)
    .join('');
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${width}" w:type="dxa"/>${look.indent === 0 ? '' : `<w:tblInd w:w="${look.indent}" w:type="dxa"/>`}` +
    `<w:tblBorders>${borders}</w:tblBorders><w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>` +
    `<w:tblGrid>${widths.map((one) => `<w:gridCol w:w="${one}"/>`).join('')}</w:tblGrid>` +
    `${row(header, true)}${rows.map((cells) => row(cells, false)).join('')}</w:tbl>`
  );
}
