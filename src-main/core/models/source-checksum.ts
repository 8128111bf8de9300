import { SarviError } from '#contract/errors';
import { carriedChecksum, type ChecksumOptions } from '../gguf/checksum.ts';
import { readGgufParts } from '../gguf/read-gguf-parts.ts';
import { modelChecksum } from './verify-model.ts';

/** Often enough for a smooth progress bar. */
const PROGRESS_INTERVAL_MS = 100;

/** The checksum inside a GGUF file; null for a foreign file and for a model in parts. */
export async function checksumBrought(path: string): Promise<string | null> {
  const source = await readGgufParts(path);
  return source.parts.length === 1 ? carriedChecksum(source) : null;
}

/** @throws SarviError `checksum-mismatch` when the bytes have changed since the file was written */
export function requireAsWritten(path: string, brought: string | null, found: string): void {
  if (brought !== null && brought !== found) {
    throw new SarviError('checksum-mismatch', { path, expected: brought, found });
  }
}

/** Computes the checksum of a source by reading all of it. @throws SarviError those of `modelChecksum` */
export async function readChecksum(
  files: readonly { readonly path: string; readonly sizeBytes: number }[],
  { signal, now }: Pick<ChecksumOptions, 'signal'> & { readonly now: () => number },
  onProgress: (bytesDone: number, bytesTotal: number) => void,
): Promise<string> {
  const [first, ...others] = files.map(({ path }) => path);
  if (first === undefined) throw new Error('there is no file to read');
  const bytesTotal = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let bytesDone = 0;
  let toldAt = 0;
  return modelChecksum([first, ...others], {
    signal,
    onRead: (sizeBytes) => {
      bytesDone += sizeBytes;
      if (now() - toldAt < PROGRESS_INTERVAL_MS) return;
      toldAt = now();
      onProgress(bytesDone, bytesTotal);
    },
  });
}
