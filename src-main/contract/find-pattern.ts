/** Matching as a browser's own search does: letter by letter, without regard to capitals. */

/**
 * A pattern for a typed text; null when there is nothing to find. Letters with diacritics match in both forms of
 * Unicode, and spaces match line breaks. A match has at least one character.
 */
export function findPattern(text: string): RegExp | null {
  const words = text
    .toWellFormed()
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  return new RegExp(words.map(patternOf).join('\\s+'), 'giu');
}

/** Matches in texts that none reaches over. */
export function countMatches(texts: readonly string[], pattern: RegExp): number {
  let count = 0;
  for (const text of texts) for (const _match of text.matchAll(pattern)) count += 1;
  return count;
}

function patternOf(word: string): string {
  const apart = word.normalize('NFD');
  return word === apart ? escaped(word) : `(?:${escaped(word)}|${escaped(apart)})`;
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
