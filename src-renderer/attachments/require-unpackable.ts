/** Thrown for a file that unpacks to far more than its size. */
export class PdfBomb extends Error {}

/** A page of text has some kilobytes, a large picture some megabytes. */
const MOST_STREAM_BYTES = 64 * 2 ** 20;
const MOST_BYTES = 512 * 2 ** 20;
/** Levels of compression inside compression; two are usual at most. */
const MOST_LEVELS = 4;
const PIECE_BYTES = 2 ** 16;
/** When packed data ends before the file does, a browser drops what the last piece unpacked to, so pieces are small. */
const [BEGINNING_BYTES, SMALL_PIECE_BYTES] = [2 ** 14, 64];
const [S, T] = [0x73, 0x74];

/**
 * Unpacks each deflated stream of a PDF without keeping it, and refuses the file when the sum is too large. The PDF
 * library unpacks whole streams, and a kilobyte can become a megabyte, or in nested streams a gigabyte.
 *
 * @throws PdfBomb
 */
export async function requireUnpackable(bytes: Uint8Array): Promise<void> {
  let total = 0;
  for (const start of streamStarts(bytes)) {
    if (!isDeflated(bytes.subarray(start, start + 2))) continue;
    total += await unpackedBytes(piecesFrom(bytes, start), MOST_LEVELS);
    if (total > MOST_BYTES) throw new PdfBomb();
  }
}

/** The unpacked size of `stream` with everything packed inside it. Ends at data that is not deflated. */
async function unpackedBytes(stream: ReadableStream<Uint8Array<ArrayBuffer>>, levels: number): Promise<number> {
  const reader = stream.pipeThrough(new DecompressionStream('deflate')).getReader();
  let inner: {
    readonly writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
    readonly bytes: Promise<number>;
  } | null = null;
  let total = 0;
  try {
    for (let first = true; ; first = false) {
      const { done, value } = await reader.read();
      if (done) break;
      total += value.length;
      if (total > MOST_STREAM_BYTES) throw new PdfBomb();
      if (first && levels > 1 && isDeflated(value)) {
        const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
        inner = { writer: writable.getWriter(), bytes: unpackedBytes(readable, levels - 1) };
        inner.bytes.catch(() => undefined);
      }
      await inner?.writer.write(value);
    }
  } catch (error) {
    if (error instanceof PdfBomb) {
      // Otherwise the other end of the stream would wait for ever.
      void reader.cancel(error).catch(() => undefined);
      void inner?.writer.abort(error).catch(() => undefined);
      throw error;
    }
    // The stream ends before the file does, or is damaged; the library will report damage.
  }
  void inner?.writer.close().catch(() => undefined);
  return total + ((await inner?.bytes) ?? 0);
}

/** The bytes from `start` on, read only as far as they are needed. */
function piecesFrom(bytes: Uint8Array, start: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = start;
  return new ReadableStream({
    pull: (controller) => {
      const piece = bytes.slice(at, at + (at - start < BEGINNING_BYTES ? SMALL_PIECE_BYTES : PIECE_BYTES));
      at += piece.length;
      if (piece.length > 0) controller.enqueue(piece);
      else controller.close();
    },
  });
}

function isDeflated(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && first >> 4 <= 7 && ((first << 8) | second) % 31 === 0;
}

/** Where the bytes of each stream begin: after the word `stream` and one line end. */
function* streamStarts(bytes: Uint8Array): Generator<number> {
  const word = new TextEncoder().encode('stream');
  for (let at = bytes.indexOf(S); at !== -1 && at < bytes.length; at = bytes.indexOf(S, at + 1)) {
    if (bytes[at + 1] !== T || !word.every((byte, index) => bytes[at + index] === byte)) continue;
    const end = at + word.length;
    if (bytes[end] === 0x0a) yield end + 1;
    else if (bytes[end] === 0x0d) yield end + (bytes[end + 1] === 0x0a ? 2 : 1);
  }
}
