import { SvelteMap } from 'svelte/reactivity';
import type { Refusals } from './refusals.svelte.ts';

/** What a call does: it starts an answer, or changes something. */
export type ActKind = 'answer' | 'change';

/** Running calls by the place where they began; at most one in each. */
export class ActsUnderWay {
  readonly #refusals: Refusals;
  readonly #acts = new SvelteMap<string, ActKind>();
  /** Places where the coming answer is to be stopped as soon as it has an id. */
  readonly #stopRequested = new Set<string>();

  constructor(refusals: Refusals) {
    this.#refusals = refusals;
  }

  at(place: string): ActKind | null {
    return this.#acts.get(place) ?? null;
  }

  /** An earlier refusal in this place no longer matters. */
  begin(place: string, begins: ActKind): void {
    this.#acts.set(place, begins);
    this.#refusals.clear(place);
    this.#stopRequested.delete(place);
  }

  end(place: string): void {
    this.#acts.delete(place);
  }

  requestStop(place: string): void {
    this.#stopRequested.add(place);
  }

  /** Forgets the request to stop the answer in this place. @returns whether there was one */
  takeStop(place: string): boolean {
    return this.#stopRequested.delete(place);
  }
}
