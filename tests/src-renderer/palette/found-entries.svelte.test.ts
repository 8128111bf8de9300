import { expect, test } from 'vitest';
import type { SearchHit } from '#contract/search-calls';
import { en } from '../../../src-renderer/language/en.ts';
import { messageEntries, titleEntries } from '../../../src-renderer/palette/found-entries.ts';
import type { AppState } from '../../../src-renderer/state/app.svelte.ts';
import { NavigationState } from '../../../src-renderer/state/navigation.svelte.ts';

const cell: SearchHit = {
  conversationId: 'cell-1',
  comparisonId: 'v1',
  conversationTitle: 'Vertailu',
  messageId: 'm1',
  role: 'user',
  snippet: [],
  score: 1,
  createdAt: 0,
};
const { comparisonId: _none, ...ordinary } = { ...cell, conversationId: 'c1', messageId: 'm3' };

test('what was found in a comparison opens the comparison, once for all its cells', () => {
  const navigation = new NavigationState();
  const app = { language: { t: en, formats: { day: String } }, navigation } as unknown as AppState;
  const hits = [cell, { ...cell, conversationId: 'cell-2', messageId: 'm2' }, ordinary];
  const entries = messageEntries(app, hits);
  expect(entries.map(({ key }) => key)).toEqual(['message m1', 'message m3']);
  entries[0]?.run();
  expect(navigation.place).toEqual({ page: 'compare', comparisonId: 'v1' });
  entries[1]?.run();
  expect(navigation.place).toEqual({ page: 'chat', conversationId: 'c1', messageId: 'm3' });
  titleEntries(app, [{ ...cell, messageId: null, role: null }])[0]?.run();
  expect(navigation.place).toEqual({ page: 'compare', comparisonId: 'v1' });
});
