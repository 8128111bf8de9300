import Sqlite from 'better-sqlite3';
import { pick, randomOf } from '../../../tests/builders/random.ts';
import { pairsOf, SAME } from '../../../tests/src-main/core/history/search/finnish-pairs.ts';

export type Queries = Readonly<Record<string, readonly string[]>>;

const DRAWN = 40_000;

/**
 * Kinds of queries, each with `count` of them. Words are drawn from the texts themselves and sorted by how many
 * messages have them; a space behind a word says that it is typed to its end.
 */
export function queriesFor(databasePath: string, count: number, seed: number): Queries {
  const random = randomOf(seed);
  const database = new Sqlite(databasePath, { readonly: true });
  try {
    const words = database
      .prepare<[number], string>('SELECT word FROM vocabulary WHERE length(word) > 1 ORDER BY key LIMIT ?')
      .pluck()
      .all(DRAWN);
    const newest = database
      .prepare<[number], string>('SELECT word FROM vocabulary WHERE length(word) > 4 ORDER BY key DESC LIMIT ?')
      .pluck()
      .all(DRAWN);
    const having = database
      .prepare<[string, number], number>(
        'SELECT count(*) FROM (SELECT 1 FROM message_search WHERE message_search MATCH ? LIMIT ?)',
      )
      .pluck();
    const messages = database.prepare<[], number>('SELECT max(key) FROM messages').pluck().get() ?? 0;
    const some = (from: readonly string[], least: number, most: number): string[] => {
      const found = new Set<string>();
      for (let tries = 0; found.size < count && tries < 50 * count; tries += 1) {
        const word = pick(random, from);
        const times = having.get(`"${word}"`, Math.floor(most) + 1) ?? 0;
        if (times >= least && times <= most) found.add(word);
      }
      return [...found];
    };
    // The words that a history begins with are its frequent ones.
    const common = some(words.slice(0, 2000), messages / 50, messages);
    const middling = some(words, messages / 5000, messages / 500);
    const rare = some(newest, 1, 5);
    const labelled = Object.values(SAME).flatMap(pairsOf);
    const inflected = Array.from({ length: count }, () => pick(random, labelled)[1]);
    const compounds = middling.filter((word) => word.length > 5).map((word) => word.slice(-6));
    const two = Array.from({ length: count }, () => [pick(random, common), pick(random, middling)].join(' '));
    const slips = middling.map((word) => word.slice(0, 3) + (word[4] ?? '') + (word[3] ?? '') + word.slice(5));
    const ended = (list: readonly string[]): string[] => list.map((word) => `${word} `);
    return {
      'common word': ended(common),
      'middling word': ended(middling),
      'rare word': ended(rare),
      'Finnish inflected': ended(inflected),
      'part of a compound': ended(compounds),
      'two words': ended(two),
      phrase: two.map((words) => `"${words}"`),
      'beginning of a word': middling.map((word) => word.slice(0, 4)),
      'slip of the finger': ended(slips),
      'no such word': Array.from({ length: count }, (_, index) => `qxz${index}wq `),
    };
  } finally {
    database.close();
  }
}
