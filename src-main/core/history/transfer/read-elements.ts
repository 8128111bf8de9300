import type { ByteFile } from './byte-file.ts';
import { findLayout } from './find-layout.ts';
import { type JsonElement, JsonElements, type Layout } from './json-elements.ts';

/**
 * The conversations of a JSON or JSONL file one by one, in a memory that one of them bounds.
 *
 * @param onRead - how many bytes of the file have been read so far
 * @param known - the layout, where it need not be found out
 * @throws SarviError `transfer-newer-version`, as `ByteFile.chunks`
 */
export async function* readElements(
  file: ByteFile,
  onRead: (bytes: number) => void,
  known?: Layout,
): AsyncGenerator<JsonElement> {
  const { layout, begin } = await findLayout(file);
  const elements = new JsonElements(known ?? layout);
  let position = 0;
  for await (const chunk of file.chunks()) {
    yield* elements.push(position < begin ? chunk.subarray(begin - position) : chunk);
    position += chunk.length;
    onRead(position);
  }
  yield* elements.end();
}
