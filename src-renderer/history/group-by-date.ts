import type { Conversation } from '#contract/conversations';

/** `month` groups have the first moment of their month. */
export type GroupKind = 'pinned' | 'today' | 'yesterday' | 'week' | 'last-month' | 'month';

export interface ConversationGroup {
  readonly key: string;
  readonly kind: GroupKind;
  readonly monthMs: number;
  readonly conversations: readonly Conversation[];
}

interface Span {
  readonly kind: GroupKind;
  readonly monthMs: number;
  /** The first moment in it, and the first after it. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Groups conversations by calendar days in this time zone, not by spans of 24 hours. Keeps the order. */
export function groupByDate(conversations: readonly Conversation[], nowMs: number): ConversationGroup[] {
  const spanOf = spansBefore(nowMs);
  const groups = new Map<string, { kind: GroupKind; monthMs: number; conversations: Conversation[] }>();
  // Neighbours are nearly always of one day or month, and creating a hundred thousand dates takes long.
  let span: Span | null = null;
  let held: Conversation[] = [];
  for (const conversation of conversations) {
    const { pinned, updatedAt } = conversation;
    const inSpan =
      span !== null && (pinned ? span.kind === 'pinned' : span.kind !== 'pinned' && within(span, updatedAt));
    if (!inSpan) {
      span = pinned ? PINNED : spanOf(updatedAt);
      const { kind, monthMs } = span;
      const key = `${kind}-${monthMs}`;
      const group = groups.get(key) ?? { kind, monthMs, conversations: [] };
      groups.set(key, group);
      held = group.conversations;
    }
    held.push(conversation);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}

const PINNED: Span = { kind: 'pinned', monthMs: 0, fromMs: 0, untilMs: 0 };

function within({ fromMs, untilMs }: Span, timeMs: number): boolean {
  return timeMs >= fromMs && timeMs < untilMs;
}

function spansBefore(nowMs: number): (timeMs: number) => Span {
  const today = new Date(nowMs);
  const dayMs = (daysAgo: number) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysAgo).getTime();
  const days = [dayMs(0), dayMs(1), dayMs(7), dayMs(30)] as const;
  const recent: readonly Span[] = [
    { kind: 'today', monthMs: 0, fromMs: days[0], untilMs: Infinity },
    { kind: 'yesterday', monthMs: 0, fromMs: days[1], untilMs: days[0] },
    { kind: 'week', monthMs: 0, fromMs: days[2], untilMs: days[1] },
    { kind: 'last-month', monthMs: 0, fromMs: days[3], untilMs: days[2] },
  ];
  return (timeMs) => {
    const span = recent.find(({ fromMs }) => timeMs >= fromMs);
    if (span) return span;
    const date = new Date(timeMs);
    const monthMs = new Date(date.getFullYear(), date.getMonth(), 1).getTime();
    const nextMonthMs = new Date(date.getFullYear(), date.getMonth() + 1, 1).getTime();
    return { kind: 'month', monthMs, fromMs: monthMs, untilMs: Math.min(nextMonthMs, days[3]) };
  };
}
