import { fileError } from '../../file-error.ts';
import { NotARegularFile, openRegularFile } from '../../open-regular-file.ts';
import { SarviError } from '#contract/errors';

/** One file of an import, on the disk or in an archive. */
export interface ByteFile {
  /** Its name within the given folder or archive; null when the file itself was given. */
  readonly name: string | null;
  /** The size that the disk or the archive states. */
  readonly sizeBytes: number;
  /**
   * The bytes from the beginning, in pieces that are valid until the next one is requested.
   *
   * @throws SarviError `path-missing`, `path-unreadable`, `transfer-unrecognised` for something that is no file,
   *   `conversation-refused` for a damaged part of an archive
   */
  chunks(): AsyncGenerator<Uint8Array>;
}

/** About a millisecond of work between two chances for other work. */
const CHUNK_BYTES = 2 ** 18;

export function fileOnDisk(path: string, name: string | null, sizeBytes: number): ByteFile {
  return { name, sizeBytes, chunks: () => chunksOf(path) };
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await openRegularFile(path).catch((error: unknown) => {
    if (error instanceof NotARegularFile) throw new SarviError('transfer-unrecognised', { path });
    throw fileError(error, path);
  });
  try {
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let position = 0; ;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await file.close();
  }
}
