/**
 * Parts what a model thinks before it answers from the answer. Models mark it with tags; a tag counts at the very
 * beginning of an answer only, since an answer may speak of such tags itself.
 */

interface Tags {
  readonly opening: string;
  readonly closing: string;
}

const THINK: Tags = { opening: '<think>', closing: '</think>' };
const TAGS: readonly Tags[] = [
  THINK,
  ...['thinking', 'thought', 'reasoning', 'seed:think'].map((name) => ({
    opening: `<${name}>`,
    closing: `</${name}>`,
  })),
  { opening: '[THINK]', closing: '[/THINK]' },
];

/** What has come of each; the pieces of one answer join without anything between them. */
export interface ThinkingAndText {
  readonly thinking: string;
  readonly text: string;
}

export const EMPTY_ANSWER: ThinkingAndText = { thinking: '', text: '' };

/** The opening tag that a prompt ends with, so that the answer begins in the middle of the thinking. */
export function openTagOf(prompt: string): string | undefined {
  const end = prompt.slice(-200).trimEnd();
  return TAGS.find(({ opening }) => end.endsWith(opening))?.opening;
}

/** How an answer reads on that goes on after this: behind `openTag`, if the prompt has one. */
export function joinThinking({ thinking, text }: ThinkingAndText, openTag?: string): string {
  const tags = tagsOf(openTag);
  if (thinking === '' && (text === '' || openTag === undefined)) return text;
  const begin = openTag === undefined ? `${tags.opening}\n${thinking}` : thinking;
  return text === '' ? begin : `${begin}\n${tags.closing}\n\n${text}`;
}

/** For a vocabulary in which they are control tokens, which are not shown otherwise. */
export const THINKING_TAGS: ReadonlySet<string> = new Set(TAGS.flatMap(({ opening, closing }) => [opening, closing]));

/**
 * Takes an answer in pieces, wherever they are cut. What may be a part of a tag, and white space that may stand before
 * one, is held back until it is known.
 */
export class ThinkingSplitter {
  #place: 'beginning' | 'thinking' | 'after' | 'text';
  /** Of the thinking that is open, or was the last to be. */
  #tags: Tags;
  #held = '';
  #hasThought: boolean;
  #hasTags: boolean;
  /** Of the open thought, nothing has come yet. */
  #isFresh: boolean;

  /**
   * @param before - what has been said already
   * @param openTag - that the prompt ends with
   */
  constructor(before: ThinkingAndText = EMPTY_ANSWER, openTag?: string) {
    this.#tags = tagsOf(openTag);
    this.#hasThought = before.thinking !== '';
    this.#isFresh = !this.#hasThought;
    this.#hasTags = this.#hasThought || openTag !== undefined;
    if (before.text !== '') this.#place = 'text';
    else this.#place = openTag === undefined && !this.#hasThought ? 'beginning' : 'thinking';
  }

  /** Whether the thinking has begun and not ended. */
  get isThinking(): boolean {
    return this.#place === 'thinking';
  }

  /** Whether there is more than the answer: thinking, or tags with nothing in them. */
  get hasTags(): boolean {
    return this.#hasTags;
  }

  push(piece: string): ThinkingAndText {
    this.#held += piece;
    let thinking = '';
    for (let place; place !== this.#place;) {
      place = this.#place;
      if (place === 'thinking') thinking += this.#takeThinking();
      else if (place !== 'text') this.#begin();
    }
    return { thinking, text: this.#place === 'text' ? this.#take() : '' };
  }

  /** What was held back and turned out to be nothing else. */
  end(): ThinkingAndText {
    const held = this.#take();
    if (this.#place === 'thinking') return { thinking: this.#joined(held.trimEnd()), text: '' };
    return { thinking: '', text: this.#place === 'after' ? held.trimStart() : held };
  }

  /** At the beginning, and behind the end of a thought: another one, or the answer. */
  #begin(): void {
    const said = this.#held.trimStart();
    const tags = TAGS.find(({ opening }) => said.startsWith(opening));
    if (tags) {
      this.#tags = tags;
      this.#hasTags = true;
      this.#held = said.slice(tags.opening.length);
      this.#place = 'thinking';
      this.#isFresh = true;
    } else if (said !== '' && !TAGS.some(({ opening }) => opening.startsWith(said))) {
      // White space before an answer without thinking is the model's own.
      if (this.#place === 'after') this.#held = said;
      this.#place = 'text';
    }
  }

  #takeThinking(): string {
    const { opening, closing } = this.#tags;
    if (this.#isFresh) {
      this.#held = this.#held.trimStart();
      // Some models write the tag that the prompt has written for them.
      if (this.#held.startsWith(opening)) this.#held = this.#held.slice(opening.length).trimStart();
      else if (opening.startsWith(this.#held)) return '';
    }
    const end = this.#held.indexOf(closing);
    const known = end < 0 ? this.#held.length - lengthOfBeginning(this.#held, closing) : end;
    const taken = this.#held.slice(0, known).trimEnd();
    this.#held = end < 0 ? this.#held.slice(taken.length) : this.#held.slice(end + closing.length);
    if (end >= 0) this.#place = 'after';
    return this.#joined(taken);
  }

  /** Two thoughts have a blank line between them. */
  #joined(thinking: string): string {
    if (thinking === '') return '';
    const between = this.#isFresh && this.#hasThought ? '\n\n' : '';
    this.#isFresh = false;
    this.#hasThought = true;
    return between + thinking;
  }

  #take(): string {
    const held = this.#held;
    this.#held = '';
    return held;
  }
}

function tagsOf(openTag?: string): Tags {
  return TAGS.find(({ opening }) => opening === openTag) ?? THINK;
}

/** Length of the longest end of `text` with which `tag` begins. */
function lengthOfBeginning(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1) {
    if (tag.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
