/**
 * The folder `updates` of the data folder: the signed feed of what is offered, its file, whether it was being installed, and
 * the newest version that was ever seen.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpdateFeed } from '#contract/updates';
import { fileError } from '../file-error.ts';
import { isOwnFolder, makeOwnFolder } from '../make-own-folder.ts';
import { writeFileWhole } from '../write-file-whole.ts';
import { readFeed } from './feed.ts';

const FEED = 'feed.json';
/** There while an installer was started and the new version has not been. */
const INSTALLING = 'installing';
const NEWEST = 'newest.json';

export class KeptUpdate {
  readonly folder: string;

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'updates');
  }

  /** See `requireNewest`. */
  get newestPath(): string {
    return join(this.folder, NEWEST);
  }

  /** @throws SarviError `write-failed`, `disk-full`, `path-unreadable` */
  async makeFolder(): Promise<void> {
    await makeOwnFolder(this.folder);
  }

  /** The feed that was found last; null without a sound one. */
  async read(publicKey: string): Promise<UpdateFeed | null> {
    try {
      return readFeed(await readFile(join(this.folder, FEED), 'utf8'), publicKey);
    } catch {
      return null;
    }
  }

  /** Keeps the feed, and of the files only the one that it offers. @throws SarviError */
  async keep(feedText: string, fileName: string): Promise<void> {
    await this.makeFolder();
    await this.#removeAllBut([FEED, fileName, `${fileName}.part`]);
    await writeFileWhole(join(this.folder, FEED), feedText);
  }

  /** @throws SarviError */
  async discard(): Promise<void> {
    await this.#removeAllBut([]);
  }

  async markInstalling(version: string): Promise<void> {
    await writeFileWhole(join(this.folder, INSTALLING), version);
  }

  async unmarkInstalling(): Promise<void> {
    await rm(join(this.folder, INSTALLING), { force: true });
  }

  /** Whether an installer was started that did not bring this version. Answers so once. */
  async takeFailedInstall(version: string): Promise<boolean> {
    const path = join(this.folder, INSTALLING);
    const marked = await readFile(path, 'utf8').catch(() => null);
    await rm(path, { force: true }).catch(() => undefined);
    return marked !== null && marked !== version;
  }

  async #removeAllBut(kept: readonly string[]): Promise<void> {
    if (!(await isOwnFolder(this.folder))) return;
    for (const name of await readdir(this.folder).catch(() => [])) {
      if (name === NEWEST || kept.includes(name)) continue;
      await rm(join(this.folder, name), { recursive: true, force: true }).catch((error: unknown) => {
        throw fileError(error, join(this.folder, name));
      });
    }
  }
}
