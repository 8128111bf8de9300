import { open, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SarviError } from '#contract/errors';
import { fileError } from '../file-error.ts';
import { formatBytes } from '../format-bytes.ts';

/** Large enough that the system calls cost nothing, small enough that a cancel is felt at once. */
const CHUNK_BYTES = 8 * 1024 * 1024;

export interface CopyOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { phase: 'copying'; bytesDone: number; bytesTotal: number }) => void;
}

/**
 * Copies a finished model file and fsyncs it. On failure nothing is left at `outputPath`.
 *
 * @throws SarviError `disk-full`, `cancelled`, `path-missing`, `path-unreadable`, `write-failed`, and
 *   `checkpoint-changed` when the source shrinks meanwhile
 */
export async function copyModelFile(sourcePath: string, outputPath: string, options: CopyOptions): Promise<void> {
  try {
    const { size: bytesTotal } = await stat(sourcePath);
    const disk = await statfs(dirname(outputPath));
    const freeBytes = disk.bavail * disk.bsize;
    if (freeBytes < bytesTotal) {
      throw new SarviError('disk-full', {
        path: outputPath,
        needed: formatBytes(bytesTotal),
        free: formatBytes(freeBytes),
      });
    }
    await copy(sourcePath, outputPath, bytesTotal, options);
  } catch (error) {
    await rm(outputPath, { force: true });
    throw fileError(error, outputPath);
  }
}

async function copy(sourcePath: string, outputPath: string, bytesTotal: number, options: CopyOptions): Promise<void> {
  await using source = await open(sourcePath, 'r');
  await using output = await open(outputPath, 'wx');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let bytesDone = 0;
  while (bytesDone < bytesTotal) {
    if (options.signal.aborted) throw new SarviError('cancelled');
    const { bytesRead } = await source.read(chunk, 0, Math.min(CHUNK_BYTES, bytesTotal - bytesDone), bytesDone);
    if (bytesRead === 0) throw new SarviError('checkpoint-changed', { path: sourcePath });
    let written = 0;
    while (written < bytesRead) {
      written += (await output.write(chunk, written, bytesRead - written, bytesDone + written)).bytesWritten;
    }
    bytesDone += bytesRead;
    options.onProgress({ phase: 'copying', bytesDone, bytesTotal });
  }
  await output.sync();
}
