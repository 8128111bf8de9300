import { groupBlocks } from './group-blocks.ts';
import type { BlockGroup } from './group-blocks.ts';
import type { MarkdownOptions } from './markdown-options.ts';
import { MarkdownDocument } from './render-markdown.ts';
import type { MarkdownBlock } from './render-markdown.ts';
import { hasRoom, inSlices, spend } from './slices.ts';

type Steps = ReturnType<MarkdownDocument['steps']>;

/** A shorter text is shown at once, so that an opened conversation has its height. */
const LONGEST_AT_ONCE = 16_000;
/** The cost of a step in addition to its characters: most steps make a block, which is sanitized and laid out. */
const STEP_COST = 100;
/** Each may be a block, which must be sanitized. */
const MOST_LINES_AT_ONCE = 400;

/**
 * The blocks of one message as they become ready: at once for an ordinary message, over several slices of time for a
 * very long one. Text that comes meanwhile waits, so that a reading can finish.
 */
export class SteppedMarkdown {
  groups = $state.raw<readonly BlockGroup[]>([]);
  /** A very long text is not shown completely yet. */
  working = $state(false);
  /** The same groups, without reactivity. */
  #shown: readonly BlockGroup[] = [];
  readonly #document = new MarkdownDocument();
  #steps: Steps | null = null;
  #next: (() => Steps) | null = null;
  #takeBack = (): void => undefined;

  show(source: string, options: MarkdownOptions): void {
    if (!this.#steps && isShort(source)) {
      this.#next = null;
      this.#put(this.#document.render(source, options));
      return;
    }
    this.#next = () => this.#document.steps(source, options);
    if (this.#steps) return;
    this.working = true;
    this.#goOn();
  }

  close(): void {
    this.#takeBack();
  }

  #goOn(): void {
    this.#takeBack();
    this.#takeBack = inSlices(() => this.#work());
  }

  #work(): void {
    this.#steps ??= this.#takeNext();
    if (!this.#steps) return;
    let step: ReturnType<Steps['next']>;
    do {
      const before = this.#document.madeCharacters;
      step = this.#steps.next();
      spend(this.#document.madeCharacters - before + STEP_COST);
    } while (!step.done && hasRoom());
    this.#put(step.done ? step.value : this.#document.ready);
    if (step.done) this.#steps = null;
    if (this.#steps || this.#next) this.#goOn();
    else this.working = false;
  }

  #put(blocks: readonly MarkdownBlock[]): void {
    this.#shown = groupBlocks(blocks, this.#shown);
    this.groups = this.#shown;
  }

  #takeNext(): Steps | null {
    const steps = this.#next?.() ?? null;
    this.#next = null;
    return steps;
  }
}

function isShort(source: string): boolean {
  return source.length <= LONGEST_AT_ONCE && source.split('\n', MOST_LINES_AT_ONCE + 1).length <= MOST_LINES_AT_ONCE;
}
