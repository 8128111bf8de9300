import type { FileHandle } from 'node:fs/promises';

/** Fills `target` from `position` of a file; answers false when the file is too short. */
export async function readFully(
  file: Pick<FileHandle, 'read'>,
  target: Uint8Array,
  position: number,
): Promise<boolean> {
  for (let done = 0; done < target.length;) {
    const { bytesRead } = await file.read(target, done, target.length - done, position + done);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}

export async function writeFully(file: Pick<FileHandle, 'write'>, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
