import { WholeFile } from '../../history/transfer/whole-file.ts';
import { refuseOwnData } from '../../refuse-own-data.ts';
import type { Parts } from './parts.ts';

export interface Piece {
  readonly text: string;
  readonly nextCursor: number | null;
}

const SAMPLES_PER_PIECE = 100;

/** @param cursor - how many samples came before */
export function pieceOf({ before, each, after }: Parts, cursor: number): Piece {
  const next = cursor + SAMPLES_PER_PIECE;
  const isLast = next >= each.length;
  const texts = each.slice(cursor, next).map((text) => text());
  return {
    text: (cursor === 0 ? before : '') + texts.join('') + (isLast ? after : ''),
    nextCursor: isLast ? null : next,
  };
}

/** Writes a file that appears only when it is complete. @throws SarviError `path-own-data`, `path-exists`, and those of writing */
export async function writeParts(
  { before, each, after }: Parts,
  { path, replace }: { readonly path: string; readonly replace: boolean },
  dataFolder: string,
): Promise<{ sizeBytes: number }> {
  await refuseOwnData(path, dataFolder);
  const file = await WholeFile.create(path, { replace });
  try {
    await file.write(before);
    for (const text of each) await file.write(text());
    await file.write(after);
    await file.finish();
  } catch (error) {
    await file.abandon();
    throw error;
  }
  return { sizeBytes: file.sizeBytes };
}
