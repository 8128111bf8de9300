import type { SearchHit } from '#contract/search-calls';
import type { FakeConversations } from './fake-conversations.ts';
import type { FakeHandlers } from './fake-core.ts';
import type { FakeMessages } from './fake-messages.ts';

/** Finds a query as it is written; the search itself is tested with the real history. */
export function fakeSearch(conversations: FakeConversations, messages: FakeMessages): FakeHandlers {
  const search = (query: string): SearchHit[] => {
    const word = query.toLowerCase();
    const titles = conversations.listed.flatMap(({ id, title, createdAt }): SearchHit[] => {
      const at = title.toLowerCase().indexOf(word);
      if (at < 0) return [];
      const hit = { conversationId: id, conversationTitle: title, messageId: null, role: null };
      return [{ ...hit, snippet: snippetOf(title, at, word.length), score: 1, createdAt }];
    });
    const found = messages.all
      .filter(
        ({ text, conversationId }) =>
          conversations.find(conversationId) !== undefined && text.toLowerCase().includes(word),
      )
      .map(({ conversationId, id, role, text, createdAt }, index) => ({
        conversationId,
        conversationTitle: conversations.get(conversationId).title,
        messageId: id,
        role,
        snippet: snippetOf(text, text.toLowerCase().indexOf(word), word.length),
        score: -index,
        createdAt,
      }));
    return [...titles, ...found];
  };
  return {
    'history.search': ({ query, filters, limit = 50 }) => {
      const hits = search(query).filter(
        ({ role, conversationId, messageId }) =>
          (filters?.bookmarked === undefined || messages.find(messageId)?.bookmarkedAt !== undefined) &&
          (filters?.role === undefined || role === filters.role) &&
          (filters?.folderId === undefined || conversations.get(conversationId).folderId === filters.folderId),
      );
      return { hits: hits.slice(0, limit), groups: [], total: hits.length, complete: true };
    },
  };
}

function snippetOf(text: string, at: number, length: number): SearchHit['snippet'] {
  const end = at + length;
  return [
    { text: text.slice(Math.max(0, at - 40), at), marked: false },
    { text: text.slice(at, end), marked: true },
    { text: text.slice(end, end + 80), marked: false },
  ];
}
