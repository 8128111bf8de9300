import type { Handlers } from '#contract/contract';
import type { AskHistory } from '../history/protocol.ts';

export interface FolderParts {
  readonly history: { readonly ask: AskHistory<'conversations.list' | 'folders.remove' | 'folders.removeFile'> };
  /** Removes the KV states of conversations, which may be kept again. */
  readonly forget: (conversationIds: readonly string[]) => Promise<void>;
}

const AT_ONCE = 1000;

/**
 * Handlers of the calls that take something away from what a folder's conversations begin with. Their KV states have
 * the text, so they go.
 */
export function folderHandlers({
  history,
  forget,
}: FolderParts): Pick<Handlers, 'folders.remove' | 'folders.removeFile'> {
  const conversationsIn = async (folderId: string): Promise<string[]> => {
    const ids: string[] = [];
    for (const archived of [false, true]) {
      let cursor: string | undefined;
      do {
        const page = { folderId, archived, limit: AT_ONCE, ...(cursor === undefined ? {} : { cursor }) };
        const { conversations, nextCursor } = await history.ask('conversations.list', page);
        ids.push(...conversations.map(({ id }) => id));
        cursor = nextCursor ?? undefined;
      } while (cursor !== undefined);
    }
    return ids;
  };
  return {
    'folders.remove': async (input) => {
      const ids = await conversationsIn(input.folderId);
      const removed = await history.ask('folders.remove', input);
      await forget(ids);
      return removed;
    },
    'folders.removeFile': async (input) => {
      const removed = await history.ask('folders.removeFile', input);
      await forget(await conversationsIn(removed.folderId));
      return removed;
    },
  };
}
