/**
 * Updates of the desktop app. Nothing is asked of the network but in `check` and `download`, which the user calls, and in
 * the checks that the user has switched on. Downloads and installations are always the user's own act.
 */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { UpdateOffer, UpdateStatus } from '#contract/update-calls';
import type { FeedFile, UpdateFeed } from '#contract/updates';
import type { Ports, Updater } from '../ports.ts';
import { requireFreeBytes } from '../require-free-bytes.ts';
import { allowsLoopback, askFeed, hostOf } from './ask-feed.ts';
import { compareVersions } from './compare-versions.ts';
import { bytesPresent, downloadFile, isPresent, isSigned } from './download-file.ts';
import { KeptUpdate } from './kept-update.ts';
import { requireNewest } from './newest-seen.ts';
import { canReplace, removeUnfinished, replaceProgram } from './replace-program.ts';
import { UserAct } from './user-act.ts';

export interface UpdatesParts extends Pick<Ports, 'folders' | 'version' | 'platform' | 'proxyFor' | 'log'> {
  readonly updater: Updater;
  readonly backUp: () => Promise<unknown>;
  readonly onChange: (status: UpdateStatus) => void;
}

/** The page shows a moving bar; more often would only cost. */
const PROGRESS_MS = 200;
/** An installer unpacks what it has, while the old files still exist. */
const ROOM_OF_INSTALLER = 4;

/** What a feed calls the file for each kind of program. */
const FILE_KINDS: Readonly<Record<Updater['program']['kind'], string>> = {
  nsis: 'nsis',
  portable: 'zip',
  mac: 'zip',
  appimage: 'appimage',
  deb: 'deb',
  rpm: 'rpm',
  tar: 'tar',
};

interface Found {
  readonly feed: UpdateFeed;
  readonly file: FeedFile;
  readonly installs: UpdateOffer['installs'];
  bytesDone: number;
  isDownloaded: boolean;
}

export class Updates {
  readonly #parts: UpdatesParts;
  readonly #kept: KeptUpdate;
  readonly #act = new UserAct<UpdateStatus['phase']>(() => this.#tell());
  #newest: Pick<UpdateFeed, 'version' | 'released'> | null = null;
  #found: Found | null = null;
  /** Progress that is told a little later. */
  #telling: NodeJS.Timeout | null = null;

  private constructor(parts: UpdatesParts) {
    this.#parts = parts;
    this.#kept = new KeptUpdate(parts.folders.data);
  }

