/**
 * Cuts a file into blocks where its content says so, so that two versions of a program have most blocks in common, also
 * where something was put in between: a block ends where a rolling hash over the last bytes has zeros in its upper bits.
 *
 * The list of a file's blocks is 20 bytes for each: its size (unsigned, little-endian) and the first half of its SHA-256.
 * Halves are enough: the whole file's SHA-256 decides in the end.
 *
 * @see Xia et al., "FastCDC", USENIX ATC 2016, for the rolling hash ("gear")
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface Block {
  readonly offset: number;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly digest: string;
}

const LEAST_BYTES = 8 * 1024;
const MOST_BYTES = 128 * 1024;
/** 15 bits: a block has about 32 KB beyond the least. */
const MASK = 0xfffe0000;
const DIGEST_BYTES = 16;
const ENTRY_BYTES = 4 + DIGEST_BYTES;

/** A number for each byte, always the same. */
const GEAR = Uint32Array.from({ length: 256 }, (_, byte) =>
  createHash('sha256').update(Uint8Array.of(byte)).digest().readUInt32LE(0),
);

/** The blocks of a file in order. Throws what reading throws. */
async function* cutBlocks(path: string): AsyncGenerator<Block, void, void> {
  let [offset, sizeBytes, rolling] = [0, 0, 0];
  let hash = createHash('sha256');
  const end = (): Block => {
    const digest = hash.digest('hex').slice(0, 2 * DIGEST_BYTES);
    const block = { offset, sizeBytes, digest };
    offset += sizeBytes;
    [sizeBytes, rolling] = [0, 0];
    hash = createHash('sha256');
    return block;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      sizeBytes += 1;
      rolling = ((rolling << 1) + (GEAR[chunk[at] ?? 0] ?? 0)) | 0;
      if (sizeBytes < LEAST_BYTES || ((rolling & MASK) !== 0 && sizeBytes < MOST_BYTES)) continue;
      hash.update(chunk.subarray(from, at + 1));
      from = at + 1;
      yield end();
    }
    hash.update(chunk.subarray(from));
  }
  if (sizeBytes > 0) yield end();
}

export async function allBlocks(path: string): Promise<Block[]> {
  const blocks: Block[] = [];
  for await (const block of cutBlocks(path)) blocks.push(block);
  return blocks;
}

export function encodeBlocks(blocks: readonly Block[]): Buffer {
  const list = Buffer.alloc(blocks.length * ENTRY_BYTES);
  for (const [index, { sizeBytes, digest }] of blocks.entries()) {
    list.writeUInt32LE(sizeBytes, index * ENTRY_BYTES);
    list.write(digest, index * ENTRY_BYTES + 4, 'hex');
  }
  return list;
}

/** Null for a list that cannot be one of a file with so many bytes. */
export function decodeBlocks(list: Buffer, fileBytes: number): Block[] | null {
  const blocks: Block[] = [];
  let offset = 0;
  for (let at = 0; at + ENTRY_BYTES <= list.length; at += ENTRY_BYTES) {
    const sizeBytes = list.readUInt32LE(at);
    blocks.push({ offset, sizeBytes, digest: list.toString('hex', at + 4, at + ENTRY_BYTES) });
    offset += sizeBytes;
  }
  return list.length % ENTRY_BYTES === 0 && offset === fileBytes ? blocks : null;
}
