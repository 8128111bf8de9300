/**
 * Splits a template's source into text and tags as Jinja2's lexer does with `trim_blocks` and `lstrip_blocks`: the
 * newline after a statement or comment is removed, and so are spaces before one that begins its line.
 *
 * @see https://jinja.palletsprojects.com/en/stable/templates/#whitespace-control
 */
import { TemplateError } from './failures.ts';
import { SPACE } from './python-spaces.ts';
import { scanTag, type Token } from './scan-tag.ts';

export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'statement' | 'expression'; readonly tokens: readonly Token[] };

const BEGIN = new RegExp(`\\{%([-+]?)${SPACE}*raw${SPACE}*(?:-%\\}${SPACE}*|%\\})|\\{([%{#])([-+]?)`, 'g');
const END_OF_COMMENT = new RegExp(`\\+#\\}|-#\\}${SPACE}*|#\\}\\n?`, 'g');
const END_OF_RAW = new RegExp(`\\{%([-+]?)${SPACE}*endraw${SPACE}*(?:\\+%\\}|-%\\}${SPACE}*|%\\}\\n?)`, 'g');
const TRAILING_SPACE = new RegExp(`${SPACE}+$`);
const ONLY_SPACE = new RegExp(`^${SPACE}+$`);

/** @throws TemplateError */
export function splitSource(source: string): Piece[] {
  const text = source.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const pieces: Piece[] = [];
  let position = 0;
  const addText = (until: number, sign: string, strips: boolean): void => {
    const kept = trimBefore(text.slice(position, until), sign, strips, position === 0 || text[position - 1] === '\n');
    if (kept !== '') pieces.push({ type: 'text', text: kept });
  };
  for (;;) {
    const begin = findFrom(BEGIN, text, position);
    if (begin === null) break;
    const [whole, rawSign, kind, tagSign] = begin;
    addText(begin.index, rawSign ?? tagSign ?? '', kind !== '{');
    position = begin.index + whole.length;
    if (kind === undefined) {
      if (position === text.length) break;
      const end = findFrom(END_OF_RAW, text, position);
      if (end === null) throw new TemplateError('a raw block has no end');
      addText(end.index, end[1] ?? '', true);
      position = end.index + end[0].length;
    } else if (kind === '#') {
      const end = findFrom(END_OF_COMMENT, text, position);
      if (end === null) throw new TemplateError('a comment has no end');
      position = end.index + end[0].length;
    } else {
      const tag = scanTag(text, position, kind === '%' ? 'statement' : 'expression');
      pieces.push({ type: kind === '%' ? 'statement' : 'expression', tokens: tag.tokens });
      position = tag.end;
    }
  }
  if (position < text.length) pieces.push({ type: 'text', text: text.slice(position) });
  return pieces;
}

function findFrom(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

/**
 * @param sign - `-` removes all white space, `+` keeps it; without a sign, spaces at the beginning of a line are
 *   removed where `strips` is true
 */
function trimBefore(text: string, sign: string, strips: boolean, beginsLine: boolean): string {
  if (sign === '-') return text.replace(TRAILING_SPACE, '');
  if (sign === '+' || !strips) return text;
  const line = text.lastIndexOf('\n') + 1;
  return (line > 0 || beginsLine) && ONLY_SPACE.test(text.slice(line)) ? text.slice(0, line) : text;
}
