import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** Small enough that the app does not notice one between two events. */
const CHUNK_BYTES = 1024 * 1024;

export interface FileChecksum {
  readonly sizeBytes: number;
  /** CRC-32 of every byte. It runs at the speed of a disk, and finds any accident; nobody forges their own cache. */
  readonly checksum: number;
}

/** Reads a whole file; throws what the file system says. */
export async function checksumFile(path: string): Promise<FileChecksum> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let sizeBytes = 0;
    let checksum = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, sizeBytes);
      if (bytesRead === 0) return { sizeBytes, checksum };
      checksum = crc32(buffer.subarray(0, bytesRead), checksum);
      sizeBytes += bytesRead;
    }
  } finally {
    await file.close();
  }
}
