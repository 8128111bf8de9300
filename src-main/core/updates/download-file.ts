/**
 * Downloads one file of the feed. What has come is kept beside it as `NAME.part` until it is whole, so that the next try
 * asks only for the rest. A file under its own name is always the one that was signed, as far as its size and SHA-256
 * tell.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { FeedFile } from '#contract/updates';
import { fileError } from '../file-error.ts';
import { formatBytes } from '../format-bytes.ts';
import { freeBytes } from '../free-bytes.ts';
import { syncFolder } from '../sync-folder.ts';
import { openAddress, unreachable, type Request } from './open-address.ts';

export interface DownloadOptions extends Omit<Request, 'address' | 'fromByte'> {
  readonly file: FeedFile;
  /** The address of the folder that it is in, as the signed feed says. */
  readonly from: string;
  /** Made if it does not exist. */
  readonly into: string;
  readonly onProgress: (bytesDone: number) => void;
}

/**
 * @returns the path of the file, whose size and SHA-256 are those of the feed
 * @throws SarviError `update-unreachable`, `update-refused`, `update-cut`, `update-file-differs`, `disk-full`,
 *   `write-failed`, `path-missing`, `path-unreadable`, `cancelled`
 */
export async function downloadFile(options: DownloadOptions): Promise<string> {
  const { file, into } = options;
  const path = join(into, file.name);
  const part = `${path}.part`;
  await mkdir(into, { recursive: true }).catch((error: unknown) => {
    throw fileError(error, into);
  });
  if (await isSigned(path, file)) return path;
  const present = await sizeOf(part);
  const begun = present > file.sizeBytes ? 0 : present;
  const needed = file.sizeBytes - begun;
  const free = await freeBytes(into);
  if (free < needed) {
    throw new SarviError('disk-full', { path: into, needed: formatBytes(needed), free: formatBytes(free) });
  }
  if (begun < file.sizeBytes) await receive(options, part, begun);
  if (!(await isSigned(part, file))) {
    await rm(part, { force: true });
    throw new SarviError('update-file-differs', { name: file.name });
  }
  await rename(part, path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  await syncFolder(into);
  return path;
}

/** Whether the file at `path` is the one of the feed. */
export async function isSigned(path: string, { sizeBytes, sha256 }: FeedFile): Promise<boolean> {
  if ((await sizeOf(path)) !== sizeBytes) return false;
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  } catch (error) {
    throw fileError(error, path);
  }
  return hash.digest('hex') === sha256;
}

/** Bytes of a file that have come so far. */
export async function bytesPresent(folder: string, { name }: FeedFile): Promise<number> {
  return (await sizeOf(join(folder, name))) || (await sizeOf(join(folder, `${name}.part`)));
}

/** Adds what is missing to `part`, which has `begun` bytes. */
async function receive(options: DownloadOptions, part: string, begun: number): Promise<void> {
  const { file, from, signal } = options;
  const address = new URL(file.name, from).href;
  const { response, host } = await openAddress({ ...options, address, fromByte: begun });
  try {
    const { statusCode = 0, headers } = response;
    const isRest = statusCode === 206 && headers['content-range']?.startsWith(`bytes ${begun}-`) === true;
    if (statusCode !== 200 && !isRest) {
      // What is there fits no range of the server's; the next try begins anew.
      if (statusCode === 206 || statusCode === 416) await rm(part, { force: true });
      throw unreachable(host, because('server-answers-status', { status: statusCode }));
    }
    // A server that knows no ranges sends the whole file again.
    const written = await append(response as AsyncIterable<Buffer>, part, isRest ? begun : 0, options);
    if (written < file.sizeBytes) throw new SarviError('update-cut', { host });
  } catch (error) {
    if (signal.aborted) throw new SarviError('cancelled');
    if (error instanceof SarviError) throw error;
    throw new SarviError('update-cut', { host }, { cause: error });
  } finally {
    response.destroy();
  }
}

/** @returns the bytes of the file that are there now. Throws what the network throws; failures of the disk as `SarviError` */
async function append(
  chunks: AsyncIterable<Buffer>,
  part: string,
  begun: number,
  { file: { name, sizeBytes }, onProgress }: DownloadOptions,
): Promise<number> {
  const onDisk = <Value>(done: Promise<Value>): Promise<Value> =>
    done.catch((error: unknown) => {
      throw fileError(error, part);
    });
  const file = await onDisk(open(part, begun === 0 ? 'w' : 'r+', 0o600));
  let written = begun;
  try {
    for await (const chunk of chunks) {
      // More than the signed size is another file; less is seen when it ends.
      if (written + chunk.length > sizeBytes) throw await tooLong(part, name);
      await onDisk(writeWhole(file, chunk, written));
      written += chunk.length;
      onProgress(written);
    }
    await onDisk(file.sync());
    return written;
  } finally {
    await file.close();
  }
}

async function tooLong(part: string, name: string): Promise<SarviError> {
  await rm(part, { force: true });
  return new SarviError('update-file-differs', { name });
}

/** A disk that is nearly full takes a part of what it is given. */
async function writeWhole(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? found.size : 0;
}
