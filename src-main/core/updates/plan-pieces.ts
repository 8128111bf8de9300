import type { Block } from './cut-blocks.ts';

/** A run of bytes of the new file: from the old file where `oldOffset` is given, else from the network. */
export interface Piece {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly oldOffset: number | null;
}

/** So little that is already there is fetched along, since a request costs more. */
const WORTH_COPYING_BYTES = 256 * 1024;

/**
 * How the new file is put together, in order. Of blocks that are in both files only longer runs are copied.
 *
 * @returns null where as good as nothing would be saved, or too many requests would be needed
 */
export function planPieces(blocks: readonly Block[], old: readonly Block[], mostRequests: number): Piece[] | null {
  const known = new Map(old.map((block) => [block.digest, block]));
  const pieces: Piece[] = [];
  for (const { offset, sizeBytes, digest } of blocks) {
    const found = known.get(digest);
    add(pieces, { offset, sizeBytes, oldOffset: found?.sizeBytes === sizeBytes ? found.offset : null });
  }
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const isShort = piece.oldOffset !== null && piece.sizeBytes < WORTH_COPYING_BYTES;
    add(merged, isShort ? { ...piece, oldOffset: null } : piece);
  }
  const requests = merged.filter(({ oldOffset }) => oldOffset === null).length;
  return requests === merged.length || requests > mostRequests ? null : merged;
}

/** Makes one of two neighbours that come from the same place. */
function add(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  const follows =
    last !== undefined &&
    (last.oldOffset === null ? piece.oldOffset === null : piece.oldOffset === last.oldOffset + last.sizeBytes);
  if (follows) pieces[pieces.length - 1] = { ...last, sizeBytes: last.sizeBytes + piece.sizeBytes };
  else pieces.push(piece);
}
