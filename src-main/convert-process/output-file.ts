import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SarviError } from '#contract/errors';
import { fileError } from '../core/file-error.ts';
import { formatBytes } from '../core/format-bytes.ts';
import { freeBytes } from '../core/free-bytes.ts';
import { syncFolder } from '../core/sync-folder.ts';
import { writeFully } from '../core/positioned-io.ts';

/** Opens the file for writing; tests simulate a full disk with it. */
export type OpenFile = (
  path: string,
  flags: 'wx' | 'r+',
) => Promise<Pick<FileHandle, 'write' | 'truncate' | 'sync' | 'close'>>;

const openOnDisk: OpenFile = (path, flags) => open(path, flags);

/** A file that gets its name only when it is complete: it is written under a temporary name, fsynced, then renamed. */
export class OutputFile {
  readonly #file: Awaited<ReturnType<OpenFile>>;
  readonly #temporaryPath: string;
  readonly #sizeBytes: number;
  #open = true;

  private constructor(file: Awaited<ReturnType<OpenFile>>, temporaryPath: string, sizeBytes: number) {
    this.#file = file;
    this.#temporaryPath = temporaryPath;
    this.#sizeBytes = sizeBytes;
  }

  /**
   * Creates the file, or opens the one that an earlier run has left.
   *
   * @throws SarviError `disk-full` when there is no room for the rest of the file, `write-failed`, `path-missing`
   */
  static async create(
    temporaryPath: string,
    sizeBytes: number,
    { openFile = openOnDisk, resumes = false }: { openFile?: OpenFile | undefined; resumes?: boolean } = {},
  ): Promise<OutputFile> {
    const free = await freeBytes(dirname(temporaryPath));
    const taken = resumes ? await takenBytes(temporaryPath) : 0;
    if (free + taken < sizeBytes) throw full(temporaryPath, sizeBytes - taken, free);
    try {
      return new OutputFile(await openFile(temporaryPath, resumes ? 'r+' : 'wx'), temporaryPath, sizeBytes);
    } catch (error) {
      throw writeError(error, temporaryPath);
    }
  }

  /** @throws SarviError `disk-full`, `write-failed` */
  async write(bytes: Uint8Array, position: number): Promise<void> {
    if (position + bytes.length > this.#sizeBytes) throw new RangeError('a write beyond the planned end');
    await this.#guard(() => writeFully(this.#file, bytes, position));
  }

  /** Makes everything written so far durable. @throws SarviError `disk-full`, `write-failed` */
  async sync(): Promise<void> {
    await this.#guard(() => this.#file.sync());
  }

  /** Makes the whole file durable; it is then complete. @throws SarviError `disk-full`, `write-failed` */
  async seal(): Promise<void> {
    await this.#guard(async () => {
      // Adds the padding after the last tensor.
      await this.#file.truncate(this.#sizeBytes);
      await this.#file.sync();
      this.#open = false;
      await this.#file.close();
    });
  }

  /** Gives the sealed file its name. @throws SarviError `write-failed` */
  async publish(path: string): Promise<void> {
    await this.#guard(async () => {
      await rename(this.#temporaryPath, path);
      await syncFolder(dirname(path));
    });
  }

  /** Closes the file and keeps it, so that a later run can continue. */
  async leave(): Promise<void> {
    if (this.#open) await this.#file.close().catch(() => undefined);
    this.#open = false;
  }

  /** Removes the file. */
  async abandon(): Promise<void> {
    await this.leave();
    await rm(this.#temporaryPath, { force: true });
  }

  async #guard(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      const known = writeError(error, this.#temporaryPath);
      if (known.code !== 'disk-full') throw known;
      throw full(this.#temporaryPath, this.#sizeBytes, await freeBytes(dirname(this.#temporaryPath)), error);
    }
  }
}

/** Bytes that a file takes on the disk; fewer than its size while it has holes. */
async function takenBytes(path: string): Promise<number> {
  const { blocks, size } = await stat(path);
  // Windows does not report blocks.
  return blocks === undefined ? size : blocks * 512;
}

/** For a writer, a forbidden path is one that cannot be written. */
function writeError(error: unknown, path: string): SarviError {
  const known = fileError(error, path);
  if (known.code !== 'path-unreadable') return known;
  return new SarviError(
    'write-failed',
    { path, reason: (error as NodeJS.ErrnoException).code ?? '' },
    { cause: error },
  );
}

function full(path: string, sizeBytes: number, free: number, cause?: unknown): SarviError {
  const details = { path: dirname(path), needed: formatBytes(sizeBytes), free: formatBytes(free) };
  return new SarviError('disk-full', details, { cause });
}
