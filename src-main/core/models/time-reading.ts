import { openRegularFile } from '../open-regular-file.ts';
import { readFully } from '../positioned-io.ts';

/** Parts of a file may be in the system's cache, so several places are read. */
const PLACES = 4;
/** A hard disk needs a tenth of a second for all places. */
const PLACE_BYTES = 2 * 2 ** 20;

/** Bytes a second in which a file is read; infinite for a file too small to matter. @throws system errors */
export async function timeReading(path: string): Promise<number> {
  const file = await openRegularFile(path);
  try {
    const { size } = await file.stat();
    if (size < 2 * PLACES * PLACE_BYTES) return Infinity;
    const bytes = new Uint8Array(PLACE_BYTES);
    const startedAt = performance.now();
    for (let place = 0; place < PLACES; place += 1) {
      await readFully(file, bytes, Math.floor((place * (size - PLACE_BYTES)) / (PLACES - 1)));
    }
    return (PLACES * PLACE_BYTES * 1000) / (performance.now() - startedAt);
  } finally {
    await file.close();
  }
}
