import { NotSupported, TemplateError } from './failures.ts';
import { SPACE } from './python-spaces.ts';

export type Token =
  | { readonly type: 'name' | 'operator'; readonly text: string }
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'integer'; readonly value: bigint; readonly text: string }
  | { readonly type: 'float'; readonly value: number; readonly text: string };

const END = {
  statement: new RegExp(`\\+%\\}|-%\\}${SPACE}*|%\\}\\n?`, 'y'),
  expression: new RegExp(`-\\}\\}${SPACE}*|\\}\\}`, 'y'),
} as const;
const BLANKS = new RegExp(`${SPACE}+`, 'y');
const FLOAT = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const INTEGER = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const NAME = /[\p{L}\p{N}\p{M}_]+/uy;
const IDENTIFIER = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{M}\p{Nd}_]*$/u;
const STRING = /'[^'\\]*(?:\\[^][^'\\]*)*'|"[^"\\]*(?:\\[^][^"\\]*)*"/y;
const OPERATOR = /\*\*|\/\/|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The tokens of one `{% %}` or `{{ }}` after its beginning; `end` is the place after it. */
export function scanTag(
  source: string,
  start: number,
  kind: keyof typeof END,
): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
  const open: string[] = [];
  let position = start;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(source)?.[0] ?? null;
    if (found !== null) position += found.length;
    return found;
  };
  while (position < source.length) {
    // Between brackets, `}}` closes two of them and not the tag.
    if (open.length === 0 && take(END[kind]) !== null) return { tokens, end: position };
    if (take(BLANKS) !== null) continue;
    const place = position;
    const token = scanToken(take);
    if (token === null) throw new TemplateError(`unexpected character ${JSON.stringify(source[place])}`);
    if (token.type === 'operator') matchBrackets(open, token.text);
    tokens.push(token);
  }
  throw new TemplateError('a tag of the template has no end');
}

function scanToken(take: (pattern: RegExp) => string | null): Token | null {
  const float = take(FLOAT);
  if (float !== null) return { type: 'float', value: Number(float.replaceAll('_', '')), text: float };
  const integer = take(INTEGER);
  if (integer !== null) return { type: 'integer', value: BigInt(integer.replaceAll('_', '')), text: integer };
  const name = take(NAME);
  if (name !== null) {
    if (!IDENTIFIER.test(name)) throw new TemplateError(`${JSON.stringify(name)} is no name`);
    return { type: 'name', text: name };
  }
  const string = take(STRING);
  if (string !== null) return { type: 'string', text: unescape(string.slice(1, -1)) };
  const operator = take(OPERATOR);
  return operator === null ? null : { type: 'operator', text: operator };
}

function matchBrackets(open: string[], operator: string): void {
  const closing = CLOSING[operator];
  if (closing !== undefined) open.push(closing);
  else if (operator === ')' || operator === ']' || operator === '}') {
    if (open.pop() !== operator) throw new TemplateError(`unexpected ${JSON.stringify(operator)}`);
  }
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Python's escapes; an unknown one stays as it is written, with its backslash. */
function unescape(text: string): string {
  return text.replace(
    /\\(?:x([^]{0,2})|u([^]{0,4})|U([^]{0,8})|([0-7]{1,3})|([^]))/g,
    (whole, two?: string, four?: string, eight?: string, octal?: string, other?: string) => {
      if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
      if (other === 'N') throw new NotSupported('an escape with a name of a character (\\N)');
      if (other !== undefined) return SIMPLE_ESCAPES[other] ?? whole;
      const hex = two ?? four ?? eight ?? '';
      const length = two !== undefined ? 2 : four !== undefined ? 4 : 8;
      if (hex.length !== length || /[^\da-f]/i.test(hex) || parseInt(hex, 16) > 0x10ffff) {
        throw new TemplateError(`${JSON.stringify(whole)} is no escape`);
      }
      return String.fromCodePoint(parseInt(hex, 16));
    },
  );
}
