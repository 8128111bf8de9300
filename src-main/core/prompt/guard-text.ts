/**
 * Keeps text that somebody wrote from turning into control tokens. A private mark is put inside every stretch of the
 * text that spells a control token, before the chat template sees it. Templates treat the mark as one more letter, so
 * trimming and joining go on as before; after rendering, control tokens are recognised only where no mark breaks
 * them, and the marks are taken out.
 */
import type { ControlTexts } from './control-texts.ts';

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
export function guardText(text: string, controls: ControlTexts, mark: string): string {
  let guarded = text;
  for (const control of controls.texts) {
    const broken = breakUp(control, mark);
    // A replacement function, because "$&" and the like are special in a replacement string.
    guarded = guarded.replaceAll(control, () => broken);
  }
  return breakPartialEnd(guarded, controls, mark);
}

export function removeMarks(text: string, mark: string): string {
  return text.replaceAll(mark, '');
}

function breakUp(control: string, mark: string): string {
  const [first = ''] = control;
  return first + mark + control.slice(first.length);
}

/** Two texts that a template writes one after the other could make a control token together. */
function breakPartialEnd(text: string, controls: ControlTexts, mark: string): string {
  const end = text.trimEnd();
  const beginning = controls.beginningAtEnd(end);
  if (beginning === '') return text;
  return end.slice(0, end.length - beginning.length) + breakUp(beginning, mark) + text.slice(end.length);
}
