import { SarviError } from '#contract/errors';
import { MOST_CLIPBOARD_CHARACTERS } from '#contract/quick-calls';
import type { FakeConversations } from './fake-conversations.ts';
import type { FakeCore, FakeHandlers } from './fake-core.ts';

/** The quick window: none, unless the test begins with a status. */
export function fakeQuick(core: FakeCore, conversations: FakeConversations): FakeHandlers {
  const require = (): void => {
    if (core.quick === undefined) throw new SarviError('unsupported-in-shell');
  };
  return {
    'quick.status': () => core.quick ?? null,
    'quick.show': () => {
      require();
      return null;
    },
    'quick.hide': () => {
      require();
      return null;
    },
    'quick.readClipboard': () => {
      require();
      const text = core.clipboard ?? null;
      if (text !== null && text.length > MOST_CLIPBOARD_CHARACTERS)
        throw new SarviError('clipboard-too-long', { found: text.length, most: MOST_CLIPBOARD_CHARACTERS });
      return { text };
    },
    'quick.continue': ({ conversationId }) => {
      require();
      const keep = conversations.handlers['temporary.keep'];
      if (!keep) throw new Error('the fake keeps no temporary conversations');
      return keep({ conversationId });
    },
  };
}
