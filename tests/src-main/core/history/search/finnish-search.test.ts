import { describe, expect, test } from 'vitest';
import { searchHistory } from '../../../../../src-main/core/history/search/search-history.ts';
import { searchWords } from '../../../../../src-main/core/history/search/index-functions.ts';
import type { HistoryDatabase } from '../../../../../src-main/core/history/database.ts';
import { openTestDatabase } from '../../../../builders/history.ts';
import { COMPOUND_DIFFERENT, COMPOUND_SAME } from './finnish-compound-pairs.ts';
import { DIFFERENT, pairsOf, SAME } from './finnish-pairs.ts';
import { TUNING_DIFFERENT, TUNING_SAME } from './finnish-tuning-pairs.ts';
import { UNSEEN_DIFFERENT, UNSEEN_SAME } from './finnish-unseen-pairs.ts';

const POSITIVE = Object.values(SAME).flatMap(pairsOf);
const NEGATIVE = pairsOf(DIFFERENT);

type Search = (query: string) => Set<string>;

/** A history with one message for each text word, searched as the app does. */
function sarviSearch(database: HistoryDatabase, texts: readonly string[]): Search {
  database.writing((writable) => {
    writable.write(`INSERT INTO conversations (key, id, created_at, updated_at) VALUES (1, 'c', 1, 1)`);
    for (const [index, text] of texts.entries()) {
      writable.write(
        `INSERT INTO messages (id, conversation_key, role, text, created_at) VALUES (?, 1, 'user', ?, 1)`,
        `m${index}`,
        text,
      );
    }
  });
  // The space ends the word: without it, it would be a beginning.
  return (query) =>
    new Set(
      searchHistory(database, { query: `${query} `, limit: 500 }).hits.map(({ snippet }) =>
        snippet.map(({ text }) => text).join(''),
      ),
    );
}

/** The same texts in a plain FTS5 table. */
function plainSearch(database: HistoryDatabase, tokenizer: string, texts: readonly string[]): Search {
  database.connection.exec(`CREATE VIRTUAL TABLE plain_${tokenizer} USING fts5 (text, tokenize = '${tokenizer}')`);
  database.writing((writable) => {
    for (const text of texts) writable.write(`INSERT INTO plain_${tokenizer} (text) VALUES (?)`, text);
  });
  return (query) =>
    new Set(
      database
        .rows<{ text: string }>(`SELECT text FROM plain_${tokenizer} (?)`, `"${searchWords(query)}"`)
        .map(({ text }) => text),
    );
}

/** Share of the positive pairs that are found, and of the found pairs that are positive. */
function measure(search: Search, positive = POSITIVE, negative = NEGATIVE) {
  const found = new Map<string, Set<string>>();
  const finds = ([query, text]: [string, string]): boolean => {
    let texts = found.get(query);
    if (texts === undefined) found.set(query, (texts = search(query)));
    return texts.has(text);
  };
  const missed = positive.filter((pair) => !finds(pair));
  const mistaken = negative.filter(finds);
  const right = positive.length - missed.length;
  const show = (pairs: [string, string][]): string => pairs.map((pair) => pair.join('/')).join(' ');
  return {
    recall: right / positive.length,
    precision: right / (right + mistaken.length),
    missed: show(missed),
    mistaken: show(mistaken),
  };
}

describe('Finnish', () => {
  test('the labelled set is large enough and has no pair on both sides', () => {
    expect(POSITIVE.length).toBeGreaterThanOrEqual(300);
    expect(NEGATIVE.length).toBeGreaterThanOrEqual(200);
    const positive = new Set(POSITIVE.map((pair) => pair.join('/').toLowerCase()));
    expect(NEGATIVE.filter((pair) => positive.has(pair.join('/')))).toEqual([]);
  });

  test('forms of a word find each other, and those of other words do not', async () => {
    const database = await openTestDatabase();
    const texts = [...new Set([...POSITIVE, ...NEGATIVE].map(([, text]) => text))];
    const sarvi = measure(sarviSearch(database, texts));
    const unicode61 = measure(plainSearch(database, 'unicode61', texts));
    const trigram = measure(plainSearch(database, 'trigram', texts));
    const percent = ({ recall, precision }: { recall: number; precision: number }): string =>
      `recall ${(100 * recall).toFixed(1)} %, precision ${(100 * precision).toFixed(1)} %`;
    console.log(
      `${POSITIVE.length} positive and ${NEGATIVE.length} negative pairs\n` +
        `sarvi: ${percent(sarvi)}\nunicode61: ${percent(unicode61)}\ntrigram: ${percent(trigram)}\n` +
        `missed: ${sarvi.missed}\nmistaken: ${sarvi.mistaken}`,
    );
    expect(sarvi.recall).toBeGreaterThanOrEqual(0.99);
    expect(sarvi.precision).toBeGreaterThanOrEqual(0.99);
    expect(sarvi.recall).toBeGreaterThan(Math.max(unicode61.recall, trigram.recall) + 0.4);
  });

  test.each([
    ['compounds and words that only begin alike', COMPOUND_SAME, COMPOUND_DIFFERENT, 600],
    ['common words and their derivations', TUNING_SAME, TUNING_DIFFERENT, 500],
    ['words kept aside', UNSEEN_SAME, UNSEEN_DIFFERENT, 800],
  ])('%s are told from each other', async (_, same, different, least) => {
    const positive = pairsOf(same);
    const negative = pairsOf(different);
    const database = await openTestDatabase();
    const texts = [...new Set([...positive, ...negative].map(([, text]) => text))];
    const { recall, precision, missed, mistaken } = measure(sarviSearch(database, texts), positive, negative);
    console.log(
      `recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}\nmissed: ${missed}\nmistaken: ${mistaken}`,
    );
    expect(positive.length + negative.length).toBeGreaterThanOrEqual(least);
    expect(recall).toBeGreaterThanOrEqual(0.99);
    expect(precision).toBeGreaterThanOrEqual(0.98);
  });
});
