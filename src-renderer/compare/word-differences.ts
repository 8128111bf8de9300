/** The words that two texts share in the same order: a longest common subsequence (Hirschberg, linear space). */

/** The most words of each text; more would block the page. Later words count as different. */
const MOST_WORDS = 4000;

/** For each word of either text: 1 if it is in both. */
export function commonWords(a: readonly string[], b: readonly string[]): [Uint8Array, Uint8Array] {
  const numbers = new Map<string, number>();
  const numbered = (words: readonly string[]): Int32Array =>
    Int32Array.from(words.slice(0, MOST_WORDS), (word) => {
      const known = numbers.get(word) ?? numbers.size;
      numbers.set(word, known);
      return known;
    });
  const common: [Uint8Array, Uint8Array] = [new Uint8Array(a.length), new Uint8Array(b.length)];
  match(numbered(a), numbered(b), 0, 0, common);
  return common;
}

/** @param aStart, bStart - where the two parts begin in their texts */
function match(a: Int32Array, b: Int32Array, aStart: number, bStart: number, common: [Uint8Array, Uint8Array]): void {
  let [aFrom, bFrom, aTo, bTo] = [0, 0, a.length, b.length];
  const keep = (aIndex: number, bIndex: number): void => {
    common[0][aStart + aIndex] = 1;
    common[1][bStart + bIndex] = 1;
  };
  while (aFrom < aTo && bFrom < bTo && a[aFrom] === b[bFrom]) keep(aFrom++, bFrom++);
  while (aFrom < aTo && bFrom < bTo && a[aTo - 1] === b[bTo - 1]) keep(--aTo, --bTo);
  if (aFrom === aTo || bFrom === bTo) return;
  if (aTo - aFrom === 1) {
    const found = b.indexOf(a[aFrom] ?? -1, bFrom);
    if (found >= 0 && found < bTo) keep(aFrom, found);
    return;
  }
  const middle = (aFrom + aTo) >> 1;
  const rest = b.subarray(bFrom, bTo);
  const before = lengths(a.subarray(aFrom, middle), rest);
  const after = lengths(a.slice(middle, aTo).reverse(), rest.slice().reverse());
  let [best, cut] = [-1, 0];
  for (let at = 0; at <= rest.length; at += 1) {
    const length = (before[at] ?? 0) + (after[rest.length - at] ?? 0);
    if (length > best) [best, cut] = [length, at];
  }
  match(a.subarray(aFrom, middle), rest.subarray(0, cut), aStart + aFrom, bStart + bFrom, common);
  match(a.subarray(middle, aTo), rest.subarray(cut), aStart + middle, bStart + bFrom + cut, common);
}

/** The lengths of the longest common subsequences of `a` and each prefix of `b`: [0 to b.length]. */
function lengths(a: Int32Array, b: Int32Array): Uint16Array {
  let above = new Uint16Array(b.length + 1);
  let row = new Uint16Array(b.length + 1);
  for (const word of a) {
    for (let at = 1; at <= b.length; at += 1) {
      row[at] = word === b[at - 1] ? (above[at - 1] ?? 0) + 1 : Math.max(row[at - 1] ?? 0, above[at] ?? 0);
    }
    [above, row] = [row, above];
  }
  return above;
}
