import { groupBlocks } from './group-blocks.ts';
import type { BlockGroup } from './group-blocks.ts';
import type { MarkdownOptions } from './markdown-options.ts';
import { splitNotes } from './markdown-block.ts';
import { MarkdownDocument } from './render-markdown.ts';
import type { MarkdownBlock } from './markdown-block.ts';
import { hasRoom, inNextSlice, spend } from './slices.ts';

type Steps = ReturnType<MarkdownDocument['steps']>;

/** A text of less cost is shown at once, so that an opened conversation has its height. */
const MOST_AT_ONCE = 16_000;
/** The cost of a line in addition to its characters: it may be a block, which is sanitized and laid out. */
const LINE_COST = 50;
/** The cost of a step in addition to its characters: most steps make a block. */
const STEP_COST = 100;

/**
 * The blocks of one message as they become ready: at once for an ordinary message, over several slices of time for a
 * very long one. Text that comes meanwhile waits, so that a reading can finish.
 */
export class SteppedMarkdown {
  groups = $state.raw<readonly BlockGroup[]>([]);
  /** What the footnotes say. Apart from the text, so that a new paragraph moves none of it. */
  notes = $state.raw<readonly BlockGroup[]>([]);
  /** Has groups that are laid out apart: from the beginning, since a browser lays out anew what becomes so. */
  long = $state(false);
  /** A very long text is not shown completely yet. */
  working = $state(false);
  /** The same groups, without reactivity. */
  #shown: { readonly groups: readonly BlockGroup[]; readonly notes: readonly BlockGroup[] } = { groups: [], notes: [] };
  readonly #document = new MarkdownDocument();
  #steps: Steps | null = null;
  #next: (() => Steps) | null = null;
  #takeBack = (): void => undefined;

  show(source: string, options: MarkdownOptions): void {
    this.long = !isShort(source);
    if (!this.#steps && !this.long) {
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
    this.#takeBack = inNextSlice(() => this.#work());
  }

  #work(): void {
    this.#steps ??= this.#takeNext();
    if (!this.#steps) return;
    let step: ReturnType<Steps['next']>;
    let made = 0;
    do {
      const before = this.#document.madeCharacters;
      step = this.#steps.next();
      const cost = this.#document.madeCharacters - before + STEP_COST;
      spend(cost);
      made += cost;
    } while (!step.done && hasRoom());
    const isDone = step.done === true;
    const blocks = step.done ? step.value : this.#document.ready;
    // What is much to make is much to lay out, and has a frame for each.
    if (made <= MOST_AT_ONCE) this.#end(blocks, isDone);
    else {
      this.#takeBack = inNextSlice(() => {
        spend(made);
        this.#end(blocks, isDone);
      });
    }
  }

  #end(blocks: readonly MarkdownBlock[], isDone: boolean): void {
    this.#put(blocks);
    if (isDone) this.#steps = null;
    if (this.#steps || this.#next) this.#goOn();
    else this.working = false;
  }

  #put(blocks: readonly MarkdownBlock[]): void {
    const { text, notes } = splitNotes(blocks);
    this.#shown = { groups: groupBlocks(text, this.#shown.groups), notes: groupBlocks(notes, this.#shown.notes) };
    ({ groups: this.groups, notes: this.notes } = this.#shown);
  }

  #takeNext(): Steps | null {
    const steps = this.#next?.() ?? null;
    this.#next = null;
    return steps;
  }
}

function isShort(source: string): boolean {
  const most = MOST_AT_ONCE / LINE_COST;
  return source.length + LINE_COST * source.split('\n', most + 1).length <= MOST_AT_ONCE;
}
