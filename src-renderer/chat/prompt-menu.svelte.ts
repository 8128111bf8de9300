import type { ListedPrompt } from '#contract/prompt-library';
import type { PromptsState } from '../state/prompts.svelte.ts';

/** The list scrolls; as many as the library keeps are drawn at once. */
const MOST_SHOWN = 500;

/** The menu of prompts over the composer: open while the message is a slash with words of a prompt. */
export class PromptMenuState {
  readonly #prompts: PromptsState;
  readonly #text: () => string;
  readonly #onchosen: (prompt: ListedPrompt) => void;
  /** The text at which the user closed it. */
  #closedAt = $state<string | null>(null);
  #marked = $state({ text: '', index: 0 });

  readonly #words = $derived.by(() => {
    const text = this.#text();
    return /^\/[^\n]*$/.test(text) ? text.slice(1) : null;
  });
  readonly found = $derived.by(() => {
    const text = this.#text();
    // The form of the chosen one is open; when it is closed without a message, the menu is there again.
    if (this.#prompts.filling !== null) return [];
    if (this.#words === null || (this.#closedAt !== null && text.startsWith(this.#closedAt))) return [];
    return this.#prompts.find(this.#words).slice(0, MOST_SHOWN);
  });
  /** Begins at the first one with every other text. */
  readonly index = $derived.by(() => {
    const { text, index } = this.#marked;
    return text === this.#text() ? Math.min(index, this.found.length - 1) : 0;
  });

  constructor(prompts: PromptsState, text: () => string, onchosen: (prompt: ListedPrompt) => void) {
    this.#prompts = prompts;
    this.#text = text;
    this.#onchosen = onchosen;
    $effect(() => {
      if (this.#words !== null && !this.#prompts.loaded) void this.#prompts.load();
      if (this.#words === null) this.#closedAt = null;
    });
  }

  /** @returns whether the key was one of the menu's */
  handleKey(event: KeyboardEvent): boolean {
    if (this.found.length === 0 || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return false;
    if (event.key === 'ArrowDown') this.#mark(1);
    else if (event.key === 'ArrowUp') this.#mark(-1);
    else if (event.key === 'Escape') this.#closedAt = this.#text();
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) this.choose(this.index);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  choose(index: number): void {
    const prompt = this.found[index];
    if (!prompt) return;
    this.#onchosen(prompt);
  }

  #mark(step: number): void {
    const { length } = this.found;
    this.#marked = { text: this.#text(), index: (this.index + step + length) % length };
  }
}
