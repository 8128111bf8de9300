/**
 * Splits an answer into thinking and text. Models mark thinking with tags. Only a tag at the very beginning counts,
 * because an answer may write about such tags.
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

/** The thinking and the text so far; the pieces of one answer are joined without separators. */
export interface ThinkingAndText {
  readonly thinking: string;
  readonly text: string;
}

export const EMPTY_ANSWER: ThinkingAndText = { thinking: '', text: '' };

/** The opening tag at the end of a prompt; the answer then begins inside the thinking. */
export function openTagOf(prompt: string): string | undefined {
  const end = prompt.slice(-200).trimEnd();
  return TAGS.find(({ opening }) => end.endsWith(opening))?.opening;
}

/** How a continued answer is written after the prompt: after `openTag`, if the prompt ends with one. */
export function joinThinking({ thinking, text }: ThinkingAndText, openTag?: string): string {
  const tags = tagsOf(openTag);
  if (thinking === '' && (text === '' || openTag === undefined)) return text;
  const begin = openTag === undefined ? `${tags.opening}\n${thinking}` : thinking;
  return text === '' ? begin : `${begin}\n${tags.closing}\n\n${text}`;
}

/** For vocabularies in which the tags are control tokens, which otherwise are not shown. */
export const THINKING_TAGS: ReadonlySet<string> = new Set(TAGS.flatMap(({ opening, closing }) => [opening, closing]));

/**
 * Splits an answer that comes in pieces. Text that may be part of a tag, and white space before it, is held back until
 * it is known.
 */
export class ThinkingSplitter {
  #place: 'beginning' | 'thinking' | 'after' | 'text';
  /** The tags of the open or latest thinking. */
  #tags: Tags;
  #held = '';
  #hasThought: boolean;
  #hasTags: boolean;
  /** True while the open thinking is empty. */
  #isFresh: boolean;

  /**
   * @param before - the answer so far
   * @param openTag - the tag at the end of the prompt
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

  /** Whether the output has more than the text: thinking, or empty tags. */
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

  /** The text that was held back and is no tag. */
  end(): ThinkingAndText {
    const held = this.#take();
    if (this.#place === 'thinking') return { thinking: this.#joined(held.trimEnd()), text: '' };
    return { thinking: '', text: this.#place === 'after' ? held.trimStart() : held };
  }

  /** Reads the beginning, or what follows the end of a thinking: another thinking, or the text. */
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
      // White space before an answer without thinking belongs to the text.
      if (this.#place === 'after') this.#held = said;
      this.#place = 'text';
    }
  }

  #takeThinking(): string {
    const { opening, closing } = this.#tags;
    if (this.#isFresh) {
      this.#held = this.#held.trimStart();
      // Some models repeat the tag that the prompt ends with.
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

  /** Two thinkings are separated by a blank line. */
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

/** Length of the longest end of `text` that is the beginning of `tag`. */
function lengthOfBeginning(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1) {
    if (tag.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
