/**
 * Keeps text that somebody wrote from becoming control tokens. Before the chat template runs, a private mark is put
 * into every part of the text that spells a control token. Templates treat the mark as a letter, so trimming and
 * joining still work. After rendering, only unbroken control tokens are recognised, and the marks are removed.
 */
import type { ControlTexts } from './control-texts.ts';

/** Noncharacters of Unicode: readable text does not contain them, and no template trims them. */
const MARKS = ['\uFDD0', '\uFDD1', '\uFDD2', '\uFDD3', '\uFDD4', '\uFDD5', '\uFDD6', '\uFDD7'] as const;

/**
 * A mark that occurs in none of `texts`. If a text contains all candidates, the mark is made too long to occur by
 * chance.
 */
export function chooseMark(texts: readonly string[]): string {
  const free = MARKS.find((mark) => texts.every((text) => !text.includes(mark)));
  if (free !== undefined) return free;
  let mark: string = MARKS[0];
  while (texts.some((text) => text.includes(mark))) mark += MARKS[1];
  return mark;
}

/** Puts `mark` into every control token that `text` spells, and into the beginning of one at its end. */
export function guardText(text: string, controls: ControlTexts, mark: string): string {
  let guarded = text;
  for (const control of controls.texts) {
    const broken = breakUp(control, mark);
    // A function, because "$&" and the like have a meaning in a replacement string.
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

/** Two texts that a template writes next to each other could form a control token together. */
function breakPartialEnd(text: string, controls: ControlTexts, mark: string): string {
  const end = text.trimEnd();
  const beginning = controls.beginningAtEnd(end);
  if (beginning === '') return text;
  return end.slice(0, end.length - beginning.length) + breakUp(beginning, mark) + text.slice(end.length);
}
