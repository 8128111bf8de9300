import type { Bridge, CallInput, CallOutput, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Folder, Tag } from '#contract/folders';
import type { FolderId, TagId } from '#contract/primitives';

/** The folders of conversations in the user's order, and tags by name. */
export class FoldersState {
  readonly #bridge: Bridge;
  all = $state.raw<readonly Folder[]>([]);
  /** The folder whose contents are shown in a dialog. */
  setting = $state.raw<Folder | null>(null);
  tags = $state.raw<readonly Tag[]>([]);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('folders.changed', () => void this.#readFolders());
    bridge.listen('tags.changed', () => void this.#readTags());
  }

  async load(): Promise<ErrorReport | null> {
    const [folders, tags] = await Promise.all([this.#readFolders(), this.#readTags()]);
    return folders ?? tags;
  }

  create(name: string): Promise<Result<Folder>> {
    return this.#bridge.call('folders.create', { name });
  }

  async rename(folderId: FolderId, name: string): Promise<ErrorReport | null> {
    return errorOf(await this.#bridge.call('folders.update', { folderId, name }));
  }

  async update(
    folderId: FolderId,
    change: Pick<CallInput<'folders.update'>, 'instructions' | 'modelId' | 'presetId'>,
  ): Promise<ErrorReport | null> {
    return errorOf(await this.#bridge.call('folders.update', { folderId, ...change }));
  }

  files(folderId: FolderId): Promise<Result<CallOutput<'folders.files'>>> {
    return this.#bridge.call('folders.files', { folderId });
  }

  text(folderId: FolderId): Promise<Result<{ text: string }>> {
    return this.#bridge.call('folders.text', { folderId });
  }

  async addFile(folderId: FolderId, name: string, text: string): Promise<ErrorReport | null> {
    return errorOf(await this.#bridge.call('folders.addFile', { folderId, name, text }));
  }

  async removeFile(fileId: string): Promise<ErrorReport | null> {
    return errorOf(await this.#bridge.call('folders.removeFile', { fileId }));
  }

  async restoreFile(fileId: string): Promise<ErrorReport | null> {
    return errorOf(await this.#bridge.call('folders.restoreFile', { fileId }));
  }

  /** Moves a folder by so many places. */
  async move(folderId: FolderId, by: number): Promise<ErrorReport | null> {
    const index = this.all.findIndex(({ id }) => id === folderId) + by;
    if (index < 0 || index >= this.all.length) return null;
    return errorOf(await this.#bridge.call('folders.update', { folderId, index }));
  }

  async remove(folderId: FolderId): Promise<ErrorReport | null> {
    return errorOf(await this.#bridge.call('folders.remove', { folderId }));
  }

  // Answers come in the order of asking, so the last one is the newest.
  async #readFolders(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('folders.list', {});
    if (!result.ok) return result.error;
    this.all = result.value;
    return null;
  }

  async #readTags(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('tags.list', {});
    if (!result.ok) return result.error;
    this.tags = result.value;
    return null;
  }

  findTag(id: TagId): Tag | null {
    return this.tags.find((tag) => tag.id === id) ?? null;
  }

  createTag(name: string, colour: number): Promise<Result<Tag>> {
    return this.#bridge.call('tags.create', { name, colour });
  }

  async updateTag(tagId: TagId, change: { name?: string; colour?: number }): Promise<ErrorReport | null> {
    return errorOf(await this.#bridge.call('tags.update', { tagId, ...change }));
  }

  async removeTag(tagId: TagId): Promise<ErrorReport | null> {
    return errorOf(await this.#bridge.call('tags.remove', { tagId }));
  }
}

function errorOf(result: Result<unknown>): ErrorReport | null {
  return result.ok ? null : result.error;
}
