import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { webAssembly } from '../../src-main/core/webassembly.ts';

/** How fast a disk reads and writes when no program computes anything. */
export interface DiskSpeed {
  readonly readBytesPerSecond: number;
  /** With the sync at the end. */
  readonly writeBytesPerSecond: number;
}

const CHUNK_BYTES = 8 * 2 ** 20;
const PAGE_BYTES = 65_536;
/** Several requests wait at a time, as those of the conversion do. */
const AT_ONCE = 4;
const MOST_BYTES = 2 ** 30;

/**
 * @param path - of a large file on the disk; it is read past the system's cache
 * @param folder - on the same disk; a file exists there meanwhile
 * @throws system errors; EINVAL where the file system cannot be read past its cache
 */
export async function measureDisk(path: string, folder: string): Promise<DiskSpeed> {
  // Reads past the cache need memory at whole pages.
  const memory = new webAssembly.Memory({
    initial: (CHUNK_BYTES / PAGE_BYTES) * AT_ONCE,
    maximum: (CHUNK_BYTES / PAGE_BYTES) * AT_ONCE,
  });
  const buffers = Array.from({ length: AT_ONCE }, (_, index) => {
    return new Uint8Array(memory.buffer, index * CHUNK_BYTES, CHUNK_BYTES);
  });
  return {
    readBytesPerSecond: await timeReads(path, buffers),
    writeBytesPerSecond: await timeWrites(join(folder, 'disk-probe'), buffers),
  };
}

async function timeReads(path: string, buffers: readonly Uint8Array[]): Promise<number> {
  const file = await open(path, constants.O_RDONLY | constants.O_DIRECT);
  try {
    const sizeBytes = Math.floor(Math.min((await file.stat()).size, MOST_BYTES) / CHUNK_BYTES) * CHUNK_BYTES;
    return await rate(sizeBytes, buffers, (buffer, position) => file.read(buffer, 0, CHUNK_BYTES, position));
  } finally {
    await file.close();
  }
}

async function timeWrites(path: string, buffers: readonly Uint8Array[]): Promise<number> {
  const file = await open(path, 'wx');
  try {
    return await rate(MOST_BYTES, buffers, (buffer, position) => file.write(buffer, 0, CHUNK_BYTES, position), file);
  } finally {
    await file.close();
    await rm(path);
  }
}

/** Bytes per second of requests for chunk after chunk. */
async function rate(
  sizeBytes: number,
  buffers: readonly Uint8Array[],
  move: (buffer: Uint8Array, position: number) => Promise<unknown>,
  synced?: FileHandle,
): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const work = async (buffer: Uint8Array): Promise<void> => {
    while (next < sizeBytes) {
      const position = next;
      next += CHUNK_BYTES;
      await move(buffer, position);
    }
  };
  await Promise.all(buffers.map(work));
  await synced?.sync();
  return sizeBytes / ((performance.now() - startedAt) / 1000);
}
