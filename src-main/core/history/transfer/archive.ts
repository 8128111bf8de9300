/**
 * Reads the files of a ZIP archive in place, one piece at a time. Nothing is unpacked to the disk, so names are only
 * shown; sizes are checked before a byte is unpacked, and an entry that unpacks to more than it states is refused.
 */
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { type Entry, fromFdPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { openRegularFile } from '../../open-regular-file.ts';
import type { ByteFile } from './byte-file.ts';
import { refused } from './imported-conversation.ts';

/** The content of an archive: its files, and those that are not read. */
export interface Archive {
  readonly files: readonly ByteFile[];
  readonly refused: readonly { readonly name: string; readonly reason: Reason }[];
  readonly close: () => Promise<void>;
}

const MOST_ENTRIES = 100_000;
/** Unpacked bytes of all files together; far above the exports of a decade. */
const MOST_BYTES = 16 * 2 ** 30;
/** JSON of conversations shrinks to a tenth, repeated words to a hundredth. Small files may have any ratio. */
const MOST_RATIO = 250;
const RATIO_FROM_BYTES = 2 ** 24;
const MOST_NAME_LENGTH = 1000;
const TOO_DENSE = because('unpacks-to-more', { times: MOST_RATIO });
const STORED = 0;
const DEFLATED = 8;

/** Whether a file begins like a ZIP archive. */
export function beginsArchive(beginning: Uint8Array): boolean {
  const [first, second, third, fourth] = beginning;
  return first === 0x50 && second === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

/**
 * @param prefix - put before the names, for an archive within a folder
 * @throws SarviError `conversation-refused` for an incomplete archive or one beyond the limits; system errors
 */
export async function openArchive(path: string, prefix: string): Promise<Archive> {
  const handle = await openRegularFile(path);
  try {
    const zip = await fromFdPromise(handle.fd, { autoClose: false, lazyEntries: true, decodeStrings: false });
    const files: ByteFile[] = [];
    const left: { name: string; reason: Reason }[] = [];
    let sizeBytes = 0;
    if (zip.entryCount > MOST_ENTRIES) throw refused(because('archive-too-many-files', { most: MOST_ENTRIES }));
    for await (const entry of zip.eachEntry()) {
      const name = prefix + nameOf(entry);
      if (name.endsWith('/')) continue;
      const reason = whatIsWrong(entry, name);
      if (reason !== null) {
        left.push({ name, reason });
        continue;
      }
      sizeBytes += entry.uncompressedSize;
      files.push({ name, sizeBytes: entry.uncompressedSize, chunks: () => chunksOf(zip, entry) });
    }
    // Entries may share bytes, so the sum is checked, too.
    if (sizeBytes > MOST_BYTES) throw refused(because('larger-than', { bytes: MOST_BYTES }));
    if (isTooDense(sizeBytes, zip.fileSize)) throw refused(TOO_DENSE);
    return { files, refused: left, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw damaged(error);
  }
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false).slice(0, MOST_NAME_LENGTH + 1);
}

function whatIsWrong(entry: Entry, name: string): Reason | null {
  const { compressedSize, compressionMethod, uncompressedSize } = entry;
  if (name.length > MOST_NAME_LENGTH) return because('name-too-long', { most: MOST_NAME_LENGTH });
  if (entry.isEncrypted()) return because('asks-for-password');
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) return because('unknown-packing');
  return isTooDense(uncompressedSize, compressedSize) ? TOO_DENSE : null;
}

function isTooDense(unpackedBytes: number, packedBytes: number): boolean {
  return unpackedBytes > RATIO_FROM_BYTES && unpackedBytes > packedBytes * MOST_RATIO;
}

async function* chunksOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  let sizeBytes = 0;
  try {
    const stream: Readable = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      checksum = crc32(chunk, checksum);
      sizeBytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw damaged(error);
  }
  if (sizeBytes === entry.uncompressedSize && checksum !== entry.crc32) throw refused(because('wrong-checksum'));
}

function damaged(error: unknown): SarviError {
  if (error instanceof SarviError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  // Errors of the disk are passed on.
  if (code !== undefined && /^E[A-Z]+$/.test(code)) throw error;
  return refused(because('archive-damaged', { fault: message.slice(0, 100) }));
}
