import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import { MOST_HITS } from '#contract/search-bounds';
import type { FileHit, SearchHit, SearchFilters } from '#contract/search-calls';

/** Shorter than the pause between two keys of a fast typist, so that words are searched for and not every letter. */
const DELAY_MS = 60;
/** As many hits as a user reads before trying another word. */
const PAGE_HITS = 40;

/** The search through all conversations while the user types; only the newest query shows its hits. */
export class SearchState {
  readonly #bridge: Bridge;
  readonly #series: string;
  query = $state('');
  filters = $state.raw<SearchFilters>({});
  hits = $state.raw<readonly SearchHit[]>([]);
  /** Files of folders with the words. */
  files = $state.raw<readonly FileHit[]>([]);
  /** The number of all hits; `complete` is false when there may be more. */
  total = $state(0);
  complete = $state(true);
  searching = $state(false);
  error = $state.raw<ErrorReport | null>(null);
  readonly hasMore = $derived(this.hits.length < Math.min(this.total, MOST_HITS));
  readonly filtered = $derived(Object.keys(this.filters).length > 0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 0;
  #limit = PAGE_HITS;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    // Searches of another window must not be cancelled.
    this.#series = `palette ${crypto.randomUUID()}`;
  }

  type(query: string): void {
    this.query = query;
    this.#limit = PAGE_HITS;
    this.#begin(DELAY_MS);
  }

  /** Sets one filter; undefined removes it. */
  filter<Name extends keyof SearchFilters>(name: Name, value: SearchFilters[Name]): void {
    const { [name]: _, ...others } = this.filters;
    this.filters = value === undefined ? others : { ...others, [name]: value };
    this.#limit = PAGE_HITS;
    this.#begin(0);
  }

  clearFilters(): void {
    this.filters = {};
    this.#limit = PAGE_HITS;
    this.#begin(0);
  }

  more(): void {
    this.#limit = Math.min(this.#limit + PAGE_HITS, MOST_HITS);
    this.#begin(0);
  }

  again(): void {
    this.#begin(0);
  }

  #begin(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#number += 1;
    if (this.query.trim() === '') {
      this.#take([], 0, true);
      this.files = [];
      this.searching = false;
      this.error = null;
      return;
    }
    this.searching = true;
    const number = this.#number;
    this.#timer = setTimeout(() => void this.#run(number), delayMs);
  }

  async #run(number: number): Promise<void> {
    const result = await this.#bridge.call('history.search', {
      query: this.query.trim(),
      limit: this.#limit,
      series: this.#series,
      ...(this.filtered ? { filters: this.filters } : {}),
    });
    if (number !== this.#number) return;
    this.searching = false;
    this.files = result.ok ? (result.value.files ?? []) : [];
    if (result.ok) this.#take(result.value.hits, result.value.total, result.value.complete);
    else this.#take([], 0, true);
    this.error = result.ok ? null : result.error;
  }

  #take(hits: readonly SearchHit[], total: number, complete: boolean): void {
    this.hits = hits;
    this.total = total;
    this.complete = complete;
  }
}
