import type { Conversation } from '#contract/vocabulary';

/** `month` groups carry the first moment of their month. */
export type GroupKind = 'pinned' | 'today' | 'yesterday' | 'week' | 'last-month' | 'month';

export interface ConversationGroup {
  readonly key: string;
  readonly kind: GroupKind;
  readonly monthMs: number;
  readonly conversations: readonly Conversation[];
}

/** Groups conversations as a person thinks of time: by calendar days here, not by spans of 24 hours. Keeps the order. */
export function groupByDate(conversations: readonly Conversation[], nowMs: number): ConversationGroup[] {
  const today = new Date(nowMs);
  const dayMs = (daysAgo: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysAgo).getTime();
  const [todayMs, yesterdayMs, weekMs, lastMonthMs] = [dayMs(0), dayMs(1), dayMs(7), dayMs(30)];

  function groupOf({ pinned, updatedAt }: Conversation): { kind: GroupKind; monthMs: number } {
    if (pinned) return { kind: 'pinned', monthMs: 0 };
    if (updatedAt >= todayMs) return { kind: 'today', monthMs: 0 };
    if (updatedAt >= yesterdayMs) return { kind: 'yesterday', monthMs: 0 };
    if (updatedAt >= weekMs) return { kind: 'week', monthMs: 0 };
    if (updatedAt >= lastMonthMs) return { kind: 'last-month', monthMs: 0 };
    const date = new Date(updatedAt);
    return { kind: 'month', monthMs: new Date(date.getFullYear(), date.getMonth(), 1).getTime() };
  }

  const groups = new Map<string, { kind: GroupKind; monthMs: number; conversations: Conversation[] }>();
  for (const conversation of conversations) {
    const { kind, monthMs } = groupOf(conversation);
    const key = `${kind}-${monthMs}`;
    const group = groups.get(key) ?? { kind, monthMs, conversations: [] };
    groups.set(key, group);
    group.conversations.push(conversation);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}
