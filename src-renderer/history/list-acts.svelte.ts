import { tick } from 'svelte';
import type { Conversation } from '#contract/conversations';
import type { Folder } from '#contract/folders';
import type { ConversationId } from '#contract/primitives';
import type { AppState } from '../state/app.svelte.ts';
import type { Row } from './plan-rows.ts';
import type { TrashSelection, RowActs } from './row-acts.svelte.ts';
import type { RowFocus } from './row-focus.svelte.ts';
import type { Selection } from './selection.svelte.ts';

interface Parts {
  readonly rows: () => readonly Row[];
  readonly activeId: () => ConversationId | null;
  readonly acts: RowActs;
  readonly focus: RowFocus;
  readonly selection: Selection;
}

/** Acts for one row of the list or for the selected ones, and which row has the focus afterwards. */
export class ListActs {
  readonly #app: AppState;
  readonly #rows: () => readonly Row[];
  readonly #activeId: () => ConversationId | null;
  readonly acts: RowActs;
  readonly focus: RowFocus;
  readonly selection: Selection;

  constructor(app: AppState, { rows, activeId, acts, focus, selection }: Parts) {
    this.#app = app;
    this.#rows = rows;
    this.#activeId = activeId;
    this.acts = acts;
    this.focus = focus;
    this.selection = selection;
  }

  async toEnd(): Promise<void> {
    this.#app.report(await this.#app.conversations.list.loadRest());
    await tick();
    await this.focus.to(this.focus.last());
  }

  /** Runs an act that removes a row, and gives the focus to the row that takes its place. */
  async takeAway(key: string, act: () => Promise<boolean>): Promise<void> {
    const index = this.#rows().findIndex((row) => row.key === key);
    if (!(await act()) || key === this.#activeId()) return;
    await tick();
    const next = this.focus.from(Math.min(index, this.#rows().length - 1), 1);
    await this.focus.to(next >= 0 ? next : this.focus.last());
  }

  remove(conversation: Conversation): Promise<void> {
    return this.takeAway(conversation.id, () => this.acts.remove([conversation], this.#activeId()));
  }

  async endRename(conversation: Conversation, title: string | null): Promise<void> {
    const { conversations } = this.#app;
    this.acts.renaming = null;
    if (title !== null) this.#app.report(await conversations.update({ conversationId: conversation.id, title }));
    await tick();
    // If the user has left the field for another place, the focus stays there.
    if (document.activeElement === document.body || document.activeElement === null) {
      await this.focus.toKey(conversation.id);
    }
  }

  async nameFolder(folder: Folder | null, name: string): Promise<void> {
    const made = await this.acts.nameFolder(folder, name);
    if (made === null) return;
    await tick();
    await this.focus.toKey(made);
  }

  async beginSelection(): Promise<void> {
    this.selection.begin();
    await tick();
    await this.focus.to(this.focus.reachable);
  }

  /** Selects one, or the range that ends with it; its row is drawn again. */
  async select(id: string, isRange: boolean): Promise<void> {
    if (isRange) this.selection.extend(id);
    else this.selection.toggle(id);
    await this.focus.toKey(id);
  }

  async selectAll(): Promise<void> {
    this.#app.report(await this.#app.conversations.list.loadRest());
    await tick();
    this.selection.all();
    await this.focus.to(this.focus.reachable);
  }

  async endSelection(): Promise<void> {
    this.selection.end();
    await tick();
    await this.focus.to(this.focus.reachable);
  }

  async removeChosen(): Promise<void> {
    if (this.#app.conversations.view.kind === 'trash') this.acts.deletingChosen = this.selection.count > 0;
    else if (await this.acts.remove(this.selection.chosen, this.#activeId())) await this.#endSelectionIfDone();
  }

  async archiveChosen(): Promise<void> {
    const archived = this.#app.conversations.view.kind !== 'archive';
    if (await this.acts.archive(this.selection.chosen, archived)) await this.#endSelectionIfDone();
  }

  async restoreChosen(): Promise<void> {
    if (await this.acts.restoreChosen(this.#chosenTrash())) await this.#endSelectionIfDone();
  }

  async deleteChosen(): Promise<void> {
    if (await this.acts.deleteChosen(this.#chosenTrash())) await this.#endSelectionIfDone();
  }

  #chosenTrash(): TrashSelection {
    return { conversations: this.selection.chosen, removals: this.selection.removals };
  }

  /** Conversations that an error kept in the list stay selected. */
  async #endSelectionIfDone(): Promise<void> {
    if (this.selection.count === 0) await this.endSelection();
  }
}
