import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SearchFilters } from '#contract/search-calls';
import { SarviError } from '#contract/errors';
import { searchHistory } from '../../../../../src-main/core/history/search/search-history.ts';
import { wordsOf } from '../../../../../src-main/core/history/search/words.ts';
import { noting, openTestDatabase } from '../../../../builders/history.ts';
import { MODEL_IDS, writeLargeHistory } from '../../../../builders/large-history.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const SIZE = { conversations: 300, messages: 2000, longest: 400, seed: 7 };
/** What a search ranks, and one more that tells whether there are others. */
const RANKED = 301;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sarvi-test-'));
  writeLargeHistory(folder, SIZE);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function large() {
  const database = await openTestDatabase(folder);
  const messages = database.rows<{ id: string; text: string }>('SELECT id, text FROM messages');
  /** The messages with each word. */
  const having = new Map<string, Set<string>>();
  for (const { id, text } of messages) {
    for (const { form } of wordsOf(text)) having.set(form, (having.get(form) ?? new Set()).add(id));
  }
  return { database, messages, having };
}

describe('a history of some thousand messages', () => {
  test('is the same for the same seed', async () => {
    const size = { conversations: 10, messages: 50, longest: 10, seed: 3 };
    const texts = await Promise.all(
      [size, size, { ...size, seed: 4 }].map(async (each) => {
        const folder = await temporaryFolder();
        writeLargeHistory(folder, each);
        const database = await openTestDatabase(folder);
        return database.rows('SELECT id, parent_key, text, created_at FROM messages ORDER BY key');
      }),
    );
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[2]).not.toEqual(texts[0]);
  });

  test('a word that few have is found wherever it is; of a common one the newest are ranked', async () => {
    const { database, having, messages } = await large();
    const byCount = [...having].sort(([, one], [, other]) => one.size - other.size);
    const few = byCount.filter(([word, { size }]) => size <= 100 && word.length > 3);
    for (let index = 0; index < few.length; index += Math.ceil(few.length / 60)) {
      const [word, ids] = few[index] ?? ['', new Set<string>()];
      const { hits } = searchHistory(database, { query: `"${word}"`, limit: 500 });
      const found = hits.flatMap(({ messageId }) => messageId ?? []);
      expect([word, new Set(found)]).toEqual([word, ids]);
    }
    const [common, everywhere] = byCount.at(-1) ?? ['', new Set<string>()];
    expect(everywhere.size).toBeGreaterThan(2 * RANKED);
    const { hits, complete } = searchHistory(database, { query: `${common} `, limit: 50 });
    expect([hits.length, complete]).toEqual([50, false]);
    const newest = new Set(
      messages
        .filter(({ id }) => everywhere.has(id))
        .slice(-RANKED)
        .map(({ id }) => id),
    );
    expect(hits.filter(({ messageId }) => messageId !== null && !newest.has(messageId))).toEqual([]);
  });

  test('no search reads more than it ranks, and none reads a table through or sorts', async () => {
    const { database, having } = await large();
    const common = [...having].sort(([, one], [, other]) => other.size - one.size).map(([word]) => word);
    const filters: SearchFilters[] = [
      {},
      { role: 'user' },
      { modelId: MODEL_IDS[0] ?? '' },
      { pinned: true },
      { pinned: false },
      { archived: true },
      { folderId: 'none' },
      { tagId: 'none' },
      { from: Date.UTC(2023, 0, 1) },
      { from: Date.UTC(2023, 0, 1), until: Date.UTC(2023, 1, 1) },
    ];
    const queries = [
      'k',
      'ka',
      'kau',
      `${common[0]} `,
      `${common[3]} ${common[40]} `,
      '"ei ole"',
      'kysimys ',
      'historiaa ',
    ];
    for (const filter of filters) {
      for (const query of queries) {
        const { database: noted, statements } = noting(database);
        searchHistory(noted, { query, limit: 50, filters: filter });
        for (const { sql, parameters } of statements) {
          const named = `${JSON.stringify(filter)} ${query} ${sql}`;
          const rows = database.rows(sql, ...(parameters as string[]));
          if (sql.includes('m.text')) expect(rows.length, named).toBeLessThanOrEqual(1000);
          const plan = database.connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as {
            detail: string;
          }[];
          const costly = plan.filter(({ detail }) =>
            /^SCAN (?!CONSTANT|wanted VIRTUAL|json_each VIRTUAL|[sp] VIRTUAL|beginnings)|TEMP B-TREE FOR ORDER/.test(
              detail,
            ),
          );
          expect(costly, named).toEqual([]);
        }
      }
    }
  });

  test('a search that nobody waits for ends at its next stage', async () => {
    const { database, having } = await large();
    const [common = ''] = [...having].sort(([, one], [, other]) => other.size - one.size)[0] ?? [];
    let looks = 0;
    searchHistory(database, { query: `${common} kau`, limit: 50 }, () => (looks += 1));
    expect(looks).toBeGreaterThan(5);
    for (let last = 1; last <= looks; last += 1) {
      const { database: noted, statements } = noting(database);
      let look = 0;
      let asked = 0;
      const stop = (): void => {
        look += 1;
        if (look < last) return;
        asked = statements.length;
        throw new SarviError('cancelled');
      };
      expect(() => searchHistory(noted, { query: `${common} kau`, limit: 50 }, stop)).toThrow(SarviError);
      expect(statements.length).toBe(asked);
    }
  });
});
