import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import { fileError } from '../file-error.ts';

/** Not through a link that somebody has put there. Windows has no such flag. */
const ONLY_FILES = constants.O_NOFOLLOW ?? 0;
const ANEW = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | ONLY_FILES;
const FURTHER = constants.O_WRONLY | ONLY_FILES;

export interface AppendOptions {
  /** The file that it becomes a part of, for errors. */
  readonly name: string;
  /** How many bytes of it are there already; 0 begins anew. */
  readonly begun: number;
  /** Where it has to end at the latest. */
  readonly end: number;
  readonly onProgress: (bytesDone: number) => void;
}

/**
 * Adds chunks to a part of a file. Throws what `chunks` throws.
 *
 * @returns the bytes that are there now
 * @throws SarviError `disk-full`, `write-failed`; `update-file-differs` when there is more than there may be: the part is
 *   then removed
 */
export async function appendPart(
  chunks: AsyncIterable<Buffer>,
  part: string,
  { name, begun, end, onProgress }: AppendOptions,
): Promise<number> {
  const onDisk = <Value>(done: Promise<Value>): Promise<Value> =>
    done.catch((error: unknown) => {
      throw fileError(error, part);
    });
  const file = await onDisk(open(part, begun === 0 ? ANEW : FURTHER, 0o600));
  let written = begun;
  try {
    for await (const chunk of chunks) {
      if (written + chunk.length > end) {
        await rm(part, { force: true });
        throw new SarviError('update-file-differs', { name });
      }
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

/** A disk that is nearly full takes a part of what it is given. */
async function writeWhole(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}
