import { fileError } from '../../file-error.ts';
import { NotARegularFile, openRegularFile } from '../../open-regular-file.ts';
import { SarviError } from '#contract/errors';

/** The bytes of one file of an import, wherever it lies: on the disk or in an archive. */
export interface ByteFile {
  /** Within the folder or the archive that was asked for; null when it was this file. */
  readonly name: string | null;
  /** As the disk or the archive has it. */
  readonly sizeBytes: number;
  /**
   * From the beginning, in pieces that are good until the next one is asked for.
   *
   * @throws SarviError `path-missing`, `path-unreadable`, `transfer-unrecognised` for what is no file,
   *   `conversation-refused` for a damaged part of an archive
   */
  chunks(): AsyncGenerator<Uint8Array>;
}

/** About a millisecond's work between two looks at everything else that waits. */
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
