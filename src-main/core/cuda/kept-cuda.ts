/**
 * The CUDA package in the data folder: `cuda/<version of node-llama-cpp>` has the signed feed, the list that the feed
 * names, and the files that the list names. Whoever changes one of them changes a digest that leads to the signature.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { fileError } from '../file-error.ts';
import { isOwnFolder } from '../make-own-folder.ts';
import { syncFolder } from '../sync-folder.ts';
import { readFeed } from '../updates/feed.ts';
import { writeFileWhole } from '../write-file-whole.ts';
import type { HandedPackage } from './handed-package.ts';
import { packageIn, PackageList, type FeedFiles } from './package-list.ts';

const FEED = 'feed.json';
const LIST = 'list.json';
const FILES = 'bins';
const UNFINISHED = 'installing';
const DOWNLOADS = 'downloads';

export interface CudaTarget {
  readonly publicKey: string;
  /** The version of node-llama-cpp of this Sarvi. */
  readonly libraries: string;
  readonly platform: string;
  readonly arch: string;
}

export class KeptCuda {
  readonly folder: string;
  readonly #target: CudaTarget;

  constructor(dataFolder: string, target: CudaTarget) {
    this.folder = join(dataFolder, 'cuda');
    this.#target = target;
  }

  /** For the files of one release: those of another have the same names. */
  downloadsOf({ archive }: FeedFiles): string {
    return join(this.folder, DOWNLOADS, archive.sha256.slice(0, 16));
  }

  /** Removes what was downloaded of other releases. @throws SarviError */
  async keepDownloadsOf(files: FeedFiles): Promise<void> {
    const folder = join(this.folder, DOWNLOADS);
    if (!(await isOwnFolder(folder))) return;
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      if (path === this.downloadsOf(files)) continue;
      await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
        throw fileError(error, path);
      });
    }
  }

  /** The package for this Sarvi, as it was signed; its files are looked at by who loads them. Null without one. */
  async read(): Promise<HandedPackage | null> {
    const folder = join(this.folder, this.#target.libraries);
    try {
      const list = this.parseList(
        await readFile(join(folder, FEED), 'utf8'),
        await readFile(join(folder, LIST), 'utf8'),
      );
      return list && { folder: join(folder, FILES), libraries: list.libraries, files: list.files };
    } catch {
      return null;
    }
  }

  /** The list, if it is the one of this feed and for this Sarvi. @throws SarviError `update-refused` for the feed */
  parseList(feedText: string, listText: string): PackageList | null {
    const { publicKey, platform, arch, libraries } = this.#target;
    const signed = packageIn(readFeed(feedText, publicKey), platform, arch);
    const digest = createHash('sha256').update(listText).digest('hex');
    if (signed?.list.sha256 !== digest) return null;
    const list = v.safeParse(PackageList, JSON.parse(listText));
    return list.success && list.output.libraries === libraries ? list.output : null;
  }

  /** An empty folder to unpack into. @throws SarviError `write-failed`, `disk-full`, `path-unreadable` */
  async begin(): Promise<string> {
    const folder = join(this.folder, UNFINISHED);
    try {
      await rm(folder, { recursive: true, force: true });
      await mkdir(join(folder, FILES), { recursive: true });
    } catch (error) {
      throw fileError(error, folder);
    }
    return join(folder, FILES);
  }

  /** Takes what was unpacked into use. */
  async finish(feedText: string, listText: string): Promise<void> {
    const [from, to] = [join(this.folder, UNFINISHED), join(this.folder, this.#target.libraries)];
    await writeFileWhole(join(from, FEED), feedText);
    await writeFileWhole(join(from, LIST), listText);
    try {
      await rm(to, { recursive: true, force: true });
      await rename(from, to);
      await rm(join(this.folder, DOWNLOADS), { recursive: true, force: true });
    } catch (error) {
      throw fileError(error, to);
    }
    await syncFolder(this.folder);
  }

  /**
   * From here on no process is told of the package. A library that one still has loaded cannot be deleted on Windows;
   * the next start does that.
   */
  async remove(): Promise<void> {
    const folder = join(this.folder, this.#target.libraries);
    try {
      for (const name of [FEED, LIST]) await rm(join(folder, name), { force: true });
    } catch (error) {
      throw fileError(error, folder);
    }
    await this.tidy(false);
  }

  /** Removes what no Sarvi of this version uses. */
  async tidy(keepsDownloads: boolean): Promise<void> {
    if (!(await isOwnFolder(this.folder))) return;
    const kept = [
      ...((await this.read()) === null ? [] : [this.#target.libraries]),
      ...(keepsDownloads ? [DOWNLOADS] : []),
    ];
    for (const name of await readdir(this.folder).catch(() => [])) {
      if (!kept.includes(name)) {
        await rm(join(this.folder, name), { recursive: true, force: true }).catch(() => undefined);
      }
    }
  }
}
