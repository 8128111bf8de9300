import type { Handlers } from '#contract/contract';
import type { History } from './history.ts';

type HistoryCall =
  | 'conversations.list'
  | 'conversations.restore'
  | 'history.search'
  | Extract<keyof Handlers, `${'trash' | 'folders' | 'tags' | 'drafts'}.${string}`>;

/** What answers the calls that the history answers by itself. */
export function historyHandlers(history: History): Handlers<HistoryCall> {
  return {
    'conversations.list': (input) => history.listConversations(input),
    'conversations.restore': (input) => history.restoreConversation(input),
    'trash.list': (input) => history.listTrash(input),
    'trash.messages': (input) => history.listRemovals(input),
    'trash.delete': (input) => history.deleteFromTrash(input),
    'trash.empty': () => history.emptyTrash(),
    'folders.list': () => history.listFolders(),
    'folders.create': (input) => history.createFolder(input),
    'folders.update': (input) => history.updateFolder(input),
    'folders.remove': (input) => history.removeFolder(input),
    'tags.list': () => history.listTags(),
    'tags.create': (input) => history.createTag(input),
    'tags.update': (input) => history.updateTag(input),
    'tags.remove': (input) => history.removeTag(input),
    'drafts.list': () => history.listDrafts(),
    'drafts.put': (input) => history.putDraft(input),
    'history.search': (input) => history.search(input),
  };
}
