import { because } from '#contract/reasons';
import { Unreadable } from '../unreadable.ts';

export type RtfToken =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  /** `value` is null where the word has none. */
  | { readonly kind: 'word'; readonly word: string; readonly value: number | null }
  /** Bytes of the file's code page. */
  | { readonly kind: 'bytes'; readonly bytes: readonly number[] };

/** Of groups in groups; programs write some ten. */
const DEEPEST = 500;
const [OPEN, CLOSE, BACKSLASH, QUOTE, STAR, CR, LF, SPACE, MINUS] = [
  0x7b, 0x7d, 0x5c, 0x27, 0x2a, 0x0d, 0x0a, 0x20, 0x2d,
];

/**
 * Cuts the bytes of an RTF file into groups, control words and text. What `\bin` holds is passed.
 *
 * @throws Unreadable for groups that are not closed, too deep, or a `\bin` beyond the end
 * @see Rich Text Format Specification 1.9.1
 */
export function* rtfTokens(bytes: Uint8Array): Generator<RtfToken> {
  const broken = (): Unreadable => new Unreadable(because('rtf-damaged'));
  let depth = 0;
  let at = 0;
  let text: number[] = [];
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const isText = byte !== OPEN && byte !== CLOSE && byte !== BACKSLASH && byte !== CR && byte !== LF;
    if (isText || (byte === BACKSLASH && isEscaped(bytes[at + 1]))) {
      text.push(isText ? byte : (bytes[at + 1] ?? 0));
      at += isText ? 1 : 2;
      continue;
    }
    if (byte === BACKSLASH && bytes[at + 1] === QUOTE) {
      const value = Number.parseInt(String.fromCharCode(bytes[at + 2] ?? 0, bytes[at + 3] ?? 0), 16);
      text.push(Number.isNaN(value) ? 0x3f : value);
      at += 4;
      continue;
    }
    if (byte === CR || byte === LF) {
      at += 1;
      continue;
    }
    if (text.length > 0) {
      yield { kind: 'bytes', bytes: text };
      text = [];
    }
    if (byte === OPEN) {
      if ((depth += 1) > DEEPEST) throw new Unreadable(because('document-too-deep', { most: DEEPEST }));
      yield { kind: 'open' };
      at += 1;
    } else if (byte === CLOSE) {
      depth -= 1;
      yield { kind: 'close' };
      at += 1;
      // Some programs write zeros behind the end.
      if (depth <= 0) return;
    } else {
      const { word, value, end } = controlWord(bytes, at + 1);
      at = end;
      if (word === 'bin') {
        at += Math.max(0, value ?? 0);
        if (at > bytes.length) throw broken();
      } else yield { kind: 'word', word, value };
    }
  }
  throw broken();
}

function isEscaped(byte: number | undefined): boolean {
  return byte === OPEN || byte === CLOSE || byte === BACKSLASH;
}

function controlWord(bytes: Uint8Array, start: number): { word: string; value: number | null; end: number } {
  let at = start;
  while (at - start < 32 && isLetter(bytes[at])) at += 1;
  if (at === start) {
    const sign = bytes[at] ?? 0;
    // A line end after a backslash is a paragraph.
    const word = sign === STAR ? '*' : sign === CR || sign === LF ? 'par' : String.fromCharCode(sign);
    return { word, value: null, end: at + 1 };
  }
  const word = String.fromCharCode(...bytes.subarray(start, at));
  const from = at;
  if (bytes[at] === MINUS) at += 1;
  while (at - from < 11 && (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) at += 1;
  const digits = String.fromCharCode(...bytes.subarray(from, at));
  const hasValue = /\d/.test(digits);
  if (!hasValue) at = from;
  return { word, value: hasValue ? Number(digits) : null, end: bytes[at] === SPACE ? at + 1 : at };
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));
}
