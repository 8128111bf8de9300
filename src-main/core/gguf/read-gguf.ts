import type { FileHandle } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { fileError } from '../file-error.ts';
import { NotARegularFile, openRegularFile } from '../open-regular-file.ts';
import { HeaderCursor, HeaderCutShort } from './header-cursor.ts';
import type { Metadata } from './metadata.ts';
import { MAX_HEADER_BYTES, parseHeader } from './parse-header.ts';
import type { PlacedTensor } from './plan-file.ts';

export interface GgufFile {
  readonly path: string;
  readonly version: number;
  readonly metadata: Metadata;
  readonly tensors: readonly PlacedTensor[];
  /** Where the weights begin; the header is everything before. */
  readonly dataStart: number;
  /** Size of the whole file. */
  readonly sizeBytes: number;
  /** Time of the file's last change, to notice a later one. */
  readonly modifiedMs: number;
}

/** A vocabulary of 128,256 tokens with its merges makes a header of 8 MB, so most files need one read. */
const FIRST_READ_BYTES = 16 * 2 ** 20;

/**
 * Reads the metadata and the directory of tensors of a GGUF file. Every length, shape and place is checked against the
 * file's size. Weights are not read.
 *
 * @throws SarviError `gguf-malformed`, `gguf-unsupported-version`, `gguf-big-endian`, `path-missing`, `path-unreadable`
 * @see ggml-org/ggml docs/gguf.md
 */
export async function readGguf(path: string): Promise<GgufFile> {
  try {
    const file = await openRegularFile(path);
    try {
      const { size, mtimeMs } = await file.stat();
      const most = Math.min(size, MAX_HEADER_BYTES);
      for (let length = Math.min(most, FIRST_READ_BYTES); ; length = Math.min(most, length * 4)) {
        const bytes = await readStart(file, length);
        try {
          return { path, sizeBytes: size, modifiedMs: mtimeMs, ...parseHeader(new HeaderCursor(bytes), path, size) };
        } catch (error) {
          if (!(error instanceof HeaderCutShort)) throw error;
          if (length === size) throw new SarviError('gguf-malformed', { path, reason: because('ends-within-header') });
          if (length === MAX_HEADER_BYTES) {
            throw new SarviError('gguf-malformed', {
              path,
              reason: because('header-exceeds', { bytes: MAX_HEADER_BYTES }),
            });
          }
        }
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof NotARegularFile)
      throw new SarviError('gguf-malformed', { path, reason: because('not-a-file') });
    throw fileError(error, path);
  }
}

async function readStart(file: FileHandle, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
