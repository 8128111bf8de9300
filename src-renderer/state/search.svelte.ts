import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { SearchFilters } from '#contract/search-calls';
import type { SearchHit } from '#contract/vocabulary';

/** Shorter than the pause between two keys of someone who types fast, so that every word is searched and not every key. */
const DELAY_MS = 60;
/** As many as someone looks through before another word is tried. */
const MOST_HITS = 40;

/** The search through all conversations while it is typed: the newest query alone shows its hits. */
export class SearchState {
  readonly #bridge: Bridge;
  readonly #series: string;
  query = $state('');
  filters = $state.raw<SearchFilters>({});
  hits = $state.raw<readonly SearchHit[]>([]);
  searching = $state(false);
  error = $state.raw<ErrorReport | null>(null);
  readonly filtered = $derived(Object.keys(this.filters).length > 0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    // Another window's typing is none of this one's business.
    this.#series = `palette ${crypto.randomUUID()}`;
  }

  type(query: string): void {
    this.query = query;
    this.#begin(DELAY_MS);
  }

  /** Sets one filter, or with undefined takes it away. */
  filter<Name extends keyof SearchFilters>(name: Name, value: SearchFilters[Name]): void {
    const { [name]: _, ...others } = this.filters;
    this.filters = value === undefined ? others : { ...others, [name]: value };
    this.#begin(0);
  }

  clearFilters(): void {
    this.filters = {};
    this.#begin(0);
  }

  again(): void {
    this.#begin(0);
  }

  #begin(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#number += 1;
    if (this.query.trim() === '') {
      this.hits = [];
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
      limit: MOST_HITS,
      series: this.#series,
      ...(this.filtered ? { filters: this.filters } : {}),
    });
    if (number !== this.#number) return;
    this.searching = false;
    this.hits = result.ok ? result.value.hits : [];
    this.error = result.ok ? null : result.error;
  }
}
