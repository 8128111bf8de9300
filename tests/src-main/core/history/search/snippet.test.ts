import { expect, test } from 'vitest';
import { conditionsOf } from '../../../../../src-main/core/history/search/conditions.ts';
import { findMatches } from '../../../../../src-main/core/history/search/find-matches.ts';
import { parseQuery } from '../../../../../src-main/core/history/search/parse-query.ts';
import { snippetOf } from '../../../../../src-main/core/history/search/snippet.ts';
import { openTestDatabase } from '../../../../builders/history.ts';

/** The snippet with its marks in brackets. */
async function snippet(text: string, query: string): Promise<string> {
  const conditions = conditionsOf(await openTestDatabase(), parseQuery(query));
  const parts = snippetOf(text, findMatches(text, conditions));
  return parts.map((part) => (part.marked ? `[${part.text}]` : part.text)).join('');
}

test('marks the words that were found as they are written', async () => {
  expect(await snippet('Yö oli pimeä. YÖLLÄ ei näe.', 'yö')).toBe('[Yö] oli pimeä. [YÖLLÄ] ei näe.');
  expect(await snippet('Iso  kissa ja\niso koira', '"iso kissa"')).toBe('[Iso kissa] ja iso koira');
  expect(await snippet('Linja-auto tuli', 'linja-auto')).toBe('[Linja-auto] tuli');
});

test('shows the passage with the most of what was asked, with an ellipsis where the text goes on', async () => {
  const far = `${'kissa '.padEnd(600, 'sana ')}kaukana kissa ja koira yhdessä ${'loppu '.repeat(100)}`;
  const shown = await snippet(far, 'kissa koira ');
  expect(shown).toContain('kaukana [kissa] ja [koira] yhdessä');
  expect(shown).toMatch(/^….*…$/);
  expect(shown.length).toBeLessThan(200);
});

test('never cuts a surrogate pair in two', async () => {
  const text = `${'😀'.repeat(300)} kissa ${'😀'.repeat(300)}`;
  expect((await snippet(text, 'kissa')).isWellFormed()).toBe(true);
});

test('without a match it is the beginning of the text', async () => {
  expect(await snippet('alku '.repeat(100), 'kissa')).toMatch(/^alku alku .*…$/);
});
