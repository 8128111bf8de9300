/** A draft followed by a quotation and an empty line to write in. */
export function quoteText(draft: string, text: string): string {
  const lines = text
    .replace(/\n{3,}/g, '\n\n')
    .split('\n')
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`));
  const before = draft.trimEnd();
  return `${before === '' ? '' : `${before}\n\n`}${lines.join('\n')}\n\n`;
}
