import { SarviError } from '#contract/errors';
import { MOST_CONVERSATION_BYTES } from './bounds.ts';
import type { ByteFile } from './byte-file.ts';
import { JsonElements, type Layout } from './json-elements.ts';
import { SARVI_FORMAT_VERSION } from './sarvi-conversation.ts';

const SARVI_HEADER = /^\{\s*"format"\s*:\s*"sarvi-history"\s*,\s*"version"\s*:\s*([0-9.eE+-]{1,20})\s*[,}]/;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const OPENING_OBJECT = 0x7b;
/** How much is read to recognise a file. */
const BEGINNING_BYTES = 4096;

/** The first bytes of a file after a byte order mark, and their offset. */
export async function beginningOf(file: ByteFile): Promise<{ bytes: Uint8Array; begin: number }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file.chunks()) {
    parts.push(chunk.slice(0, BEGINNING_BYTES));
    length += chunk.length;
    if (length >= BEGINNING_BYTES) break;
  }
  const bytes = Buffer.concat(parts);
  const begin = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  return { bytes: bytes.subarray(begin), begin };
}

/**
 * How the conversations are arranged in a file, and where it begins after a byte order mark.
 *
 * @throws SarviError `transfer-newer-version`, as `ByteFile.chunks`
 */
export async function findLayout(file: ByteFile): Promise<{ layout: Layout; begin: number }> {
  const { bytes, begin } = await beginningOf(file);
  const text = Buffer.from(bytes).toString('latin1').trimStart();
  if (text.startsWith('[')) return { layout: 'array', begin };
  const version = SARVI_HEADER.exec(text)?.[1];
  if (version !== undefined) {
    if (Number(version) !== SARVI_FORMAT_VERSION) {
      throw new SarviError('transfer-newer-version', {
        path: file.name ?? '',
        found: version,
        expected: SARVI_FORMAT_VERSION,
      });
    }
    return { layout: 'sarvi', begin };
  }
  if (!text.startsWith('{')) return { layout: 'lines', begin };
  return { layout: (await areLines(file, begin)) ? 'lines' : 'document', begin };
}

/**
 * Whether a file that begins with an object has one object on each line: the first line is complete, or it is broken
 * and the second begins with one. A document over several lines never has `{` there.
 */
async function areLines(file: ByteFile, begin: number): Promise<boolean> {
  const first = new JsonElements('document');
  let firstLineEnded = false;
  let position = 0;
  for await (const chunk of file.chunks()) {
    let rest = position < begin ? chunk.subarray(begin - position) : chunk;
    position += chunk.length;
    if (!firstLineEnded) {
      const end = rest.indexOf(NEWLINE);
      if (first.push(end === -1 ? rest : rest.subarray(0, end)).length > 0) return true;
      if (end === -1) {
        if (position > MOST_CONVERSATION_BYTES) return false;
        continue;
      }
      firstLineEnded = true;
      rest = rest.subarray(end);
    }
    const next = rest.find((byte) => byte > SPACE);
    if (next !== undefined) return next === OPENING_OBJECT;
  }
  return false;
}