  /** Takes up what an earlier run found, and removes what is no longer newer. */
  static async open(parts: UpdatesParts): Promise<Updates> {
    const updates = new Updates(parts);
    await updates.#takeUp().catch((error: unknown) => {
      parts.log.warn('an update of an earlier run could not be taken up', { error: String(error) });
    });
    return updates;
  }

  get status(): UpdateStatus {
    const { version, updater } = this.#parts;
    return {
      currentVersion: version,
      programKind: updater.program.kind,
      programPath: updater.program.path,
      host: hostOf(updater.source),
      phase: this.#act.phase,
      foundVersion: this.#newest?.version ?? null,
      foundReleased: this.#newest?.released ?? null,
      offer: this.#found === null ? null : offerOf(this.#found),
      error: this.#act.error?.toReport() ?? null,
    };
  }

  /** Asks for the feed; while something else is under way, nothing. @throws SarviError as the status then has it */
  async check(): Promise<UpdateStatus> {
    if (this.#act.phase === 'idle') {
      await this.#act.run('checking', async (signal) => {
        const { updater, proxyFor } = this.#parts;
        const { feed, text } = await askFeed(updater.source, proxyFor, signal);
        await requireNewest(feed, this.#parts.folders.data);
        this.#newest = feed;
        await this.#offer(feed);
        const fileName = this.#found?.file.name;
        await (fileName === undefined ? this.#kept.discard() : this.#kept.keep(text, fileName));
        await this.#dropOther();
      });
    }
    return this.status;
  }

  /** @throws SarviError `update-unknown`; what fails later is in the status */
  download(): void {
    const found = this.#found;
    if (found === null) throw new SarviError('update-unknown');
    if (this.#act.phase !== 'idle' || found.isDownloaded) return;
    const { updater, proxyFor, log } = this.#parts;
    void this.#act
      .run('downloading', async (signal) => {
        await downloadFile({
          file: found.file,
          from: found.feed.folder,
          into: this.#kept.folder,
          allowsLoopback: allowsLoopback(updater.source),
          old: updater.program.kind === 'appimage' ? (updater.program.path ?? undefined) : undefined,
          ...{ signal, proxyFor },
          onProgress: (bytesDone) => {
            found.bytesDone = bytesDone;
            this.#telling ??= setTimeout(() => this.#tell(), PROGRESS_MS);
          },
        }).finally(async () => {
          found.bytesDone = await bytesPresent(this.#kept.folder, found.file);
        });
        found.isDownloaded = true;
      })
      .catch((error: unknown) => log.warn('the update was not downloaded', { error: String(error) }));
  }

  /** Resolves when what was under way has ended. */
  async cancel(): Promise<void> {
    if (this.#act.phase === 'installing') return;
    await this.#act.cancel();
  }

  async discard(): Promise<void> {
    if (this.#act.phase === 'installing') return;
    await this.cancel();
    await this.#kept.discard();
    this.#found = null;
    this.#act.error = null;
    this.#tell();
  }

  /** The user may install what is shown, with rights that Sarvi has not. @throws SarviError `update-unknown`, `update-file-differs` */
  async show(): Promise<void> {
    const found = this.#found;
    if (found?.isDownloaded !== true) throw new SarviError('update-unknown');
    this.#parts.updater.showFile(await this.#requireSigned(found));
  }

  /** Resolves when the app is about to end. @throws SarviError; this version then runs on */
  async install(): Promise<void> {
    const found = this.#found;
    if (found?.isDownloaded !== true || this.#act.phase !== 'idle') throw new SarviError('update-unknown');
    if (found.installs === 'by-hand') {
      throw new SarviError('update-not-possible', { reason: because('system-installs-it') });
    }
    // A page that is still there when the app ends shows so.
    await this.#act.run('installing', () => this.#install(found), 'installing');
  }

  async dispose(): Promise<void> {
    await this.#act.cancel();
  }

  async #install(found: Found): Promise<void> {
    const { feed, file } = found;
    const { updater, backUp, log } = this.#parts;
    const { program } = updater;
    if (program.path !== null && program.kind !== 'appimage') {
      await requireFreeBytes(dirname(program.path), file.sizeBytes * ROOM_OF_INSTALLER);
    }
    await backUp();
    // As late as can be, since nothing may come between this and the installer.
    const path = await this.#requireSigned(found);
    await this.#kept.markInstalling(feed.version);
    try {
      if (program.kind === 'appimage' && program.path !== null) await replaceProgram(program.path, path, file);
      await updater.finish({ version: feed.version, path, sizeBytes: file.sizeBytes, sha256: file.sha256 });
    } catch (error) {
      await this.#kept.unmarkInstalling();
      throw error;
    }
    log.info('an update is being installed', { version: feed.version });
  }

  /** @returns the file's path. @throws SarviError `update-file-differs`: the file is then removed */
  async #requireSigned({ feed, file }: Found): Promise<string> {
    const path = join(this.#kept.folder, file.name);
    if (await isSigned(path, file)) return path;
    await rm(path, { recursive: true, force: true });
    await this.#offer(feed);
    this.#tell();
    throw new SarviError('update-file-differs', { name: file.name });
  }

  /** A version that was signed again has other bytes under the same name. */
  async #dropOther(): Promise<void> {
    const found = this.#found;
    if (found?.isDownloaded !== true) return;
    await this.#requireSigned(found).catch((error: unknown) => {
      this.#parts.log.info('another file was downloaded', { error: String(error) });
    });
  }

  async #takeUp(): Promise<void> {
    const { updater, version } = this.#parts;
    const feed = await this.#kept.read(updater.source.publicKey);
    const hasFailed = await this.#kept.takeFailedInstall(version);
    const { kind, path } = updater.program;
    if (hasFailed && kind === 'appimage' && path !== null) await removeUnfinished(path).catch(() => undefined);
    if (feed !== null) await this.#offer(feed);
    if (this.#found === null) await this.#kept.discard();
    else if (hasFailed) {
      this.#act.error = new SarviError('update-failed', { reason: because('installer-did-not-finish') });
    }
  }

  /** Offers the feed's file for this program, if it is newer. A feed with an older version offers nothing. */
  async #offer(feed: UpdateFeed): Promise<void> {
    const { updater, platform, version } = this.#parts;
    this.#found = null;
    if (compareVersions(feed.version, version) <= 0) return;
    const { program, arch } = updater;
    const file = feed.files.find(
      (one) => one.kind === FILE_KINDS[program.kind] && one.platform === platform && one.arch === arch,
    );
    if (file === undefined) throw new SarviError('update-refused', { reason: because('feed-without-file') });
    const isByHand = program.path === null || (program.kind === 'appimage' && !(await canReplace(program.path)));
    this.#found = {
      ...{ feed, file },
      installs: isByHand ? 'by-hand' : 'by-itself',
      bytesDone: await bytesPresent(this.#kept.folder, file),
      isDownloaded: await isPresent(this.#kept.folder, file),
    };
  }

  #tell(): void {
    if (this.#telling) clearTimeout(this.#telling);
    this.#telling = null;
    this.#parts.onChange(this.status);
  }
}

function offerOf({ feed, file, installs, bytesDone, isDownloaded }: Found): UpdateOffer {
  const { version, released, notes } = feed;
  return {
    ...{ version, released, notes, installs, bytesDone, isDownloaded },
    fileName: file.name,
    sizeBytes: file.sizeBytes,
  };
}
