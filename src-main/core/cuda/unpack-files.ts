import { createHash } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { SarviError } from '#contract/errors';
import { fileError } from '../file-error.ts';
import type { ListedFile } from './package-list.ts';

interface Unpacking {
  readonly zip: ZipFile;
  readonly folder: string;
  readonly archive: string;
  readonly signal: AbortSignal;
}

/**
 * Unpacks an archive, whose own SHA-256 was checked, into a new folder. It must have the listed files and no other.
 *
 * @throws SarviError `update-file-differs`, `disk-full`, `write-failed`, `path-unreadable`, `cancelled`
 */
export async function unpackFiles(
  archive: string,
  folder: string,
  listed: readonly ListedFile[],
  signal: AbortSignal,
): Promise<void> {
  const left = new Map(listed.map((file) => [file.name, file]));
  const differs = (): SarviError => new SarviError('update-file-differs', { name: archive });
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false }).catch(() => {
    throw differs();
  });
  try {
    for await (const entry of zip.eachEntry()) {
      const file = left.get(entry.fileName);
      if (file?.sizeBytes !== entry.uncompressedSize) throw differs();
      left.delete(entry.fileName);
      await unpack(entry, file, { zip, folder, archive, signal });
    }
  } catch (error) {
    throw error instanceof SarviError ? error : differs();
  } finally {
    zip.close();
  }
  if (left.size > 0) throw differs();
}

async function unpack(entry: Entry, { name, sha256 }: ListedFile, unpacking: Unpacking): Promise<void> {
  const { zip, folder, archive, signal } = unpacking;
  const path = join(folder, name);
  const onDisk = <Value>(done: Promise<Value>): Promise<Value> =>
    done.catch((error: unknown) => {
      throw fileError(error, path);
    });
  await onDisk(mkdir(dirname(path), { recursive: true }));
  const hash = createHash('sha256');
  const stream: Readable = await zip.openReadStreamPromise(entry);
  const file = await onDisk(open(path, 'wx', 0o600));
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (signal.aborted) throw new SarviError('cancelled');
      hash.update(chunk);
      await onDisk(writeWhole(file, chunk));
    }
    await onDisk(file.sync());
  } finally {
    stream.destroy();
    await file.close();
  }
  if (hash.digest('hex') !== sha256) throw new SarviError('update-file-differs', { name: archive });
}

/** A disk that is nearly full takes a part of what it is given. */
async function writeWhole(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done)).bytesWritten;
}
