import { markOf } from '../notes-of.ts';
import type { Formula, Inline, InlineStyle } from '../model.ts';
import { element, escapeXml } from '../xml.ts';

/** What the words of a block need of the file that they go into. */
export interface SpanPlace {
  /** The frame that shows a formula. */
  readonly formula: (formula: Formula) => string;
  /** The note, at its first reference; null where none may stand. */
  readonly note: (number: number) => string | null;
  /** The number that the note has in the file. */
  readonly numberOf: (number: number) => number | null;
}

const STYLES: Readonly<Record<InlineStyle, string>> = {
  strong: 'Strong',
  emphasis: 'Emphasis',
  deleted: 'Deleted',
  code: 'Code_20_Words',
  sub: 'Sub',
  sup: 'Sup',
  kbd: 'Key',
  mark: 'Marked',
  u: 'Underlined',
};

export function writeSpans(inlines: readonly Inline[], place: SpanPlace): string {
  return inlines.map((inline) => writeInline(inline, place)).join('');
}

function writeInline(inline: Inline, place: SpanPlace): string {
  switch (inline.kind) {
    case 'text':
      return writeText(inline.text);
    case 'styled':
      return span(STYLES[inline.style], writeSpans(inline.inlines, place));
    case 'break':
      return '<text:line-break/>';
    case 'link':
      return element(
        'text:a',
        { 'xlink:type': 'simple', 'xlink:href': inline.href, 'text:style-name': 'Internet_20_link' },
        writeSpans(inline.inlines, place),
      );
    case 'formula':
      return inline.formula.math
        ? place.formula(inline.formula)
        : span('Code_20_Words', writeText(inline.formula.text));
    case 'note': {
      const note = place.note(inline.number);
      if (note !== null) return note;
      const known = place.numberOf(inline.number);
      return known === null ? writeInline(markOf(inline.number), place) : span('Sup', String(known));
    }
  }
}

export function span(style: string, content: string): string {
  return content === '' ? '' : element('text:span', { 'text:style-name': style }, content);
}

/** Text whose spaces, tabs and line ends stay as they are. @param atStart - it begins a paragraph, where spaces vanish */
export function writeText(text: string, atStart = false): string {
  return escapeXml(text).replace(/\t|\n| {2,}|^ /g, (found, at: number) => {
    if (found === '\t') return '<text:tab/>';
    if (found === '\n') return '<text:line-break/>';
    if (found.length > 1)
      return `${atStart && at === 0 ? '' : ' '}<text:s text:c="${found.length - (atStart && at === 0 ? 0 : 1)}"/>`;
    return atStart ? '<text:s/>' : ' ';
  });
}
