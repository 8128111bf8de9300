import { expect, test } from 'vitest';
import { groupByDate } from '../../../src-renderer/history/group-by-date.ts';
import { buildConversation } from '../../builders/contract-values.ts';

const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime();
const NOW = at(2026, 10, 23, 0, 30);

test('groups by calendar days, so that late last night is yesterday', () => {
  const conversations = [
    buildConversation({ id: 'pinned', pinned: true, updatedAt: at(2020, 0, 1) }),
    buildConversation({ id: 'now', updatedAt: NOW }),
    buildConversation({ id: 'last-night', updatedAt: at(2026, 10, 22, 23, 59) }),
    buildConversation({ id: 'week', updatedAt: at(2026, 10, 16, 0, 0) }),
    buildConversation({ id: 'month', updatedAt: at(2026, 10, 15, 23, 59) }),
    buildConversation({ id: 'september', updatedAt: at(2026, 8, 3) }),
    buildConversation({ id: 'september-too', updatedAt: at(2026, 8, 1) }),
    buildConversation({ id: 'last-year', updatedAt: at(2025, 8, 1) }),
  ];
  expect(groupByDate(conversations, NOW).map(({ kind, conversations: { length } }) => [kind, length])).toEqual([
    ['pinned', 1],
    ['today', 1],
    ['yesterday', 1],
    ['week', 1],
    ['last-month', 1],
    ['month', 2],
    ['month', 1],
  ]);
});
