import { createHash } from 'node:crypto';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { fileError } from '../file-error.ts';
import { openRegularFile } from '../open-regular-file.ts';

/** The largest file of a benchmark has some ten million bytes. */
const MOST_FILE_BYTES = 256 * 2 ** 20;

export interface FileDigest {
  /** In hexadecimal digits. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** @throws SarviError `path-missing`, `path-unreadable`; `evaluation-file-malformed` for a file that is too large */
export async function digestFile(path: string, mostBytes = MOST_FILE_BYTES): Promise<FileDigest> {
  const file = await openRegularFile(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  try {
    const { size } = await file.stat();
    if (size > mostBytes) {
      throw new SarviError('evaluation-file-malformed', { path, reason: because('larger-than', { bytes: mostBytes }) });
    }
    const hash = createHash('sha256');
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) hash.update(chunk);
    return { sha256: hash.digest('hex'), sizeBytes: size };
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await file.close();
  }
}
