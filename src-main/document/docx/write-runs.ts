import { hasRightToLeft } from '../direction.ts';
import { markOf } from '../notes-of.ts';
import type { Inline, InlineStyle } from '../model.ts';
import { element, escapeXml } from '../xml.ts';
import { writeOfficeMath } from './omml.ts';

/** What the words of a block need of the file that they go into. */
export interface RunPlace {
  /** The id of the relationship for an address. */
  readonly link: (href: string) => string;
  /** The run that refers to a note, at its first reference; null where none may stand. */
  readonly note: (number: number) => string | null;
  /** The number that the note has in the file. */
  readonly numberOf: (number: number) => number | null;
}

/** A piece of text that is all of one direction. */
const RIGHT_TO_LEFT_PIECE =
  /([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\s]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?)/u;
const CODE_FONT = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>';

type Look = ReadonlySet<InlineStyle | 'link' | 'quiet'>;

export function writeRuns(inlines: readonly Inline[], place: RunPlace, look: Look = new Set()): string {
  return inlines.map((inline) => writeInline(inline, place, look)).join('');
}

function writeInline(inline: Inline, place: RunPlace, look: Look): string {
  switch (inline.kind) {
    case 'text':
      return writeText(inline.text, look);
    case 'styled':
      return writeRuns(inline.inlines, place, new Set([...look, inline.style]));
    case 'break':
      return '<w:r><w:br/></w:r>';
    case 'link':
      return element(
        'w:hyperlink',
        { 'r:id': place.link(inline.href), 'w:history': 1 },
        writeRuns(inline.inlines, place, new Set([...look, 'link'])),
      );
    case 'formula': {
      const { math, text } = inline.formula;
      return math ? element('m:oMath', {}, writeOfficeMath(math)) : writeText(text, new Set([...look, 'code']));
    }
    case 'note': {
      const reference = place.note(inline.number);
      if (reference !== null) return reference;
      const known = place.numberOf(inline.number);
      return known === null
        ? writeInline(markOf(inline.number), place, look)
        : writeText(String(known), new Set([...look, 'sup']));
    }
  }
}

/** Text as runs, one for each direction. */
export function writeText(text: string, look: Look = new Set()): string {
  if (text === '') return '';
  if (!hasRightToLeft(text)) return run(text, look, false);
  return text
    .split(RIGHT_TO_LEFT_PIECE)
    .map((piece, index) => (piece === '' ? '' : run(piece, look, index % 2 === 1)))
    .join('');
}

function run(text: string, look: Look, isRightToLeft: boolean): string {
  const properties = propertiesOf(look, isRightToLeft);
  const content = text
    .split(/([\t\n])/)
    .map((piece) => {
      if (piece === '\t') return '<w:tab/>';
      if (piece === '\n') return '<w:br/>';
      return piece === '' ? '' : `<w:t xml:space="preserve">${escapeXml(piece)}</w:t>`;
    })
    .join('');
  return `<w:r>${properties}${content}</w:r>`;
}

/** In the order of the schema, which Word demands. */
function propertiesOf(look: Look, isRightToLeft: boolean): string {
  const isCode = look.has('code') || look.has('kbd');
  const written = [
    look.has('link') ? '<w:rStyle w:val="Hyperlink"/>' : '',
    isCode ? CODE_FONT : '',
    look.has('strong') ? '<w:b/><w:bCs/>' : look.has('quiet') ? '<w:b w:val="0"/><w:bCs w:val="0"/>' : '',
    look.has('emphasis') ? '<w:i/><w:iCs/>' : '',
    look.has('deleted') ? '<w:strike/>' : '',
    isCode ? '<w:noProof/>' : '',
    look.has('quiet') ? '<w:color w:val="6B6B6B"/>' : '',
    isCode || look.has('quiet') ? '<w:sz w:val="20"/><w:szCs w:val="20"/>' : '',
    look.has('u') ? '<w:u w:val="single"/>' : '',
    look.has('kbd') ? '<w:bdr w:val="single" w:sz="4" w:space="0" w:color="BDBDBD"/>' : '',
    look.has('mark') ? '<w:shd w:val="clear" w:color="auto" w:fill="FFF2A8"/>' : '',
    isCode && !look.has('mark') ? '<w:shd w:val="clear" w:color="auto" w:fill="F1F1F1"/>' : '',
    look.has('sup') ? '<w:vertAlign w:val="superscript"/>' : look.has('sub') ? '<w:vertAlign w:val="subscript"/>' : '',
    isRightToLeft ? '<w:rtl/>' : '',
  ].join('');
  return written === '' ? '' : `<w:rPr>${written}</w:rPr>`;
}
