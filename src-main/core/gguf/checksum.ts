/**
 * The checksum of a GGUF file: SHA-256 over its header, with zeros for the checksum itself, and over the SHA-256 of
 * every tensor in the order of the directory. So a file can contain its own checksum, and tensors may be written in any
 * order; only the padding between them is not covered.
 */
import { createHash } from 'node:crypto';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { openRegularFile } from '../open-regular-file.ts';
import { fileError } from '../file-error.ts';
import { metadataText } from './metadata.ts';
import { readGguf, type GgufFile } from './read-gguf.ts';

export const CHECKSUM_KEY = 'sarvi.checksum';
/** The placeholder for the checksum, of the same length. */
export const NO_CHECKSUM = '0'.repeat(64);

const STRING_TYPE_ID = 8;
/** Large enough that system calls cost little, and small enough for a quick abort. */
const READ_BYTES = 2 ** 20;

export interface ChecksumOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of bytes read since the last call. */
  readonly onRead?: (sizeBytes: number) => void;
}

/**
 * The place of the checksum's value in a header; null when there is none. The last match counts, because Sarvi writes
 * the key after all other metadata, whose texts may contain anything.
 */
export function checksumPlace(header: Buffer): number | null {
  const front = Buffer.alloc(8 + CHECKSUM_KEY.length + 4 + 8);
  front.writeBigUInt64LE(BigInt(CHECKSUM_KEY.length), 0);
  front.write(CHECKSUM_KEY, 8);
  front.writeUInt32LE(STRING_TYPE_ID, 8 + CHECKSUM_KEY.length);
  front.writeBigUInt64LE(BigInt(NO_CHECKSUM.length), front.length - 8);
  const place = header.lastIndexOf(front);
  const value = place + front.length;
  return place === -1 || value + NO_CHECKSUM.length > header.length ? null : value;
}

/** A header with its checksum; unchanged where it has no place for one. A copied file keeps the checksum that it has. */
export function withChecksum(header: Buffer, checksum: string): Buffer {
  const place = checksumPlace(header);
  if (place === null) return header;
  const filled = Buffer.from(header);
  filled.write(checksum, place);
  return filled;
}

/** @param tensorDigests - SHA-256 of each tensor, in the order of the directory */
export function combineDigests(header: Buffer, tensorDigests: readonly Buffer[]): string {
  const place = checksumPlace(header);
  const hash = createHash('sha256');
  if (place === null) hash.update(header);
  else {
    hash.update(header.subarray(0, place)).update(NO_CHECKSUM);
    hash.update(header.subarray(place + NO_CHECKSUM.length));
  }
  for (const digest of tensorDigests) hash.update(digest);
  return hash.digest('hex');
}

/**
 * The checksum in a file, as its maker computed it; null when there is none. Other tools copy the key when they change
 * a file, and add their own keys after it: then it belongs to another file.
 */
export function carriedChecksum({ metadata }: Pick<GgufFile, 'metadata'>): string | null {
  const keys = [...metadata.keys()];
  const isSarvis = keys.slice(keys.indexOf(CHECKSUM_KEY) + 1).every((key) => key.startsWith('sarvi.'));
  const text = metadataText(metadata, CHECKSUM_KEY);
  return isSarvis && text !== null && /^[0-9a-f]{64}$/.test(text) ? text : null;
}

/**
 * Computes the checksum of a file by reading all of it.
 *
 * @throws SarviError those of `readGguf`; `cancelled`
 */
export async function computeChecksum(path: string, options: ChecksumOptions = {}): Promise<string> {
  const gguf = await readGguf(path);
  try {
    const file = await openRegularFile(path);
    try {
      const buffer = Buffer.allocUnsafe(READ_BYTES);
      const digests: Buffer[] = [];
      const read = async (offset: number, sizeBytes: number, take: (bytes: Buffer) => void): Promise<void> => {
        for (let done = 0; done < sizeBytes;) {
          if (options.signal?.aborted) throw new SarviError('cancelled');
          const wanted = Math.min(buffer.length, sizeBytes - done);
          const { bytesRead } = await file.read(buffer, 0, wanted, offset + done);
          if (bytesRead === 0) throw new SarviError('gguf-malformed', { path, reason: because('became-shorter') });
          take(buffer.subarray(0, bytesRead));
          options.onRead?.(bytesRead);
          done += bytesRead;
        }
      };
      const parts: Buffer[] = [];
      await read(0, gguf.dataStart, (bytes) => parts.push(Buffer.from(bytes)));
      for (const { offset, sizeBytes } of gguf.tensors) {
        const hash = createHash('sha256');
        await read(offset, sizeBytes, (bytes) => hash.update(bytes));
        digests.push(hash.digest());
      }
      return combineDigests(Buffer.concat(parts), digests);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path);
  }
}
