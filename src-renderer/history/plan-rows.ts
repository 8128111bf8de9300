import type { Conversation } from '#contract/conversations';
import type { Folder, Removal } from '#contract/folders';
import { groupByDate } from './group-by-date.ts';
import type { ConversationGroup } from './group-by-date.ts';

/** One line of the list. Every kind has a fixed height, so that positions are known without measuring. */
export type Row =
  | { readonly kind: 'folder'; readonly key: string; readonly folder: Folder; readonly open: boolean }
  | { readonly kind: 'empty-folder'; readonly key: string }
  | { readonly kind: 'heading'; readonly key: string; readonly group: ConversationGroup }
  | {
      readonly kind: 'conversation';
      readonly key: string;
      readonly conversation: Conversation;
      readonly nested: boolean;
    }
  | { readonly kind: 'trashed'; readonly key: string; readonly conversation: Conversation }
  | { readonly kind: 'trashed-messages'; readonly key: string; readonly removal: Removal };

/** In rem, so that rows grow with the text. */
export const ROW_HEIGHTS: Readonly<Record<Row['kind'], number>> = {
  folder: 2.125,
  'empty-folder': 1.75,
  heading: 2.25,
  conversation: 2.125,
  trashed: 3,
  'trashed-messages': 3,
};

/** A folder with its content: null while it is closed, undefined while it is being read. */
export interface FolderContent {
  readonly folder: Folder;
  readonly conversations: readonly Conversation[] | null | undefined;
}

export function isFocusable(row: Row): boolean {
  return row.kind !== 'heading' && row.kind !== 'empty-folder';
}

/** Folders first, with the content of the open ones, then the others by date. */
export function planRows(
  folders: readonly FolderContent[],
  conversations: readonly Conversation[],
  nowMs: number,
): readonly Row[] {
  const inFolders = folders.flatMap(({ folder, conversations: inside }): Row[] => {
    const head: Row = { kind: 'folder', key: folder.id, folder, open: inside !== null };
    if (inside?.length === 0) return [head, { kind: 'empty-folder', key: `${folder.id} empty` }];
    return [head, ...(inside ?? []).map((conversation) => rowOf(conversation, true))];
  });
  const byDate = groupByDate(conversations, nowMs).flatMap((group): Row[] => [
    { kind: 'heading', key: group.key, group },
    ...group.conversations.map((conversation) => rowOf(conversation, false)),
  ]);
  return [...inFolders, ...byDate];
}

/**
 * The trash, the latest removal first. Messages that are older than all loaded conversations come with a later page.
 */
export function planTrash(
  conversations: readonly Conversation[],
  removals: readonly Removal[],
  hasMore: boolean,
): readonly Row[] {
  const untilMs = hasMore ? (conversations.at(-1)?.deletedAt ?? 0) : 0;
  const rows: (Row & { readonly atMs: number })[] = [
    ...conversations.map((conversation) => ({
      kind: 'trashed' as const,
      key: conversation.id,
      conversation,
      atMs: conversation.deletedAt ?? 0,
    })),
    ...removals
      .filter(({ removedAt }) => removedAt >= untilMs)
      .map((removal) => ({
        kind: 'trashed-messages' as const,
        key: removal.id,
        removal,
        atMs: removal.removedAt,
      })),
  ];
  return rows.sort((a, b) => b.atMs - a.atMs);
}

function rowOf(conversation: Conversation, nested: boolean): Row {
  return { kind: 'conversation', key: conversation.id, conversation, nested };
}
