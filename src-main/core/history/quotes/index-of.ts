/**
 * `text.indexOf(pattern, from)` in time linear in the length of the text. The engine's own is faster, but takes the
 * product of both lengths for a pattern that repeats itself, as “aaaa…” does.
 */
export function indexOf(text: string, pattern: string, from = 0): number {
  const borders = bordersOf(pattern);
  const longest = borders[pattern.length] ?? 0;
  return longest * 4 < pattern.length ? text.indexOf(pattern, from) : walk(text, pattern, borders, from);
}

/** Knuth, Morris and Pratt. */
function walk(text: string, pattern: string, borders: Int32Array, from: number): number {
  let matched = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    while (matched > 0 && pattern.charCodeAt(matched) !== code) matched = borders[matched] ?? 0;
    if (pattern.charCodeAt(matched) === code) matched += 1;
    if (matched === pattern.length) return at - matched + 1;
  }
  return pattern === '' ? from : -1;
}

/** For each beginning of `pattern`, by its length: the longest shorter beginning that it ends with. */
function bordersOf(pattern: string): Int32Array {
  const borders = new Int32Array(pattern.length + 1);
  let border = 0;
  for (let length = 2; length <= pattern.length; length += 1) {
    const code = pattern.charCodeAt(length - 1);
    while (border > 0 && pattern.charCodeAt(border) !== code) border = borders[border] ?? 0;
    if (pattern.charCodeAt(border) === code) border += 1;
    borders[length] = border;
  }
  return borders;
}
