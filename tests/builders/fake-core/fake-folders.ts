import { SarviError } from '#contract/errors';
import type { Folder, Tag } from '#contract/folders';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';

/** Folders and tags; which conversation has which is with the conversations. */
export class FakeFolders {
  readonly #clock: FakeClock;
  #folders: readonly Folder[];
  /** In the order in which they were created. */
  #tags: readonly Tag[];

  constructor(clock: FakeClock, core: FakeCore) {
    this.#clock = clock;
    this.#folders = core.conversationFolders ?? [];
    this.#tags = core.tags ?? [];
  }

  /** @throws SarviError `folder-unknown` */
  folder(id: string): Folder {
    const folder = this.#folders.find((one) => one.id === id);
    if (!folder) throw new SarviError('folder-unknown', { folderId: id });
    return folder;
  }

  /** @throws SarviError `tag-unknown` */
  tag(id: string): Tag {
    const tag = this.#tags.find((one) => one.id === id);
    if (!tag) throw new SarviError('tag-unknown', { tagId: id });
    return tag;
  }

  /** Ids of tags in the order in which a conversation has them. */
  tagIds(ids: readonly string[]): string[] {
    for (const id of ids) this.tag(id);
    return this.#tags.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
  }

  removeFolder(id: string): void {
    this.folder(id);
    this.#setFolders(this.#folders.filter((one) => one.id !== id));
  }

  removeTag(id: string): void {
    this.tag(id);
    this.#setTags(this.#tags.filter((one) => one.id !== id));
  }

  readonly handlers: FakeHandlers = {
    'folders.list': () => [...this.#folders],
    'folders.create': ({ name }) => {
      requireFree(this.#folders, name);
      const folder = { id: this.#clock.id('folder'), name };
      this.#setFolders([...this.#folders, folder]);
      return folder;
    },
    'folders.update': ({ folderId, name, index }) => {
      const folder = this.folder(folderId);
      const updated = { ...folder, ...(name === undefined ? {} : { name }) };
      const others = this.#folders.filter(({ id }) => id !== folderId);
      requireFree(others, updated.name);
      this.#setFolders(others.toSpliced(index ?? this.#folders.indexOf(folder), 0, updated));
      return updated;
    },
    'tags.list': () => this.#tags.toSorted((a, b) => a.name.localeCompare(b.name, 'fi')),
    'tags.create': ({ name, colour }) => {
      requireFree(this.#tags, name);
      const tag = { id: this.#clock.id('tag'), name, colour };
      this.#setTags([...this.#tags, tag]);
      return tag;
    },
    'tags.update': ({ tagId, name, colour }) => {
      const tag = this.tag(tagId);
      const updated = { ...tag, ...(name === undefined ? {} : { name }), ...(colour === undefined ? {} : { colour }) };
      requireFree(
        this.#tags.filter(({ id }) => id !== tagId),
        updated.name,
      );
      this.#setTags(this.#tags.map((other) => (other.id === tagId ? updated : other)));
      return updated;
    },
  };

  #setFolders(folders: readonly Folder[]): void {
    this.#folders = folders;
    this.#clock.emit('folders.changed', null);
  }

  #setTags(tags: readonly Tag[]): void {
    this.#tags = tags;
    this.#clock.emit('tags.changed', null);
  }
}

function requireFree(others: readonly { readonly name: string }[], name: string): void {
  if (others.some((other) => other.name === name)) throw new SarviError('name-taken', { name });
}
