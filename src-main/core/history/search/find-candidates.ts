import type { ReadableDB } from '../database.ts';
import type { Candidate } from './candidate.ts';
import type { Conditions } from './conditions.ts';
import type { FilterConditions } from './filter-conditions.ts';
import type { ThrowIfCancelled } from './throw-if-cancelled.ts';
import { exactExpression, wideExpression } from './match-expression.ts';
import { type MatchScope, newestMatches, type SearchIndex } from './newest-matches.ts';
import { readMessages, readTitles } from './read-candidates.ts';
import { scanFew } from './scan-few.ts';
import { scopeOf } from './scope.ts';

export interface Candidates {
  readonly found: readonly Candidate[];
  /** Whether there are no others. */
  readonly complete: boolean;
  /** The conditions that the search ended with. */
  readonly conditions: Conditions;
}

/** How many of the newest matches are read and ranked; the best of them are shown. */
const RANKED = 300;
/** Matches that are filtered at a time; the first time only as many as are wanted. */
const SLICE = 4000;
/** A search whose filters drop almost every match ends after this many, because the rest would take seconds. */
const MOST_EXAMINED = 200_000;

/**
 * The newest matches with the typed words; if they are few, also with other forms of the words; if still few, also with
 * the words that `widen` adds.
 */
export function findCandidates(
  database: ReadableDB,
  conditions: Conditions,
  {
    filters,
    limit,
    widen,
    throwIfCancelled,
  }: {
    filters: FilterConditions;
    limit: number;
    widen: (conditions: Conditions) => Conditions;
    throwIfCancelled: ThrowIfCancelled;
  },
): Candidates {
  const wanted = Math.max(limit, RANKED);
  const scope = scopeOf(database, filters);
  throwIfCancelled();
  if (scope.kind === 'few') {
    const reached = widen(conditions);
    return { found: scanFew(database, scope, reached, filters), complete: true, conditions: reached };
  }
  const walks = [
    new Walk(database, 'message_search', { among: scope.messages, wanted, throwIfCancelled }, (keys, count) =>
      readMessages(database, filters, keys, count),
    ),
  ];
  if (filters.titles) {
    const among = { last: Number.MAX_SAFE_INTEGER, keys: null };
    walks.push(
      new Walk(database, 'title_search', { among, wanted, throwIfCancelled }, (keys, count) =>
        readTitles(database, filters, keys, count),
      ),
    );
  }
  const walkAll = (expression: string | null): void => {
    if (expression !== null) for (const walk of walks) walk.run(expression);
  };
  // Titles are searched as far as messages: after hundreds of messages with the word itself, weaker titles are not
  // needed.
  const enough = (): boolean => walks[0]?.complete === false;
  let reached = conditions;
  walkAll(exactExpression(conditions));
  if (!enough()) walkAll(wideExpression(conditions, null));
  if (!enough()) {
    reached = widen(conditions);
    if (reached !== conditions) walkAll(wideExpression(reached, conditions));
  }
  return {
    found: walks.flatMap((walk) => walk.found),
    complete: walks.every(({ complete }) => complete),
    conditions: reached,
  };
}

interface WalkLimits {
  readonly among: MatchScope;
  readonly wanted: number;
  readonly throwIfCancelled: ThrowIfCancelled;
}

/** Reads one index from its newest row towards the oldest, until there are enough matches. */
class Walk {
  readonly #database: ReadableDB;
  readonly #index: SearchIndex;
  readonly #limits: WalkLimits;
  readonly #read: (keys: readonly number[], count: number) => Candidate[];
  readonly #found = new Map<number, Candidate>();
  #complete = true;

  constructor(
    database: ReadableDB,
    index: SearchIndex,
    limits: WalkLimits,
    read: (keys: readonly number[], count: number) => Candidate[],
  ) {
    this.#database = database;
    this.#index = index;
    this.#limits = limits;
    this.#read = read;
  }

  get found(): Candidate[] {
    return [...this.#found.values()];
  }

  /** False when there were more than wanted. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Adds the matches of this expression, unless there are enough. */
  run(expression: string): void {
    if (!this.#complete) return;
    const { among, wanted, throwIfCancelled } = this.#limits;
    let below = Number.MAX_SAFE_INTEGER;
    let count = wanted + 1;
    for (let examined = 0; ;) {
      const keys = newestMatches(this.#database, this.#index, expression, { below, count, among });
      throwIfCancelled();
      const unknown = keys.filter((key) => !this.#found.has(key));
      for (const candidate of this.#read(unknown, wanted + 1 - this.#found.size)) {
        this.#found.set(candidate.key, candidate);
      }
      throwIfCancelled();
      examined += keys.length;
      if (this.#found.size > wanted || (examined >= MOST_EXAMINED && keys.length === count)) {
        this.#complete = false;
        return;
      }
      if (keys.length < count) return;
      below = keys.at(-1) ?? 0;
      count = SLICE;
    }
  }
}
