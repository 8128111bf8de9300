import type { FoundIn, OutlineEntry } from '#contract/finding-calls';
import { countMatches, findPattern } from '#contract/find-pattern';
import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import { shownTexts } from '#document/read/shown-text';
import type { FakeConversations } from './fake-conversations.ts';
import type { FakeClock, FakeHandlers } from './fake-core.ts';
import type { FakeMessages } from './fake-messages.ts';

/** Bookmarks, and the search, outline and versions of one conversation. Excerpts are the texts as they are. */
export function fakeFinding(clock: FakeClock, conversations: FakeConversations, messages: FakeMessages): FakeHandlers {
  const branchTo = (conversationId: string, leafId: string): Message[] => {
    const branch: Message[] = [];
    conversations.get(conversationId);
    let message = messages.find(leafId);
    if (message?.conversationId !== conversationId) throw new SarviError('message-unknown', { messageId: leafId });
    for (; message; message = messages.find(message.parentId)) branch.unshift(message);
    return branch;
  };
  const count = (message: Message, pattern: RegExp | null): FoundIn[] => {
    const matches = pattern === null ? 0 : countMatches(shownTexts(message), pattern);
    return matches === 0 ? [] : [{ messageId: message.id, count: matches }];
  };
  const marked = (): Message[] =>
    messages.all
      .filter(({ bookmarkedAt, conversationId }) => bookmarkedAt !== undefined && conversations.find(conversationId))
      .sort((a, b) => (b.bookmarkedAt ?? 0) - (a.bookmarkedAt ?? 0));
  return {
    'bookmarks.set': ({ messageId, bookmarked }) => {
      const message = messages.find(messageId);
      if (!message || !conversations.find(message.conversationId))
        throw new SarviError('message-unknown', { messageId });
      const { bookmarkedAt: former, ...unmarked } = message;
      const bookmarkedAt = bookmarked ? (former ?? Date.now()) : null;
      messages.change(bookmarkedAt === null ? unmarked : { ...unmarked, bookmarkedAt });
      clock.emit('bookmarks.changed', {
        kind: 'one',
        conversationId: message.conversationId,
        messageId,
        bookmarkedAt,
      });
      return null;
    },
    'bookmarks.list': ({ limit }) => ({
      bookmarks: marked()
        .slice(0, limit)
        .map(({ id, conversationId, role, text, bookmarkedAt = 0 }) => ({
          messageId: id,
          conversationId,
          conversationTitle: conversations.get(conversationId).title,
          role,
          excerpt: text,
          bookmarkedAt,
        })),
      total: marked().length,
      nextCursor: null,
    }),
    'bookmarks.clear': () => {
      const all = messages.all.filter(({ bookmarkedAt }) => bookmarkedAt !== undefined);
      for (const { bookmarkedAt: _former, ...unmarked } of all) messages.change(unmarked);
      if (all.length > 0) clock.emit('bookmarks.changed', { kind: 'cleared' });
      return { removed: all.length };
    },
    'conversations.find': ({ conversationId, leafId, text }) => {
      const branch = branchTo(conversationId, leafId);
      const pattern = findPattern(text);
      const others = messages.all.filter(
        (message) => message.conversationId === conversationId && !branch.some(({ id }) => id === message.id),
      );
      const found = branch.flatMap((message) => count(message, pattern));
      const total = found.reduce((sum, one) => sum + one.count, 0);
      return { found, total, elsewhere: others.flatMap((message) => count(message, pattern)), complete: true };
    },
    'conversations.outline': ({ conversationId, leafId }) => ({
      entries: branchTo(conversationId, leafId).flatMap(({ id, role, text }): OutlineEntry[] => {
        if (role === 'user') return [{ kind: 'question', messageId: id, text }];
        return [...text.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks = '#', heading = ''], index) => ({
          ...{ kind: 'heading', messageId: id, text: heading, level: marks.length, index },
        }));
      }),
      complete: true,
    }),
    'conversations.versions': ({ conversationId }) => {
      conversations.get(conversationId);
      const own = messages.all.filter((message) => message.conversationId === conversationId);
      const open = new Set(messages.openBranch(conversationId).map(({ id }) => id));
      const below = (id: string): number =>
        own.filter(({ parentId }) => parentId === id).reduce((sum, child) => sum + 1 + below(child.id), 0);
      const walk = (parentId: string | null, depth: number): ReturnType<typeof versionOf>[] => {
        const siblings = own.filter((message) => message.parentId === parentId);
        return siblings.flatMap((message, index) => {
          if (siblings.length === 1) return walk(message.id, depth);
          return [versionOf(message, depth, index + 1), ...walk(message.id, depth + 1)];
        });
      };
      const versionOf = ({ id, role, text }: Message, depth: number, number: number) => ({
        ...{ messageId: id, role, excerpt: text, depth, number, below: below(id), open: open.has(id) },
      });
      return { versions: walk(null, 0), complete: true };
    },
  };
}
