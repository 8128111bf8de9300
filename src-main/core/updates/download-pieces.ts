/**
 * Puts a file together from the program that is installed and from ranges of the new file, where the feed has a list of the
 * new one's blocks. What is wrong with that list or the ranges costs a whole download and nothing else, since the finished
 * file's SHA-256 decides.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { SarviError } from '#contract/errors';
import { fileError } from '../file-error.ts';
import { appendPart } from './append-part.ts';
import { allBlocks, decodeBlocks, type Block } from './cut-blocks.ts';
import type { DownloadOptions } from './download-options.ts';
import { openAddress } from './open-address.ts';
import { planPieces, type Piece } from './plan-pieces.ts';

/** 20 bytes for each of 400,000 blocks: a file of some 16 GB. */
const MOST_LIST_BYTES = 8 * 1024 * 1024;
/** Each may be redirected, and costs the server more than its bytes. */
const MOST_REQUESTS = 60;

/**
 * Adds to `part`, of which `begun` bytes are there, what can be had this way.
 *
 * @returns the bytes that are there now; fewer than the file has where the rest must come as a whole
 * @throws SarviError `update-cut`, `disk-full`, `write-failed`, `cancelled`
 */
export async function downloadPieces(options: DownloadOptions, part: string, begun: number): Promise<number> {
  const { file, old, signal } = options;
  if (old === undefined) return begun;
  const blocks = await fetchBlocks(options);
  if (blocks === null) return begun;
  const pieces = planPieces(blocks, await blocksOf(old), MOST_REQUESTS);
  if (pieces === null) return begun;
  let present = begun;
  for (const piece of pieces) {
    const done = present - piece.offset;
    if (done >= piece.sizeBytes) continue;
    if (signal.aborted) throw new SarviError('cancelled');
    const rest = { ...piece, offset: present, sizeBytes: piece.sizeBytes - done };
    const chunks =
      piece.oldOffset === null
        ? await fetchRange(options, rest)
        : createReadStream(old, { start: piece.oldOffset + done, end: piece.oldOffset + piece.sizeBytes - 1 });
    if (chunks === null) return present;
    const end = piece.offset + piece.sizeBytes;
    const { name } = file;
    try {
      present = await appendPart(chunks as AsyncIterable<Buffer>, part, { ...options, name, begun: present, end });
    } catch (error) {
      if (signal.aborted) throw new SarviError('cancelled');
      if (error instanceof SarviError) throw error;
      if (piece.oldOffset !== null) throw fileError(error, old);
      throw new SarviError('update-cut', { host: new URL(options.from).host }, { cause: error });
    }
    if (present < end) return present;
  }
  return present;
}

/** Null where there is no such list, or another one than the feed says. */
async function fetchBlocks(options: DownloadOptions): Promise<Block[] | null> {
  const { file, from, signal } = options;
  const { blocks } = file;
  if (blocks === undefined || blocks.sizeBytes > MOST_LIST_BYTES) return null;
  try {
    const { response } = await openAddress({ ...options, address: new URL(blocks.name, from).href });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > blocks.sizeBytes) return null;
      chunks.push(chunk);
    }
    const list = Buffer.concat(chunks);
    const isListed = createHash('sha256').update(list).digest('hex') === blocks.sha256;
    return isListed ? decodeBlocks(list, file.sizeBytes) : null;
  } catch {
    if (signal.aborted) throw new SarviError('cancelled');
    return null;
  }
}

async function blocksOf(old: string): Promise<Block[]> {
  try {
    return await allBlocks(old);
  } catch {
    return [];
  }
}

/** Null where the server sends anything else than this range. */
async function fetchRange(
  options: DownloadOptions,
  { offset, sizeBytes }: Piece,
): Promise<AsyncIterable<Buffer> | null> {
  const { file, from } = options;
  const [fromByte, toByte] = [offset, offset + sizeBytes - 1];
  const { response } = await openAddress({ ...options, address: new URL(file.name, from).href, fromByte, toByte });
  const range = `bytes ${fromByte}-${toByte}/`;
  if (response.statusCode === 206 && response.headers['content-range']?.startsWith(range) === true) return response;
  response.destroy();
  return null;
}
