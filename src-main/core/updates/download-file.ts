/**
 * Downloads one file of the feed. What has come is kept beside it as `NAME.part` until it is whole, so that the next try
 * asks only for the rest. A file under its own name is always the one that was signed, as far as its size and SHA-256
 * tell.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { FeedFile } from '#contract/updates';
import { fileError } from '../file-error.ts';
import { makeOwnFolder } from '../make-own-folder.ts';
import { requireFreeBytes } from '../require-free-bytes.ts';
import { syncFolder } from '../sync-folder.ts';
import { appendPart } from './append-part.ts';
import type { DownloadOptions } from './download-options.ts';
import { downloadPieces } from './download-pieces.ts';
import { openAddress, unreachable } from './open-address.ts';

/**
 * @returns the path of the file, whose size and SHA-256 are those of the feed
 * @throws SarviError `update-unreachable`, `update-refused`, `update-cut`, `update-file-differs`, `disk-full`,
 *   `write-failed`, `path-missing`, `path-unreadable`, `cancelled`
 */
export async function downloadFile(options: DownloadOptions): Promise<string> {
  const { file, into } = options;
  const path = join(into, file.name);
  const part = `${path}.part`;
  await makeOwnFolder(into);
  if (await isSigned(path, file)) return path;
  await removeStrange(part);
  const present = await sizeOf(part);
  const begun = present > file.sizeBytes ? 0 : present;
  await requireFreeBytes(into, file.sizeBytes - begun);
  const together = begun < file.sizeBytes ? await downloadPieces(options, part, begun) : begun;
  if (together < file.sizeBytes) await receive(options, part, together);
  const isWhole = (await isSigned(part, file)) || (together > begun && (await receiveAnew(options, part)));
  if (!isWhole) {
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

/** Whether the download ended, which then found the file to be the signed one. Reading it again would hold up each start. */
export async function isPresent(folder: string, { name, sizeBytes }: FeedFile): Promise<boolean> {
  return (await sizeOf(join(folder, name))) === sizeBytes;
}

/** Bytes of a file that have come so far. */
export async function bytesPresent(folder: string, { name }: FeedFile): Promise<number> {
  return (await sizeOf(join(folder, name))) || (await sizeOf(join(folder, `${name}.part`)));
}

/** What was put together from pieces is not the file; the next is the file as a whole. */
async function receiveAnew(options: DownloadOptions, part: string): Promise<boolean> {
  await rm(part, { force: true });
  await receive(options, part, 0);
  return isSigned(part, options.file);
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
    const place = { ...options, name: file.name, begun: isRest ? begun : 0, end: file.sizeBytes };
    const written = await appendPart(response as AsyncIterable<Buffer>, part, place);
    if (written < file.sizeBytes) throw new SarviError('update-cut', { host });
  } catch (error) {
    if (signal.aborted) throw new SarviError('cancelled');
    if (error instanceof SarviError) throw error;
    throw new SarviError('update-cut', { host }, { cause: error });
  } finally {
    response.destroy();
  }
}

/** What is no file, such as a link to one, is nothing that Sarvi has downloaded. */
async function removeStrange(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found !== null && !found.isFile()) await rm(path, { recursive: true, force: true });
}

async function sizeOf(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null);
  return found?.isFile() === true ? found.size : 0;
}
