/** Matching as a browser's own search does: letter by letter, without regard to capitals. */

/** Markdown's marks may be between two words, where a reader does not see them. */
const GAP = '[*_~`]{0,3}\\s+[*_~`]{0,3}';

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
  return new RegExp(words.map(patternOf).join(GAP), 'giu');
}

function patternOf(word: string): string {
  const apart = word.normalize('NFD');
  return word === apart ? escaped(word) : `(?:${escaped(word)}|${escaped(apart)})`;
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
