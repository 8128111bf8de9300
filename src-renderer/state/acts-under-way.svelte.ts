import { SvelteMap } from 'svelte/reactivity';
import type { Refusals } from './refusals.svelte.ts';

/** What a call does: it begins an answer, or changes what is there. */
export type ActKind = 'answer' | 'change';

/** Calls under way, by the place where they began; at most one in each. */
export class ActsUnderWay {
  readonly #refusals: Refusals;
  readonly #acts = new SvelteMap<string, ActKind>();
  /** Places whose coming answer is to be stopped as soon as it has a name. */
  readonly #stopRequested = new Set<string>();

  constructor(refusals: Refusals) {
    this.#refusals = refusals;
  }

  at(place: string): ActKind | null {
    return this.#acts.get(place) ?? null;
  }

  /** What was refused here before is over. */
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

  /** Forgets the wish to stop what comes here. @returns whether there was one */
  takeStop(place: string): boolean {
    return this.#stopRequested.delete(place);
  }
}
