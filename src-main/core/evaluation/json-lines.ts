import { createReadStream } from 'node:fs';
import { fileError } from '../file-error.ts';

/** The longest prompt and answer of a benchmark have a few ten thousand characters. */
const MOST_LINE_BYTES = 4 * 2 ** 20;

export interface JsonLine {
  /** From 1 on. */
  readonly line: number;
  /** Null for a line that is too long to be read. */
  readonly text: string | null;
}

/**
 * The lines of a file that are not blank, one by one, in a memory that the longest allowed line bounds.
 *
 * @throws SarviError `path-missing`, `path-unreadable`
 */
export async function* readJsonLines(path: string, mostBytes = MOST_LINE_BYTES): AsyncGenerator<JsonLine> {
  let line = 1;
  let parts: Buffer[] = [];
  let bytes = 0;
  const finished = (): JsonLine | null => {
    const text =
      bytes > mostBytes
        ? null
        : Buffer.concat(parts)
            .toString('utf8')
            .replace(/^\uFEFF/, '');
    parts = [];
    bytes = 0;
    return text !== null && text.trim() === '' ? null : { line, text };
  };
  const add = (part: Buffer): void => {
    bytes += part.length;
    if (bytes <= mostBytes) parts.push(part);
    else parts = [];
  };
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        add(chunk.subarray(start, end));
        const row = finished();
        if (row) yield row;
        line += 1;
        start = end + 1;
      }
      add(chunk.subarray(start));
    }
  } catch (error) {
    throw fileError(error, path);
  }
  const row = finished();
  if (row) yield row;
}
