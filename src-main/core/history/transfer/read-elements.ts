import type { FileHandle } from 'node:fs/promises';
import { fileError } from '../../file-error.ts';
import { NotARegularFile, openRegularFile } from '../../open-regular-file.ts';
import { SarviError } from '#contract/errors';
import { findLayout } from './find-layout.ts';
import { type JsonElement, JsonElements, type Layout } from './json-elements.ts';

/** About a millisecond's work between two looks at everything else that waits. */
const CHUNK_BYTES = 2 ** 18;

/**
 * The conversations of a JSON or JSONL file one by one, in a memory that one of them bounds.
 *
 * @param onRead - how many bytes of the file have been read so far
 * @param known - the layout, where it need not be found out
 * @throws SarviError `path-missing`, `path-unreadable`, `transfer-unrecognised` for what is no file,
 *   `transfer-newer-version`
 */
export async function* readElements(
  path: string,
  onRead: (bytes: number) => void,
  known?: Layout,
): AsyncGenerator<JsonElement> {
  const file = await openFile(path);
  try {
    const { layout, begin } = await findLayout(file, path);
    const elements = new JsonElements(known ?? layout);
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let position = begin; ;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      yield* elements.push(chunk.subarray(0, bytesRead));
      onRead(position);
    }
    yield* elements.end();
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await openRegularFile(path);
  } catch (error) {
    if (error instanceof NotARegularFile) throw new SarviError('transfer-unrecognised', { path });
    throw fileError(error, path);
  }
}
