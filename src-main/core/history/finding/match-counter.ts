import { countMatches, findPattern } from '#contract/find-pattern';
import { shownTexts } from '#document/read/shown-text';

/** One search reads so many UTF-16 units of Markdown as the page does: about a second. What is read is kept. */
const MOST_MARKDOWN = 2_000_000;
/** Longer answers are searched as they were written. */
const LONGEST_MARKDOWN = 200_000;
/** The texts that are kept have at most so many UTF-16 units. */
const MOST_KEPT = 8_000_000;

const MARKS = /[*_~`\\<>[\]()$!|#&]/g;
/** The address of a link, a tag, or a reference to a note: nothing of them is shown between the letters of a word. */
const BETWEEN_LETTERS = /\]\([^()\s]{0,300}\)|\[\^[^\]\s]{1,60}\]|<\/?[a-z]{1,4}>/gi;

/** By source, the one that was needed last at the end. */
const kept = new Map<string, readonly string[]>();
let keptLength = 0;

/**
 * Counts matches in what the page shows of messages. Reading Markdown is slow, so an answer is read only if its
 * letters without the marks have a match, and a search that has read much counts the rest as it was written.
 */
export class MatchCounter {
  readonly #pattern: RegExp;
  /** Of the typed text without marks; null when it has nothing else. */
  readonly #bare: RegExp | null;
  #markdownLeft = MOST_MARKDOWN;

  constructor(pattern: RegExp, text: string) {
    this.#pattern = pattern;
    this.#bare = findPattern(text.replace(MARKS, ''));
  }

  count(message: { readonly role: string; readonly text: string }): number {
    const { role, text } = message;
    if (role === 'user') return countMatches(shownTexts(message), this.#pattern);
    if (!this.#mayMatch(text)) return 0;
    return countMatches(this.#shown(message), this.#pattern);
  }

  #mayMatch(text: string): boolean {
    if (this.#bare === null || text.search(this.#bare) >= 0 || /&[#a-z]/i.test(text)) return true;
    const bare = text.replace(MARKS, '');
    if (bare.length === text.length) return false;
    return bare.search(this.#bare) >= 0 || text.replace(BETWEEN_LETTERS, '').replace(MARKS, '').search(this.#bare) >= 0;
  }

  #shown(message: { readonly role: string; readonly text: string }): readonly string[] {
    const { text } = message;
    const known = kept.get(text);
    if (known) {
      kept.delete(text);
      kept.set(text, known);
      return known;
    }
    if (text.length > Math.min(this.#markdownLeft, LONGEST_MARKDOWN)) return [text];
    this.#markdownLeft -= text.length;
    const texts = shownTexts(message);
    kept.set(text, texts);
    keptLength += text.length;
    for (const oldest of kept.keys()) {
      if (keptLength <= MOST_KEPT) break;
      kept.delete(oldest);
      keptLength -= oldest.length;
    }
    return texts;
  }
}
