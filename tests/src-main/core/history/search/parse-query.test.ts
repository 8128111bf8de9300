import { expect, test } from 'vitest';
import { conditionsOf } from '../../../../../src-main/core/history/search/conditions.ts';
import { exactExpression, wideExpression } from '../../../../../src-main/core/history/search/match-expression.ts';
import { parseQuery } from '../../../../../src-main/core/history/search/parse-query.ts';
import { openTestDatabase } from '../../../../builders/history.ts';

/** The query written out again: * for a prefix, quotes for a literal, - for an exclusion. */
function read(query: string): string {
  const { required, excluded } = parseQuery(query);
  const term = (minus: string) => (one: { words: readonly string[]; prefix: boolean; literal: boolean }) => {
    const words = one.words.join('+');
    return `${minus}${one.literal ? `"${words}"` : words}${one.prefix ? '*' : ''}`;
  };
  return [...required.map(term('')), ...excluded.map(term('-'))].join(' ');
}

test.each([
  ['kissa koira', 'kissa koira*'],
  ['kissa koira ', 'kissa koira'],
  ['kis* koira ', '"kis"* koira'],
  ['"iso kissa" koira ', '"iso+kissa" koira'],
  ['"iso kissa', '"iso+kissa"'],
  ['”iso kissa”', '"iso+kissa"'],
  ['kissa -koira', 'kissa -koira'],
  ['kissa -"iso koira"', 'kissa -"iso+koira"'],
  ['kissa −koira', 'kissa -koira'],
  ['-koira', 'koira*'],
  ['-273', '273*'],
  ['--error-on-warnings', 'error+on+warnings*'],
  ['build --force -clean', 'build force -clean'],
  ['-a -"b c" ', 'a "b+c"'],
  ['ﬁlosoﬁa ＡＢＣ１ ½ ', 'filosofia abc1 ½'],
  ['한국어 ', '한+국+어'],
  ['한국어 '.normalize('NFD'), '한+국+어'],
  ['linja-auto', 'linja+auto*'],
  ['EU:n ', 'eu+n'],
  ['YÖ Äiti ', 'yö äiti'],
  ['yo\u0308 ', 'yö'],
  ['c++ ?', 'c'],
  ['日本語 ', '日+本+語'],
  ['  \t\n ', ''],
  ['"" - * "-"', ''],
  ['NEAR(kissa, 5) OR words:koira ^x {a b}', 'near+kissa 5 or words+koira x a b'],
])('%j is read as %s', (query, expected) => {
  expect(read(query)).toBe(expected);
});

test('nothing of the syntax of the index comes through', async () => {
  const hostile = `" OR words : * ) NOT ( NEAR("a" "b", 1) ^ {bare} : x" --'; DROP TABLE messages; \u0000 "`;
  const conditions = conditionsOf(await openTestDatabase(), parseQuery(hostile));
  const outside = `${exactExpression(conditions)} ${wideExpression(conditions, null) ?? ''}`
    .replace(/"[^"]*"/g, '')
    .replace(/AND|NOT|OR|[()* ]/g, '');
  expect(outside).toBe('');
});

test('a flood of words is cut to what a search can take', () => {
  const { required, excluded } = parseQuery(`${'a b '.repeat(400)}${'-c '.repeat(100)}${'x-'.repeat(200)}`);
  expect([required.length, excluded.length]).toEqual([16, 16]);
});
