import type { CallInput } from '#contract/contract';
import type { Conversation } from '#contract/conversations';
import type { Folder, Removal } from '#contract/folders';
import type { ConversationId, FolderId } from '#contract/primitives';
import type { AppState } from '../state/app.svelte.ts';
import type { TrashTarget } from '../state/conversations.svelte.ts';
import { removeConversations } from '../state/remove-conversations.ts';

/** The selection in the trash. */
export interface TrashSelection {
  readonly conversations: readonly Conversation[];
  readonly removals: readonly Removal[];
}

/** Acts for rows of the list, and the dialogs before them. */
export class RowActs {
  readonly #app: AppState;
  /** Keys of the row with an open menu, and of the row whose name is being edited. */
  menuOf = $state<string | null>(null);
  renaming = $state<string | null>(null);
  /** The subject of each open dialog. */
  naming = $state.raw<Folder | 'new' | null>(null);
  removing = $state.raw<Folder | null>(null);
  moving = $state.raw<readonly Conversation[] | null>(null);
  tagging = $state.raw<readonly Conversation[] | 'all' | null>(null);
  deleting = $state.raw<Conversation | null>(null);
  deletingMessages = $state.raw<Removal | null>(null);
  emptying = $state(false);
  deletingChosen = $state(false);
  /** The answer in the dialog of a deletion: rows of frozen data sets go, too. */
  forgetsRows = $state(false);

  constructor(app: AppState) {
    this.#app = app;
  }

  async toggleFolder(id: FolderId): Promise<void> {
    const { conversations } = this.#app;
    if (conversations.inFolder(id) === null) this.#app.report(await conversations.openFolder(id));
    else conversations.closeFolder(id);
  }

  /** @returns the folder with the new name, or null when the name was refused */
  async nameFolder(folder: Folder | null, name: string): Promise<FolderId | null> {
    const { folders } = this.#app;
    if (folder) {
      const error = await folders.rename(folder.id, name);
      this.#app.report(error);
      if (error) return null;
      this.naming = null;
      return folder.id;
    }
    const made = await folders.create(name);
    if (!made.ok) {
      this.#app.report(made.error);
      return null;
    }
    this.naming = null;
    return made.value.id;
  }

  async removeFolder(): Promise<void> {
    const { conversations, folders } = this.#app;
    const folder = this.removing;
    this.removing = null;
    if (!folder) return;
    const error = await folders.remove(folder.id);
    this.#app.report(error);
    if (error) return;
    conversations.closeFolder(folder.id);
    this.#app.report(await conversations.load());
  }

  async moveTo(conversationId: ConversationId, folderId: FolderId | null): Promise<void> {
    this.#app.report(await this.#app.conversations.update({ conversationId, folderId }));
  }

  /** Moves them into the archive, or out of it. @returns whether any has left the list */
  async archive(chosen: readonly Conversation[], archived: boolean): Promise<boolean> {
    const { toasts, language } = this.#app;
    const done = await this.#change(chosen, { kind: 'archive', archived });
    if (done.length === 0) return false;
    const undo = (): void => void this.#change(done, { kind: 'archive', archived: !archived });
    toasts.show(archived ? language.t.history.archived(done.length) : language.t.history.unarchived(done.length), {
      action: { label: language.t.common.undo, run: undo },
    });
    return true;
  }

  /** Moves them to the trash. @returns whether any has left the list */
  async remove(chosen: readonly Conversation[], openId: ConversationId | null): Promise<boolean> {
    return removeConversations(this.#app, chosen, openId);
  }

  /** @returns whether it has left the trash */
  async restore({ id }: Conversation): Promise<boolean> {
    const { conversations, navigation, toasts, language } = this.#app;
    const result = await conversations.restore(id);
    if (!result.ok) {
      this.#app.report(result.error);
      return false;
    }
    toasts.show(language.t.history.restored, {
      action: { label: language.t.history.open, run: () => navigation.openConversation(id) },
    });
    return true;
  }

  async deleteForGood({ id }: Conversation): Promise<boolean> {
    this.deleting = null;
    return this.#deleteForGood({ conversationIds: [id], removalIds: [] });
  }

  /** Restores the selection of the trash. @returns whether all of it has left the trash */
  async restoreChosen({ conversations: chosen, removals }: TrashSelection): Promise<boolean> {
    const { chat, conversations, toasts, language } = this.#app;
    const done = chosen.length === 0 ? [] : await this.#change(chosen, { kind: 'restore' });
    if (done.length < chosen.length) return false;
    let messages = 0;
    for (const removal of removals) {
      const result = await conversations.trashedMessages.restore(removal);
      if (!result.ok) {
        this.#app.report(result.error);
        return false;
      }
      chat.adopt(result.value);
      messages += removal.messages;
    }
    const told = [
      ...(done.length > 0 ? [language.t.history.restoredMany(done.length)] : []),
      ...(messages > 0 ? [language.t.history.restoredMessages(messages)] : []),
    ];
    toasts.show(told.join(' · '));
    return true;
  }

  /** @returns whether the selection has left the trash */
  async deleteChosen({ conversations, removals }: TrashSelection): Promise<boolean> {
    this.deletingChosen = false;
    const ids = (items: readonly { readonly id: string }[]): string[] => items.map(({ id }) => id);
    return this.#deleteForGood({ conversationIds: ids(conversations), removalIds: ids(removals) });
  }

  /** @returns whether they have left the trash */
  async restoreMessages(removal: Removal): Promise<boolean> {
    const { chat, conversations, navigation, toasts, language } = this.#app;
    const result = await conversations.trashedMessages.restore(removal);
    if (!result.ok) {
      this.#app.report(result.error);
      return false;
    }
    chat.adopt(result.value);
    toasts.show(language.t.history.restoredMessages(removal.messages), {
      action: {
        label: language.t.history.open,
        run: () => navigation.openConversation(removal.conversationId, result.value.leafId),
      },
    });
    return true;
  }

  async deleteMessagesForGood(removal: Removal): Promise<boolean> {
    this.forgetsRows = false;
    this.deletingMessages = null;
    return this.#deleteForGood({ conversationIds: [], removalIds: [removal.id] });
  }

  async emptyTrash(): Promise<void> {
    this.emptying = false;
    this.#app.report(await this.#app.conversations.emptyTrash({ forgetRows: this.forgetsRows }));
  }

  async #deleteForGood(trashed: TrashTarget): Promise<boolean> {
    const error = await this.#app.conversations.deleteForGood(trashed, { forgetRows: this.forgetsRows });
    this.#app.report(error);
    return error === null;
  }

  /** Reports an error; then nothing was done. @returns those that were changed */
  async #change(
    chosen: readonly Conversation[],
    to: CallInput<'conversations.changeSeveral'>['to'],
  ): Promise<readonly Conversation[]> {
    const result = await this.#app.conversations.changeSeveral(chosen, to);
    if (result.ok) return result.value;
    this.#app.report(result.error);
    return [];
  }
}
