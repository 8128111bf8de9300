/** A paragraph beyond this length is shown in pieces: a browser lays a whole one out again when its end grows. */
export const LONGEST_PARAGRAPH = 10_000;

/** Where a text that is too long is cut: behind a space if there is one, never within a character. */
export function cutAt(source: string): number {
  const space = Math.max(
    source.lastIndexOf(' ', LONGEST_PARAGRAPH - 1),
    source.lastIndexOf('\n', LONGEST_PARAGRAPH - 1),
  );
  if (space > LONGEST_PARAGRAPH / 2) return space + 1;
  const code = source.charCodeAt(LONGEST_PARAGRAPH);
  return code >= 0xdc00 && code <= 0xdfff ? LONGEST_PARAGRAPH - 1 : LONGEST_PARAGRAPH;
}
