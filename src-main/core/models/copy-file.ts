import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { openRegularFile } from '../open-regular-file.ts';
import { readFully, writeFully } from '../positioned-io.ts';

const CHUNK_BYTES = 2 ** 20;

/** Copies a file durably to a path that does not exist yet. @throws system errors, NotARegularFile */
export async function copyFileDurably(from: string, to: string): Promise<void> {
  const source = await openRegularFile(from);
  try {
    const target = await open(to, 'wx');
    try {
      const chunk = new Uint8Array(CHUNK_BYTES);
      for (let position = 0; ;) {
        const { bytesRead } = await source.read(chunk, 0, chunk.length, position);
        if (bytesRead === 0) break;
        await writeFully(target, chunk.subarray(0, bytesRead), position);
        position += bytesRead;
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** SHA-256 of a file's bytes, as hex. @throws system errors, NotARegularFile */
export async function digestFile(path: string): Promise<string> {
  const file = await openRegularFile(path);
  try {
    const digest = createHash('sha256');
    const { size } = await file.stat();
    for (let position = 0; position < size; position += CHUNK_BYTES) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, size - position));
      if (!(await readFully(file, chunk, position))) throw new Error('the file was cut while it was read');
      digest.update(chunk);
    }
    return digest.digest('hex');
  } finally {
    await file.close();
  }
}
