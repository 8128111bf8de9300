import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** Small enough that the app does not stall between two reads. */
const CHUNK_BYTES = 1024 * 1024;

export interface FileChecksum {
  readonly sizeBytes: number;
  /** CRC-32 of every byte. It is as fast as a disk and finds accidents; protection against forgery is not needed. */
  readonly checksum: number;
}

/** Reads a whole file; throws errors of the file system. */
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
