/** About one line of the conversation list. */
const LONGEST_TITLE = 60;

/**
 * A title made of a message: its first line with something on it, without Markdown's marks at the start, cut between
 * words. Empty when the message has no such line.
 */
export function titleFromText(text: string): string {
  for (const line of text.toWellFormed().split(/[\r\n\u2028\u2029]+/, 200)) {
    const words = withoutControls(line.slice(0, 1000))
      .replace(/^[\s#>*`~-]+/, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (/[\p{L}\p{N}]/u.test(words)) return cut(words);
  }
  return '';
}

function cut(words: string): string {
  if (words.length <= LONGEST_TITLE) return words;
  const head = words.slice(0, LONGEST_TITLE + 1);
  const lastSpace = head.lastIndexOf(' ');
  // A first word that is longer than a title (an address, a hash) is cut through.
  const kept = lastSpace > LONGEST_TITLE / 2 ? head.slice(0, lastSpace) : head.slice(0, LONGEST_TITLE);
  return `${kept.replace(/[\s,;:.–-]+$|[\ud800-\udbff]$/, '')}…`;
}

function withoutControls(line: string): string {
  return line.replace(/\p{Cc}/gu, ' ');
}
