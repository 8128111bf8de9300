import { TemplateError } from './failures.ts';
import { checkLength } from './sequences.ts';
import { typeName, type Value } from './values.ts';

/**
 * The part between two bounds of `find` and similar methods, in code points; null when the bounds exclude each other.
 */
export function slicedForSearch(
  text: string,
  from: Value,
  to: Value,
): { readonly text: string; readonly start: number } | null {
  if (from === null && to === null) return { text, start: 0 };
  const chars = Array.from(text);
  const place = (value: Value, otherwise: number): number => {
    if (value === null) return otherwise;
    if (typeof value !== 'bigint') throw new TemplateError(`a bound cannot be a ${typeName(value)}`);
    return Math.min(Number(value) < 0 ? Math.max(0, Number(value) + chars.length) : Number(value), chars.length + 1);
  };
  const start = place(from, 0);
  const stop = place(to, chars.length);
  return start > chars.length || start > stop ? null : { text: chars.slice(start, stop).join(''), start };
}

/** Python's `str.split(separator, most)`, from the right for `rsplit`. */
export function splitText(text: string, separator: string, most: number, fromRight: boolean): string[] {
  if (separator === '') throw new TemplateError('an empty separator');
  const parts = fromRight ? splitFromRight(text, separator) : text.split(separator);
  if (most < 0 || parts.length <= most + 1) return parts;
  if (!fromRight) return [...parts.slice(0, most), parts.slice(most).join(separator)];
  const rest = parts.length - most;
  return [parts.slice(0, rest).join(separator), ...parts.slice(rest)];
}

/** Overlapping separators are found from the end. */
function splitFromRight(text: string, separator: string): string[] {
  const parts: string[] = [];
  let end = text.length;
  for (;;) {
    const place = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length);
    if (place < 0) break;
    parts.unshift(text.slice(place + separator.length, end));
    end = place;
  }
  return [text.slice(0, end), ...parts];
}

/** Python's `str.replace`; a negative count means all. */
export function replaceText(text: string, old: string, next: string, count: number): string {
  const parts = old === '' ? ['', ...Array.from(text), ''] : text.split(old);
  const times = count < 0 ? parts.length - 1 : Math.min(count, parts.length - 1);
  checkLength(text.length + times * (next.length - old.length));
  if (times === 0) return text;
  return (
    parts.slice(0, times + 1).join(next) +
    parts
      .slice(times + 1)
      .map((part) => old + part)
      .join('')
  );
}
