import type { ErrorReport } from '#contract/errors';
import type { Conversation } from '#contract/conversations';
import type { Folder, Removal } from '#contract/folders';
import type { ConversationId, FolderId } from '#contract/primitives';
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
  moving = $state.raw<readonly Conversation[] | null>(null);
  tagging = $state.raw<readonly Conversation[] | 'all' | null>(null);
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

  /** Puts them into the archive, or takes them out of it. @returns whether any is gone from the list */
  async archive(chosen: readonly Conversation[], archived: boolean): Promise<boolean> {
    const { conversations, toasts, language } = this.#app;
    const put = (into: boolean) => (id: ConversationId) => conversations.update({ conversationId: id, archived: into });
    const done = await this.#each(chosen, put(archived));
    if (done.length === 0) return false;
    toasts.show(archived ? language.t.history.archived(done.length) : language.t.history.unarchived(done.length), {
      action: { label: language.t.common.undo, run: () => void this.#each(done, put(!archived)) },
    });
    return true;
  }

  /** Moves them to the trash. @returns whether any is gone from the list */
  async remove(chosen: readonly Conversation[], openId: ConversationId | null): Promise<boolean> {
    const { conversations, navigation, toasts, language } = this.#app;
    const done = await this.#each(chosen, (id) => conversations.remove(id));
    if (done.length === 0) return false;
    const reopened = done.find(({ id }) => id === openId);
    if (reopened) navigation.newChat();
    const undo = async (): Promise<void> => {
      const back = await this.#each(done, async (id) => {
        const result = await conversations.restore(id);
        return result.ok ? null : result.error;
      });
      if (reopened && back.includes(reopened)) navigation.openConversation(reopened.id);
    };
    toasts.show(language.t.history.removed(done.length), {
      action: { label: language.t.common.undo, run: () => void undo() },
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

  /** One after the other, and no further than the first error, which is told. @returns those that it was done to */
  async #each(
    chosen: readonly Conversation[],
    act: (id: ConversationId) => Promise<ErrorReport | null>,
  ): Promise<readonly Conversation[]> {
    for (const [index, { id }] of chosen.entries()) {
      const error = await act(id);
      if (!error) continue;
      this.#app.report(error);
      return chosen.slice(0, index);
    }
    return chosen;
  }
}
