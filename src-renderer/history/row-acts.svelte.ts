import type { Conversation, ConversationId, Folder, FolderId, Removal } from '#contract/vocabulary';
import type { AppState } from '../state/app.svelte.ts';

/** What is done to rows of the list, and what is being asked about one before it is done. */
export class RowActs {
  readonly #app: AppState;
  /** The row whose menu is open, and the one whose name is being changed, by key. */
  menuOf = $state<string | null>(null);
  renaming = $state<string | null>(null);
  /** What a dialog is open for. */
  naming = $state.raw<Folder | 'new' | null>(null);
  removing = $state.raw<Folder | null>(null);
  moving = $state.raw<Conversation | null>(null);
  tagging = $state.raw<Conversation | 'all' | null>(null);
  deleting = $state.raw<Conversation | null>(null);
  deletingMessages = $state.raw<Removal | null>(null);
  emptying = $state(false);

  constructor(app: AppState) {
    this.#app = app;
  }

  async toggleFolder(id: FolderId): Promise<void> {
    const { conversations } = this.#app;
    if (conversations.inFolder(id) === null) this.#app.report(await conversations.openFolder(id));
    else conversations.closeFolder(id);
  }

  /** @returns the folder that now has the name, or null when the name was refused */
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

  /** @returns whether it is gone from the list */
  async archive({ id, archived }: Conversation): Promise<boolean> {
    const { conversations, toasts, language } = this.#app;
    const error = await conversations.update({ conversationId: id, archived: !archived });
    this.#app.report(error);
    if (error) return false;
    const undo = async () => this.#app.report(await conversations.update({ conversationId: id, archived }));
    toasts.show(archived ? language.t.history.unarchived : language.t.history.archived, {
      action: { label: language.t.common.undo, run: () => void undo() },
    });
    return true;
  }

  /** @returns whether it is gone from the list */
  async remove({ id }: Conversation, wasOpen: boolean): Promise<boolean> {
    const { conversations, navigation, toasts, language } = this.#app;
    const error = await conversations.remove(id);
    this.#app.report(error);
    if (error) return false;
    if (wasOpen) navigation.newChat();
    toasts.show(language.t.history.removed, {
      action: { label: language.t.common.undo, run: () => void this.#bringBack(id, wasOpen) },
    });
    return true;
  }

  /** @returns whether it is gone from the trash */
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
    const error = await this.#app.conversations.deleteForGood(id);
    this.#app.report(error);
    return error === null;
  }

  /** @returns whether they are gone from the trash */
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
    this.deletingMessages = null;
    const error = await this.#app.conversations.trashedMessages.deleteForGood(removal);
    this.#app.report(error);
    return error === null;
  }

  async emptyTrash(): Promise<void> {
    this.emptying = false;
    this.#app.report(await this.#app.conversations.emptyTrash());
  }

  async #bringBack(id: ConversationId, reopen: boolean): Promise<void> {
    const result = await this.#app.conversations.restore(id);
    if (!result.ok) this.#app.report(result.error);
    else if (reopen) this.#app.navigation.openConversation(id);
  }
}
