/** A token as it can be seen: line breaks and tabs by their signs, and a mark for one that completes no character. */
export function visibleText(text: string): string {
  if (text === '') return '·';
  return text.replaceAll('\n', '↵').replaceAll('\t', '⇥').replaceAll('\r', '␍');
}
