import type { FileHandle } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import { MOST_CONVERSATION_BYTES } from './bounds.ts';
import { JsonElements, type Layout } from './json-elements.ts';
import { SARVI_FORMAT_VERSION } from './sarvi-conversation.ts';

const CHUNK_BYTES = 2 ** 18;
const SARVI_HEADER = /^\{\s*"format"\s*:\s*"sarvi-history"\s*,\s*"version"\s*:\s*([0-9.eE+-]{1,20})\s*[,}]/;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const OPENING_OBJECT = 0x7b;

/**
 * How the conversations stand in a file, by its beginning, and where it begins behind a byte order mark.
 *
 * @throws SarviError `transfer-newer-version`, system errors
 */
export async function findLayout(file: FileHandle, path: string): Promise<{ layout: Layout; begin: number }> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const { bytesRead } = await file.read(chunk, 0, chunk.length, 0);
  const begin = chunk.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  const text = chunk.toString('latin1', begin, Math.min(bytesRead, begin + 2000)).trimStart();
  if (text.startsWith('[')) return { layout: 'array', begin };
  const version = SARVI_HEADER.exec(text)?.[1];
  if (version !== undefined) {
    if (Number(version) !== SARVI_FORMAT_VERSION) {
      throw new SarviError('transfer-newer-version', { path, found: version, expected: SARVI_FORMAT_VERSION });
    }
    return { layout: 'sarvi', begin };
  }
  if (!text.startsWith('{')) return { layout: 'lines', begin };
  return { layout: (await areLines(file, begin)) ? 'lines' : 'document', begin };
}

/**
 * Whether a file that begins with an object has one on each line: when the first line is a whole one, or is broken and
 * the second begins one. A document over several lines never has `{` there.
 */
async function areLines(file: FileHandle, begin: number): Promise<boolean> {
  const chunk = new Uint8Array(CHUNK_BYTES);
  const first = new JsonElements('document');
  let firstLineEnded = false;
  for (let position = begin; position < begin + MOST_CONVERSATION_BYTES;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) return false;
    position += bytesRead;
    let rest = chunk.subarray(0, bytesRead);
    if (!firstLineEnded) {
      const end = rest.indexOf(NEWLINE);
      if (first.push(end === -1 ? rest : rest.subarray(0, end)).length > 0) return true;
      if (end === -1) continue;
      firstLineEnded = true;
      rest = rest.subarray(end);
    }
    const next = rest.find((byte) => byte > SPACE);
    if (next !== undefined) return next === OPENING_OBJECT;
  }
  return false;
}
