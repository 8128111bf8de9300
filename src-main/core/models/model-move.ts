import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SarviError, type ErrorReport } from '#contract/errors';
import type { ModelPlace } from '#contract/model-place-calls';
import type { ModelId } from '#contract/primitives';
import { because } from '#contract/reasons';
import { fileError } from '../file-error.ts';
import { isFolder } from '../is-folder.ts';
import { requireFreeBytes } from '../require-free-bytes.ts';
import type { Ports } from '../ports.ts';
import { refuseOwnData } from '../refuse-own-data.ts';
import type { ModelLibrary } from './model-library.ts';
import { moveModel, type MoveOptions } from './move-model.ts';

export interface ModelMoveParts {
  readonly ports: Pick<Ports, 'folders' | 'log'>;
  readonly library: ModelLibrary;
  readonly hasUnfinishedImports: () => boolean;
  /** Takes a model out of memory. @throws SarviError `model-in-use` while it answers */
  readonly unload: (modelId: ModelId) => Promise<void>;
  readonly onChange: (place: ModelPlace) => void;
  readonly renameFolder?: MoveOptions['renameFolder'];
}

/** In the folder that the user chose; never that folder itself, which may hold other things. */
const FOLDER_NAME = 'Sarvi models';
/** Written and removed at once, to see whether the folder can be written to. */
const PROBE_FILE = '.sarvi-may-write';
/** Told at most this often. */
const TELL_EVERY_MS = 250;

/** Moves the library's models, one after the other. Between two of them everything is as if the move had ended. */
export class ModelMove {
  readonly #parts: ModelMoveParts;
  #running: { readonly abort: AbortController; readonly ended: Promise<void> } | null = null;
  #progress: ModelPlace['move'] = null;
  #error: ErrorReport | null = null;
  #toldAt = 0;

  constructor(parts: ModelMoveParts) {
    this.#parts = parts;
  }

  place(): ModelPlace {
    const { places, elsewhere } = this.#parts.library;
    const present = places.present;
    return {
      folder: places.folder,
      isOwn: places.folder === places.ownFolder,
      away: places.all.filter((folder) => !present.includes(folder)),
      elsewhere: elsewhere.length,
      move: this.#progress,
      error: this.#error,
    };
  }

  /**
   * @param parent - an absolute path; null for the data folder
   * @throws SarviError `path-missing`, `path-unreadable`, `write-failed`, `disk-full`, `path-own-data`,
   *   `imports-unfinished`
   */
  async moveTo(parent: string | null): Promise<ModelPlace> {
    await this.stop();
    await this.tidy();
    const { library } = this.#parts;
    const folder = parent === null ? library.places.ownFolder : join(resolve(parent), FOLDER_NAME);
    try {
      if (parent !== null) await this.#make(resolve(parent), folder);
      this.#requireNoImports();
      await this.#requireRoom(folder);
      await library.places.choose(folder);
    } catch (error) {
      await this.tidy();
      throw error;
    }
    return this.#start();
  }

  /** Removes the folder that a move had made, or was removing, when it ended. */
  async tidy(): Promise<void> {
    const { library, ports } = this.#parts;
    const folder = library.places.empty;
    try {
      if (folder !== null) {
        // Its drive is away.
        if (!existsSync(dirname(folder))) return;
        await rm(join(folder, PROBE_FILE), { force: true });
        // With something else in it, it stays.
        if (existsSync(folder) && (await readdir(folder)).length === 0) await rmdir(folder);
      }
      await library.places.forgetEmpty();
    } catch (error) {
      ports.log.warn('an empty folder of models was not removed', { error: String(error) });
    }
  }

  /** @throws SarviError as `moveTo` */
  async continue(): Promise<ModelPlace> {
    if (this.#running) return this.place();
    this.#parts.library.places.requireFolder();
    this.#requireNoImports();
    await this.#requireRoom(this.#parts.library.folder);
    return this.#start();
  }

  /** Resolves when nothing is being moved. */
  async stop(): Promise<void> {
    this.#running?.abort.abort();
    await this.#running?.ended;
  }

  /** Makes the folder, and sees whether it can be written to. */
  async #make(parent: string, folder: string): Promise<void> {
    const { library, ports } = this.#parts;
    await refuseOwnData(folder, ports.folders.data);
    await requireFolder(parent);
    if (!library.places.all.includes(folder)) await library.places.noteEmpty(folder);
    await requireWritable(folder);
  }

  #requireNoImports(): void {
    if (this.#parts.hasUnfinishedImports()) throw new SarviError('imports-unfinished');
  }

  /** Room for what comes from other disks. Whether two folders share a disk shows by their device. */
  async #requireRoom(folder: string): Promise<void> {
    const { library } = this.#parts;
    const device = (path: string): Promise<number | null> =>
      stat(path).then(
        ({ dev }) => dev,
        () => null,
      );
    const target = await device(folder);
    let needed = 0;
    for (const { id, root } of library.elsewhereOf(folder)) {
      if ((await device(root)) !== target) needed += await sizeOf(join(root, id));
    }
    await requireFreeBytes(folder, needed);
  }

  #start(): ModelPlace {
    const abort = new AbortController();
    this.#error = null;
    this.#progress = { modelsLeft: this.#parts.library.elsewhere.length, bytesDone: 0, bytesTotal: 0 };
    this.#running = { abort, ended: this.#run(abort.signal) };
    return this.place();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { library, ports } = this.#parts;
    try {
      const left = library.elsewhere;
      const sizes = await Promise.all(left.map(({ id, root }) => sizeOf(join(root, id))));
      const bytesTotal = sizes.reduce((sum, size) => sum + size, 0);
      let bytesBefore = 0;
      for (const [index, { id, root }] of left.entries()) {
        if (signal.aborted) break;
        let bytes = 0;
        const tell = (bytesDone: number, always = false): void => {
          this.#progress = { modelsLeft: left.length - index, bytesDone, bytesTotal };
          this.#tell(always);
        };
        tell(bytesBefore, true);
        await this.#parts.unload(id);
        const onBytes = (count: number): void => tell(bytesBefore + (bytes += count));
        const { renameFolder } = this.#parts;
        await moveModel(id, root, library.folder, { signal, onBytes, ...(renameFolder && { renameFolder }) });
        library.moved(id);
        bytesBefore += sizes[index] ?? 0;
      }
      if (!signal.aborted) await this.#forgetEmpty();
    } catch (thrown) {
      const error = SarviError.from(thrown);
      if (error.code !== 'cancelled') {
        this.#error = error.toReport();
        ports.log.error('models could not be moved', { error: error.message });
      }
    }
    this.#progress = null;
    this.#running = null;
    this.#tell(true);
  }

  /** Folders that were chosen earlier go when nothing is in them. */
  async #forgetEmpty(): Promise<void> {
    const { places } = this.#parts.library;
    for (const folder of places.present) {
      if (folder === places.folder || folder === places.ownFolder) continue;
      if ((await readdir(folder)).some((name) => name !== PROBE_FILE)) continue;
      await places.noteEmpty(folder);
      await this.tidy();
    }
  }

  #tell(always: boolean): void {
    const now = performance.now();
    if (!always && now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#parts.onChange(this.place());
  }
}

/** The chosen folder must exist: a drive that is away must not become a folder of its mount point. */
async function requireFolder(parent: string): Promise<void> {
  if (!(await isFolder(parent)))
    throw new SarviError('write-failed', { path: parent, reason: because('not-a-folder') });
}

async function requireWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const probe = join(folder, PROBE_FILE);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw fileError(error, folder);
  }
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
