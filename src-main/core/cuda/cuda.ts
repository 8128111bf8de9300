/**
 * The CUDA package: looked for, downloaded and installed only when the user says so. Its libraries run in the engine, so
 * each of them must be signed; whoever loads them looks at their digests again (`handed-package.ts`).
 */
import { readFile } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import type { CudaStatus } from '#contract/cuda-calls';
import { because } from '#contract/reasons';
import { requireFreeBytes } from '../require-free-bytes.ts';
import type { Ports, Updater } from '../ports.ts';
import { allowsLoopback, askFeed, hostOf } from '../updates/ask-feed.ts';
import { bytesPresent, downloadFile } from '../updates/download-file.ts';
import { refused } from '../updates/feed.ts';
import { requireNewest } from '../updates/newest-seen.ts';
import { UserAct } from '../updates/user-act.ts';
import type { HandedPackage } from './handed-package.ts';
import { KeptCuda } from './kept-cuda.ts';
import { MOST_LIST_BYTES, packageIn, sizeOf, type FeedFiles, type PackageList } from './package-list.ts';
import { unpackFiles } from './unpack-files.ts';

export interface CudaParts extends Pick<Ports, 'folders' | 'platform' | 'proxyFor' | 'log'> {
  readonly updater: Updater;
  /** The version of node-llama-cpp. */
  readonly libraries: string;
  readonly onChange: (status: CudaStatus) => void;
  /** The package is there now, or has gone. */
  readonly onInstalled: () => Promise<unknown>;
}

interface Found {
  readonly files: FeedFiles;
  readonly folder: string;
  readonly feedText: string;
  readonly listText: string;
  readonly list: PackageList;
  bytesDone: number;
}

const PROGRESS_MS = 200;

export class Cuda {
  readonly #parts: CudaParts;
  readonly #kept: KeptCuda;
  #installed: HandedPackage | null = null;
  readonly #act = new UserAct<CudaStatus['phase']>(() => this.#tell());
  #found: Found | null = null;
  #toldAt = 0;

  private constructor(parts: CudaParts) {
    this.#parts = parts;
    const { updater, libraries, platform } = parts;
    const { publicKey } = updater.source;
    this.#kept = new KeptCuda(parts.folders.data, { publicKey, libraries, platform, arch: updater.arch });
  }

  static async open(parts: CudaParts): Promise<Cuda> {
    const cuda = new Cuda(parts);
    await cuda.#kept.tidy(true);
    cuda.#installed = await cuda.#kept.read();
    return cuda;
  }

  /** For the processes that load it; null without one. */
  get installed(): HandedPackage | null {
    return this.#installed;
  }

  get status(): CudaStatus {
    const found = this.#found;
    return {
      isInstalled: this.#installed !== null,
      installedBytes: this.#installed === null ? 0 : sizeOf(this.#installed),
      host: hostOf(this.#parts.updater.source),
      phase: this.#act.phase,
      offer: found && {
        sizeBytes: found.files.archive.sizeBytes,
        unpackedBytes: sizeOf(found.list),
        bytesDone: found.bytesDone,
      },
      error: this.#act.error?.toReport() ?? null,
    };
  }

  /** While something else is under way, nothing. @throws SarviError as the status then has it */
  async look(): Promise<CudaStatus> {
    if (this.#act.phase === 'idle') await this.#act.run('looking', (signal) => this.#look(signal));
    return this.status;
  }

  /** @throws SarviError `update-unknown`; what fails later is in the status */
  install(): void {
    const found = this.#found;
    if (found === null) throw new SarviError('update-unknown');
    if (this.#act.phase !== 'idle') return;
    void this.#act
      .run('downloading', (signal) => this.#install(found, signal))
      .catch((error: unknown) => this.#parts.log.warn('the CUDA package was not installed', { error: String(error) }));
  }

  async cancel(): Promise<void> {
    await this.#act.cancel();
  }

  /** Removes the package and what was downloaded of it. @throws SarviError */
  async remove(): Promise<CudaStatus> {
    await this.cancel();
    this.#found = null;
    this.#act.error = null;
    await this.#kept.remove();
    this.#installed = null;
    await this.#parts.onInstalled();
    this.#tell();
    return this.status;
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { updater, platform, proxyFor } = this.#parts;
    this.#found = null;
    const { feed, text: feedText } = await askFeed(updater.source, proxyFor, signal);
    await requireNewest(feed, this.#parts.folders.data);
    const files = packageIn(feed, platform, updater.arch);
    if (files === null) throw refused(because('feed-without-file'));
    if (files.list.sizeBytes > MOST_LIST_BYTES) throw refused(because('feed-too-large'));
    await this.#kept.keepDownloadsOf(files);
    const from = { files, folder: feed.folder };
    const listText = await readFile(await this.#download(files.list, from, signal, () => undefined), 'utf8');
    const list = this.#kept.parseList(feedText, listText);
    if (list === null) throw refused(because('cuda-for-another-version', { version: feed.version }));
    const bytesDone = await bytesPresent(this.#kept.downloadsOf(files), files.archive);
    this.#found = { files, folder: feed.folder, feedText, listText, list, bytesDone };
  }

  async #install(found: Found, signal: AbortSignal): Promise<void> {
    const { files, list } = found;
    await requireFreeBytes(this.#kept.folder, files.archive.sizeBytes - found.bytesDone + sizeOf(list));
    const onProgress = (bytesDone: number): void => {
      found.bytesDone = bytesDone;
      if (performance.now() - this.#toldAt > PROGRESS_MS) this.#tell();
    };
    const archive = await this.#download(files.archive, found, signal, onProgress).finally(async () => {
      found.bytesDone = await bytesPresent(this.#kept.downloadsOf(files), files.archive);
    });
    this.#act.phase = 'unpacking';
    this.#tell();
    await unpackFiles(archive, await this.#kept.begin(), list.files, signal);
    await this.#kept.finish(found.feedText, found.listText);
    this.#found = null;
    this.#installed = await this.#kept.read();
    await this.#parts.onInstalled();
  }

  #download(
    file: FeedFiles['list'],
    { files, folder: from }: Pick<Found, 'files' | 'folder'>,
    signal: AbortSignal,
    onProgress: (bytesDone: number) => void,
  ): Promise<string> {
    const { updater, proxyFor } = this.#parts;
    const into = this.#kept.downloadsOf(files);
    return downloadFile({
      ...{ file, from, into, signal, proxyFor, onProgress },
      allowsLoopback: allowsLoopback(updater.source),
    });
  }

  #tell(): void {
    this.#toldAt = performance.now();
    this.#parts.onChange(this.status);
  }
}
