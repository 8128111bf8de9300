import { link, mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SarviError } from '#contract/errors';
import { fileError } from '../../file-error.ts';
import { syncFolder } from '../../sync-folder.ts';

/**
 * The unfinished file is next to its place with this ending; a crash leaves it there, and the next export replaces it.
 */
const UNFINISHED = '.sarvi-partial';
/** Many small pieces go to the disk as one. */
const BUFFERED_LENGTH = 2 ** 20;

/** A file that appears only when it is complete: written next to its place, synced, then renamed. */
export class WholeFile {
  readonly #path: string;
  readonly #replace: boolean;
  readonly #file: FileHandle;
  #pieces: string[] = [];
  #length = 0;
  sizeBytes = 0;

  private constructor(path: string, replace: boolean, file: FileHandle) {
    this.#path = path;
    this.#replace = replace;
    this.#file = file;
  }

  /** @throws SarviError `path-exists`, `path-missing`, `path-unreadable`, `disk-full`, `write-failed` */
  static async create(path: string, { replace }: { replace: boolean }): Promise<WholeFile> {
    await checkPlace(path, replace);
    try {
      // Removed first: an existing link of this name would redirect the export.
      await rm(path + UNFINISHED, { force: true });
      return new WholeFile(path, replace, await open(path + UNFINISHED, 'wx', 0o600));
    } catch (error) {
      throw fileError(error, path);
    }
  }

  /** @throws SarviError `disk-full`, `write-failed` */
  async write(text: string): Promise<void> {
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length >= BUFFERED_LENGTH) await this.#flush();
  }

  /** @throws SarviError `disk-full`, `write-failed` */
  async writeBytes(bytes: Uint8Array): Promise<void> {
    await this.#flush();
    await this.#put(bytes);
  }

  /** @throws SarviError `disk-full`, `write-failed`; `path-exists` if another file has appeared there */
  async finish(): Promise<void> {
    await this.#flush();
    const unfinished = this.#path + UNFINISHED;
    try {
      await this.#file.sync();
      await this.#file.close();
      if (this.#replace) await rename(unfinished, this.#path);
      else await putWhereNothingIs(unfinished, this.#path);
      await syncFolder(dirname(this.#path));
    } catch (error) {
      throw fileError(error, this.#path);
    }
  }

  /** Leaves nothing behind. Never throws. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    await rm(this.#path + UNFINISHED, { force: true }).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#pieces.join(''));
    this.#pieces = [];
    this.#length = 0;
    await this.#put(bytes);
  }

  async #put(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) done += (await this.#file.write(bytes, done)).bytesWritten;
    } catch (error) {
      throw fileError(error, this.#path);
    }
    this.sizeBytes += bytes.length;
  }
}

/** A folder that appears only when all of its files are complete. */
export class WholeFolder {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** @throws SarviError `path-exists`: a folder is never replaced; as `WholeFile.create` */
  static async create(path: string): Promise<WholeFolder> {
    await checkPlace(path, false);
    try {
      await rm(path + UNFINISHED, { recursive: true, force: true });
      await mkdir(path + UNFINISHED, { mode: 0o700 });
    } catch (error) {
      throw fileError(error, path);
    }
    return new WholeFolder(path);
  }

  pathOf(name: string): string {
    return `${this.#path}${UNFINISHED}/${name}`;
  }

  /** @throws SarviError `path-exists`, `write-failed` */
  async finish(): Promise<void> {
    await checkPlace(this.#path, false);
    try {
      await syncFolder(this.#path + UNFINISHED);
      await rename(this.#path + UNFINISHED, this.#path);
      await syncFolder(dirname(this.#path));
    } catch (error) {
      throw fileError(error, this.#path);
    }
  }

  async abandon(): Promise<void> {
    await rm(this.#path + UNFINISHED, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Only a file is ever replaced. */
async function checkPlace(path: string, replace: boolean): Promise<void> {
  try {
    const found = await stat(path);
    if (!replace || !found.isFile()) throw new SarviError('path-exists', { path });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw fileError(error, path);
  }
}

/** A rename would replace a file that has appeared since the check; a link does not. */
async function putWhereNothingIs(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new SarviError('path-exists', { path });
    // For a file system without hard links.
    await rename(unfinished, path);
    return;
  }
  await rm(unfinished, { force: true });
}
