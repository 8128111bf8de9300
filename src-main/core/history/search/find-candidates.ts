import type { Role } from '#contract/vocabulary';
import type { ReadableDB } from '../database.ts';
import type { Conditions } from './conditions.ts';
import type { FilterConditions } from './filter-conditions.ts';
import { matchExpression } from './match-expression.ts';
import { type Among, narrowMessages, newestMatches, type SearchIndex } from './newest-matches.ts';

/** A text that meets the query and the filters. */
export interface Candidate {
  key: number;
  conversation_id: string;
  conversation_title: string;
  message_id: string | null;
  role: Role | null;
  /** What was indexed: the message, or the title itself. */
  text: string;
  created_at: number;
}

export interface Candidates {
  readonly found: readonly Candidate[];
  /** Whether there are no others. */
  readonly complete: boolean;
}

/** Throws when nobody waits for the search any more. Called between its stages and every few thousand rows. */
export type GoOn = () => void;

/** How many of the newest finds are read and ranked; the best of them are shown. */
const RANKED = 300;
/** Matches that are held against the filters at a time; the first time only as many as are wanted. */
const SLICE = 4000;
/** A search whose filters keep hardly any match ends after so many: the rest would take it seconds. */
const MOST_EXAMINED = 200_000;

/** Newest first. */
export function findCandidates(
  database: ReadableDB,
  conditions: Conditions,
  { filters, limit, goOn }: { filters: FilterConditions; limit: number; goOn: GoOn },
): Candidates {
  const wanted = Math.max(limit, RANKED);
  const among = narrowMessages(database, filters);
  goOn();
  const messages = new Walk(database, 'message_search', readMessages(filters), { among, wanted, goOn });
  messages.run(conditions);
  // A role asks for what somebody wrote.
  if (filters.message.sql.includes('m.role')) return messages.result();
  const titles = new Walk(database, 'title_search', readTitles(filters), { among: null, wanted, goOn });
  titles.run(conditions);
  return {
    found: [...titles.result().found, ...messages.result().found],
    complete: titles.result().complete && messages.result().complete,
  };
}

/** How the rows with some keys are read, the filters applied. */
interface Reading {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

function readMessages({ conversation, message }: FilterConditions): Reading {
  return {
    sql: `
      SELECT m.key, c.id AS conversation_id, c.title AS conversation_title, m.id AS message_id, m.role, m.text,
        m.created_at
      FROM json_each(?) wanted
      CROSS JOIN messages m ON m.key = wanted.value
      CROSS JOIN conversations c ON c.key = m.conversation_key
      WHERE ${message.sql} AND ${conversation.sql} LIMIT ?`,
    parameters: [...message.parameters, ...conversation.parameters],
  };
}

function readTitles({ conversation, title }: FilterConditions): Reading {
  return {
    sql: `
      SELECT c.key, c.id AS conversation_id, c.title AS conversation_title, NULL AS message_id, NULL AS role,
        c.title AS text, c.created_at
      FROM json_each(?) wanted
      CROSS JOIN conversations c ON c.key = wanted.value
      WHERE ${title.sql} AND ${conversation.sql} LIMIT ?`,
    parameters: [...title.parameters, ...conversation.parameters],
  };
}

/** A walk along one index from its newest row towards its oldest, until it has found enough. */
class Walk {
  readonly #database: ReadableDB;
  readonly #index: SearchIndex;
  readonly #reading: Reading;
  readonly #limits: { among: Among | null; wanted: number; goOn: GoOn };
  readonly #found = new Map<number, Candidate>();
  #complete = true;

  constructor(
    database: ReadableDB,
    index: SearchIndex,
    reading: Reading,
    limits: { among: Among | null; wanted: number; goOn: GoOn },
  ) {
    this.#database = database;
    this.#index = index;
    this.#reading = reading;
    this.#limits = limits;
  }

  /** First the texts with the typed words, and only if they are few, those with others that these stand for. */
  run(conditions: Conditions): void {
    const exact = matchExpression(conditions, 'exact');
    const wide = matchExpression(conditions, 'wide');
    this.#walk(exact);
    if (this.#complete && wide !== exact) this.#walk(wide);
  }

  result(): Candidates {
    return { found: [...this.#found.values()], complete: this.#complete };
  }

  #walk(expression: string): void {
    const { among, wanted, goOn } = this.#limits;
    let below = Number.MAX_SAFE_INTEGER;
    let count = wanted + 1;
    for (let examined = 0; ;) {
      const keys = newestMatches(this.#database, this.#index, expression, { below, count, among });
      goOn();
      const unknown = keys.filter((key) => !this.#found.has(key));
      for (const candidate of this.#read(unknown, wanted + 1 - this.#found.size)) {
        this.#found.set(candidate.key, candidate);
      }
      goOn();
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

  #read(keys: readonly number[], count: number): Candidate[] {
    if (keys.length === 0) return [];
    return this.#database.rows<Candidate>(this.#reading.sql, JSON.stringify(keys), ...this.#reading.parameters, count);
  }
}
