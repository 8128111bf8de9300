import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';

/** Short enough that little is written into a removed folder. */
const INTERVAL_MS = 2000;

/**
 * Notices that the data folder was removed, replaced, or is on a disk that was taken out. An open database works on as
 * if nothing had happened, and its writes are lost.
 */
export class DataFolderWatch {
  readonly #folder: string;
  readonly #onGone: (error: SarviError) => void;
  readonly #timer: NodeJS.Timeout;
  #identity: string | null = null;
  #told = false;

  private constructor(folder: string, onGone: (error: SarviError) => void) {
    this.#folder = folder;
    this.#onGone = onGone;
    this.#timer = setInterval(() => void this.look(), INTERVAL_MS).unref();
  }

  /** @param onGone - called once, and again when the folder was back in between */
  static async open(folder: string, onGone: (error: SarviError) => void): Promise<DataFolderWatch> {
    const watch = new DataFolderWatch(folder, onGone);
    watch.#identity = await identityOf(folder);
    return watch;
  }

  /** The error while the folder is gone, else null. */
  async look(): Promise<SarviError | null> {
    if ((await identityOf(this.#folder)) === this.#identity) {
      this.#told = false;
      return null;
    }
    const error = new SarviError('data-folder-gone', { path: this.#folder });
    if (!this.#told) this.#onGone(error);
    this.#told = true;
    return error;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}

/** A folder's inode number does not change with its content; the history's own folder may be removed alone. */
async function identityOf(folder: string): Promise<string | null> {
  try {
    const stats = await Promise.all([folder, join(folder, 'history')].map((path) => stat(path, { bigint: true })));
    return stats.map(({ dev, ino }) => `${dev} ${ino}`).join(' ');
  } catch {
    return null;
  }
}
