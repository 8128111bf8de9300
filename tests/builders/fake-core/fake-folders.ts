import { SarviError } from '#contract/errors';
import type { Folder, FolderFile, Tag } from '#contract/folders';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';

interface HeldFile {
  readonly folderId: string;
  readonly text: string;
  readonly file: FolderFile;
}

const EMPTY = { instructions: '', modelId: null, presetId: null, files: 0 };

/** Folders and tags; which conversation has which is with the conversations. */
export class FakeFolders {
  readonly #clock: FakeClock;
  #folders: readonly Folder[];
  #files: readonly HeldFile[] = [];
  /** In the order in which they were created. */
  #tags: readonly Tag[];

  constructor(clock: FakeClock, core: FakeCore) {
    this.#clock = clock;
    this.#folders = (core.conversationFolders ?? []).map((folder) => ({ ...EMPTY, ...folder }));
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
      const folder = { ...EMPTY, id: this.#clock.id('folder'), name };
      this.#setFolders([...this.#folders, folder]);
      return folder;
    },
    'folders.update': ({ folderId, index, ...given }) => {
      const folder = this.folder(folderId);
      const changed = Object.entries(given).filter(([, value]) => value !== undefined);
      const updated = { ...folder, ...(Object.fromEntries(changed) as Partial<Folder>) };
      const others = this.#folders.filter(({ id }) => id !== folderId);
      requireFree(others, updated.name);
      this.#setFolders(others.toSpliced(index ?? this.#folders.indexOf(folder), 0, updated));
      return updated;
    },
    'folders.files': ({ folderId }) => {
      this.folder(folderId);
      const own = this.#files.filter((file) => file.folderId === folderId).map(({ file }) => file);
      return {
        files: own.filter(({ removedAt }) => removedAt === null),
        removed: own.filter(({ removedAt }) => removedAt !== null),
      };
    },
    'folders.addFile': ({ folderId, name, text }) => {
      this.folder(folderId);
      const file = { id: this.#clock.id('file'), name, length: text.length, addedAt: Date.now(), removedAt: null };
      this.#setFiles([...this.#files, { folderId, text, file }]);
      return file;
    },
    'folders.removeFile': ({ fileId }) => {
      this.#changeFile(fileId, Date.now());
      return { folderId: this.#files.find(({ file }) => file.id === fileId)?.folderId ?? '' };
    },
    'folders.restoreFile': ({ fileId }) => this.#changeFile(fileId, null),
    'folders.text': ({ folderId }) => ({
      text: [
        this.folder(folderId).instructions,
        ...this.#files
          .filter((file) => file.folderId === folderId && file.file.removedAt === null)
          .map(({ text }) => text),
      ]
        .filter((text) => text !== '')
        .join('\n\n'),
    }),
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

  #changeFile(id: string, removedAt: number | null): FolderFile {
    const found = this.#files.find(({ file }) => file.id === id);
    if (!found) throw new SarviError('folder-file-unknown', { fileId: id });
    const file = { ...found.file, removedAt };
    this.#setFiles(this.#files.map((one) => (one === found ? { ...found, file } : one)));
    return file;
  }

  #setFiles(files: readonly HeldFile[]): void {
    this.#files = files;
    const count = (id: string): number =>
      files.filter(({ folderId, file }) => folderId === id && file.removedAt === null).length;
    this.#setFolders(this.#folders.map((folder) => ({ ...folder, files: count(folder.id) })));
  }

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
