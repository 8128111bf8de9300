import Sqlite from 'better-sqlite3';
import { HistoryDatabase, type ReadableDB } from '../database.ts';
import { v1Conversations } from '../migrations/v1-conversations.ts';
import { type Condition, conditionsOf, forgiving, widened } from '../search/conditions.ts';
import { findMatches, type Match } from '../search/find-matches.ts';
import { defineIndexFunctions } from '../search/index-functions.ts';
import { scoreMatches } from '../search/score-matches.ts';
import { cutPassages, type TextPiece } from './cut-passages.ts';

/** A passage with the words that were looked for. */
export interface FoundPassage {
  readonly piece: TextPiece;
  readonly score: number;
  /** In the text of the passage. */
  readonly matches: readonly Match[];
}

/** So many are read and ranked, those with the most words. */
const RANKED = 300;
const IN_TRANSACTION = 500;

/**
 * One text, cut into passages and indexed as messages of a history are, in memory. So a search in it knows inflected
 * forms, compounds and misspellings as the search in the history does.
 */
export class PassageIndex {
  readonly text: string;
  readonly pieces: readonly TextPiece[];
  readonly #database: HistoryDatabase;

  constructor(text: string) {
    this.text = text;
    this.pieces = cutPassages(text);
    const connection = new Sqlite(':memory:');
    // What does not fit into its cache stays in memory, too.
    connection.pragma('temp_store = MEMORY');
    defineIndexFunctions(connection);
    connection.exec(v1Conversations);
    this.#database = new HistoryDatabase(connection);
    this.#database.write(`INSERT INTO conversations (key, id, created_at, updated_at) VALUES (1, 'text', 0, 0)`);
    for (let from = 0; from < this.pieces.length; from += IN_TRANSACTION) this.#add(from);
  }

  close(): void {
    this.#database.close();
  }

  /** Passages with any of the words, the best first. A rare word counts more than a common one. */
  find(words: readonly string[]): FoundPassage[] {
    const database = this.#database;
    const conditions = words.map((word) => conditionIn(database, word)).filter((found) => found !== null);
    if (conditions.length === 0) return [];
    const keys = database.rows<{ rowid: number }>(
      `SELECT rowid FROM message_search WHERE message_search MATCH ? ORDER BY rank LIMIT ${RANKED}`,
      conditions.map(({ expression }) => expression).join(' OR '),
    );
    const required = conditions.map(({ condition }) => condition);
    const found = keys.flatMap(({ rowid }): FoundPassage[] => {
      const piece = this.pieces[rowid - 1];
      if (!piece) return [];
      const own = findMatches(this.text.slice(piece.start, piece.end), { required });
      const under = findMatches(piece.headings.join('\n'), { required });
      return [{ piece, matches: own, score: scoreOf([...under, ...own], conditions, piece.end - piece.start) }];
    });
    return found.sort((a, b) => b.score - a.score || a.piece.start - b.piece.start);
  }

  #add(from: number): void {
    this.#database.writing((database) => {
      for (const [offset, { start, end, headings }] of this.pieces.slice(from, from + IN_TRANSACTION).entries()) {
        const key = from + offset + 1;
        database.write(
          `INSERT INTO messages (key, id, conversation_key, role, text, created_at) VALUES (?, ?, 1, 'user', ?, 0)`,
          key,
          String(key),
          `${headings.join('\n')}\n${this.text.slice(start, end)}`,
        );
      }
    }, 'deferred');
  }
}

interface WeighedCondition {
  readonly condition: Condition;
  readonly expression: string;
  readonly weight: number;
}

/** Null when the text has neither the word nor one like it. */
function conditionIn(database: ReadableDB, word: string): WeighedCondition | null {
  const term = { words: [word], prefix: false, literal: false };
  const narrow = conditionsOf(database, { required: [term], excluded: [] });
  const wide = widened(database, narrow, () => undefined);
  for (const { required } of [wide, forgiving(database, narrow) ?? narrow]) {
    const [condition] = required;
    if (!condition) continue;
    const expression = `(${[...condition.forms.keys()].map((form) => `"${form}"`).join(' OR ')})`;
    const sql = 'SELECT count(*) AS count FROM message_search WHERE message_search MATCH ?';
    const count = database.row<{ count: number }>(sql, expression)?.count ?? 0;
    if (count > 0) return { condition, expression, weight: rarity(database, count) };
  }
  return null;
}

/** Of a word that so many passages have. */
function rarity(database: ReadableDB, count: number): number {
  const all = database.row<{ count: number }>('SELECT count(*) AS count FROM messages')?.count ?? 0;
  return Math.log(1 + (all - count + 0.5) / (count + 0.5));
}

function scoreOf(matches: readonly Match[], conditions: readonly WeighedCondition[], length: number): number {
  const together = scoreMatches(matches, conditions.length, length);
  const weighed = conditions.reduce((sum, { weight }, index) => {
    const closest = matches.reduce((most, one) => (one.condition === index ? Math.max(most, one.closeness) : most), 0);
    return sum + weight * closest;
  }, 0);
  return weighed * (1 + 0.25 * together);
}
