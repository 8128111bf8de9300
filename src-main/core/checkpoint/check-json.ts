import { because, type Reason } from '#contract/reasons';
/**
 * Real files nest less than ten levels deep. Code that walks a value would overflow the stack only far beyond this
 * limit.
 */
const MAX_DEPTH = 100;
/** Ten times as many as in the largest known tokenizer. */
const MAX_VALUES = 2 ** 24;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Checks JSON text before a parser reads it, in one pass without recursion: the depth, the number of values and, with
 * `uniqueKeys`, repeated keys in an object (`JSON.parse` keeps the last one, other readers may keep the first).
 *
 * @returns what is wrong, or null; text that is not JSON is left to the parser
 */
export function checkJson(text: string, { uniqueKeys = false } = {}): Reason | null {
  /** The keys of each open object; null for an array. */
  const open: (Set<string> | null)[] = [];
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '{':
      case '[':
        if (open.length === MAX_DEPTH) return because('json-too-deep', { most: MAX_DEPTH });
        open.push(text[at] === '{' ? new Set() : null);
        values += 1;
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        values += 1;
        if (values > MAX_VALUES) return because('json-too-many-values', { most: MAX_VALUES });
        break;
      case '"': {
        const end = endOfString(text, at);
        const keys = uniqueKeys ? open.at(-1) : null;
        if (keys && isFollowedByColon(text, end)) {
          const key = unescaped(text.slice(at, end + 1));
          if (keys.has(key)) return because('key-twice', { key: JSON.stringify(key.slice(0, 60)) });
          keys.add(key);
        }
        at = end;
        break;
      }
      default:
    }
  }
  return null;
}

/** The closing quote, or the text's end. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}

function isFollowedByColon(text: string, end: number): boolean {
  let at = end + 1;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return text[at] === ':';
}

/** Two spellings of the same key are equal. */
function unescaped(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    return literal;
  }
}
