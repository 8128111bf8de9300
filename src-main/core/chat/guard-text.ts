/**
 * Keeps text that somebody wrote from turning into control tokens. A private mark is put inside every stretch of the
 * text that spells a control token, before the chat template sees it. Templates treat the mark as one more letter, so
 * trimming and joining go on as before; after rendering, control tokens are recognised only where no mark breaks
 * them, and the marks are taken out.
 */

/** Noncharacters of Unicode: no text that is meant for reading holds them, and no template trims them. */
const MARKS = ['\uFDD0', '\uFDD1', '\uFDD2', '\uFDD3', '\uFDD4', '\uFDD5', '\uFDD6', '\uFDD7'] as const;

/**
 * A mark that occurs in none of `texts`. Text that holds all candidates is not text; the last resort is a mark long
 * enough never to occur by chance.
 */
export function chooseMark(texts: readonly string[]): string {
  const free = MARKS.find((mark) => texts.every((text) => !text.includes(mark)));
  if (free !== undefined) return free;
  let mark: string = MARKS[0];
  while (texts.some((text) => text.includes(mark))) mark += MARKS[1];
  return mark;
}

/** `text` with `mark` inside every spelled-out control token, and inside the beginning of one at the very end. */
export function guardText(text: string, controlTexts: readonly string[], mark: string): string {
  let guarded = text;
  for (const control of controlTexts) {
    const broken = breakUp(control, mark);
    // A replacement function, because "$&" and the like are special in a replacement string.
    guarded = guarded.replaceAll(control, () => broken);
  }
  return markByteOrderMarks(breakPartialEnd(guarded, controlTexts, mark), mark);
}

export function removeMarks(text: string, mark: string): string {
  return text.replaceAll(mark, '');
}

function breakUp(control: string, mark: string): string {
  const [first = ''] = control;
  return first + mark + control.slice(first.length);
}

/** Two texts that a template writes one after the other could make a control token together. */
function breakPartialEnd(text: string, controlTexts: readonly string[], mark: string): string {
  const end = text.trimEnd();
  let longest = '';
  for (const control of controlTexts) {
    for (let length = Math.min(control.length - 1, end.length); length > longest.length; length -= 1) {
      if (end.endsWith(control.slice(0, length))) longest = control.slice(0, length);
    }
  }
  if (longest === '') return text;
  return end.slice(0, end.length - longest.length) + breakUp(longest, mark) + text.slice(end.length);
}

/** JavaScript's `trim` removes a byte order mark; Python's `strip`, which templates are written for, does not. */
function markByteOrderMarks(text: string, mark: string): string {
  if (!text.includes('\uFEFF')) return text;
  return text.replaceAll('\uFEFF', `${mark}\uFEFF${mark}`);
}
