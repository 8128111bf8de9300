/** Long enough that loading and asking cost nothing, short enough for a chat to wait. */
const PART_MS = 5000;
const MOST_CHUNKS = 64;

/** Divides chunks into parts by how long those before took; the caller works between two of them. */
export function* partsOf(
  chunks: number,
  now: () => number = () => performance.now(),
): Generator<{
  readonly first: number;
  readonly end: number;
}> {
  let count = 1;
  for (let first = 0; first < chunks;) {
    const end = Math.min(chunks, first + count);
    const begunAt = now();
    yield { first, end };
    const chunkMs = (now() - begunAt) / (end - first);
    // The first part has loaded the model.
    count = first === 0 ? 2 : Math.max(1, Math.min(MOST_CHUNKS, Math.floor(PART_MS / Math.max(1, chunkMs))));
    first = end;
  }
}
