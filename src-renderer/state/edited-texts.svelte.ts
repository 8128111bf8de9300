import { SvelteMap } from 'svelte/reactivity';
import type { MessageId } from '#contract/primitives';

/** What is typed into the editors of messages and not sent yet. It outlives its field: an editor can leave the page. */
export class EditedTexts {
  readonly #texts = new SvelteMap<MessageId, string>();

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  of(id: MessageId): string | null {
    return this.#texts.get(id) ?? null;
  }

  keep({ id, text }: { readonly id: MessageId; readonly text: string }, typed: string): void {
    if (typed === text) this.#texts.delete(id);
    else this.#texts.set(id, typed);
  }

  forget(id: MessageId): void {
    this.#texts.delete(id);
  }
}
