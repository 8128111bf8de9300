/**
 * Long code in chunks, so that a window onto ten thousand lines costs as much as one onto two hundred: only chunks in
 * sight are coloured and are in the page.
 *
 * A chunk begins where a top-level declaration probably does: behind a blank line, at a line that is not indented. A
 * comment or string that spans two chunks loses its colour in the second one; that is the price.
 */
export interface CodeChunk {
  readonly text: string;
  /** Displayed rows. */
  readonly rows: number;
}

const LEAST_ROWS = 80;
const MOST_ROWS = 160;
const MOST_CHARACTERS = 16_000;

/** Longer lines continue in the next row: a browser needs seconds to lay out a line of a million characters. */
const LONGEST_ROW = 2000;

export class CodeChunks {
  #whole: CodeChunk[] = [];
  #wholeLength = 0;
  #text = '';

  /** Reads only the text after the last complete chunk, if `text` only adds to the old one. */
  read(text: string): readonly CodeChunk[] {
    if (!text.startsWith(this.#text)) {
      this.#whole = [];
      this.#wholeLength = 0;
    }
    this.#text = text;
    const rest = text.slice(this.#wholeLength);
    const chunks = chunksOf(rest);
    const last = chunks.pop();
    for (const { source, chunk } of chunks) {
      this.#whole.push(chunk);
      this.#wholeLength += source.length;
    }
    return last ? [...this.#whole, last.chunk] : [...this.#whole];
  }
}

function chunksOf(text: string): { source: string; chunk: CodeChunk }[] {
  const chunks: { source: string; chunk: CodeChunk }[] = [];
  let rows: string[] = [];
  let start = 0;
  let position = 0;
  let isBlankBefore = false;
  const close = (): void => {
    chunks.push({ source: text.slice(start, position), chunk: { text: rows.join('\n'), rows: rows.length } });
    rows = [];
    start = position;
  };
  while (position < text.length) {
    const end = text.indexOf('\n', position);
    const next = end < 0 ? text.length : end + 1;
    const line = text.slice(position, end < 0 ? undefined : end);
    if (rows.length >= LEAST_ROWS && isBlankBefore && /^[^\s)}\]]/.test(line)) close();
    for (let at = 0; at === 0 || at < line.length; at += LONGEST_ROW) {
      if (rows.length >= MOST_ROWS || position - start > MOST_CHARACTERS) close();
      rows.push(line.slice(at, at + LONGEST_ROW));
      position += LONGEST_ROW;
    }
    position = next;
    isBlankBefore = line.trim() === '';
  }
  if (rows.length > 0) close();
  return chunks;
}
