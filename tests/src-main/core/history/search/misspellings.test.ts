import { expect, test } from 'vitest';
import { editDistance } from '../../../../../src-main/core/history/search/misspellings.ts';
import { conversationOf, openHistory } from '../../../../builders/history.ts';

test.each([
  ['kissa', 'kissa', 0],
  ['kissa', 'kisa', 1],
  ['kissa', 'kissat', 1],
  ['kissa', 'kossa', 1],
  ['kissa', 'ksisa', 1],
  ['historia', 'hsitorai', 2],
  ['kissa', 'koira', 3],
])('%s and %s are %i apart', (one, other, distance) => {
  expect(editDistance(one, other, 5)).toBe(distance);
});

test('a distance beyond the limit is not worked out', () => {
  expect(editDistance('kissa', 'koira', 1)).toBe(2);
  expect(editDistance('a', 'aaaaaaaa', 2)).toBe(3);
});

test('a misspelt word is forgiven only when nothing has it as it is typed', async () => {
  const history = await openHistory();
  await conversationOf(history, 'Suomen historiasta');
  const found = async (query: string): Promise<(string | null)[]> =>
    (await history.search({ query, limit: 9 })).hits.map(({ messageId }) => messageId).filter((id) => id !== null);
  const right = await found('historia');
  expect(right).toHaveLength(1);
  expect(await found('hsitoriasta')).toEqual(right);
  expect(await found('Suomen histroiasta ')).toEqual(right);
  expect(await found('"hsitoriasta"')).toEqual([]);
  expect(await found('geologiasta')).toEqual([]);
});
