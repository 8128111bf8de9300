/**
 * A ZIP archive of a stranger: an office document or a book. Only the parts that are asked for are unpacked, each bounded
 * and held against what the directory claims of it. Archives inside the archive are never opened.
 *
 * @see PKWARE APPNOTE.TXT; ZIP64 and split archives are refused: no document within the size limit needs them
 */
import { because } from '#contract/reasons';
import { Unreadable } from '../unreadable.ts';
import { crc32 } from './crc32.ts';

export interface ZipPart {
  readonly name: string;
  readonly sizeBytes: number;
}

interface Entry extends ZipPart {
  readonly packedBytes: number;
  readonly method: number;
  readonly checksum: number;
  /** Of its local header. */
  readonly offset: number;
}

/** Books with a picture on each page have thousands. */
const MOST_PARTS = 20_000;
/** Of one part that is read. The text of a book of a thousand pages takes 10 MB as XML. */
const MOST_PART_BYTES = 64 * 2 ** 20;
/** Of all parts that are read. */
const MOST_READ_BYTES = 160 * 2 ** 20;
/** Of all parts as they are claimed, pictures included. */
const MOST_CLAIMED_BYTES = 2 ** 30;
/** XML of a long table of equal rows packs to a hundredth; only bombs come near the thousandth that deflate can do. */
const MOST_RATIO = 400;
const RATIO_FROM_BYTES = 4 * 2 ** 20;

const END_BYTES = 22;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const ENCRYPTED = 0x0001 | 0x0040;

export class ZipArchive {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #entries: ReadonlyMap<string, Entry>;
  #readBytes = 0;

  /** @throws Unreadable for an archive that is damaged, locked, or made to harm */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#entries = readDirectory(bytes);
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** @throws Unreadable */
  async read(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const entry = this.#entries.get(name);
    if (!entry) throw new Unreadable(because('part-missing', { part: name }));
    this.#readBytes += entry.sizeBytes;
    const isBomb = entry.sizeBytes > RATIO_FROM_BYTES && entry.sizeBytes > entry.packedBytes * MOST_RATIO;
    if (isBomb || entry.sizeBytes > MOST_PART_BYTES || this.#readBytes > MOST_READ_BYTES) {
      throw new Unreadable(because('unpacks-too-far'));
    }
    const start = dataStart(this.#bytes, entry);
    const packed = this.#bytes.subarray(start, start + entry.packedBytes);
    const unpacked = entry.method === 0 ? packed : await inflate(packed, entry);
    if (unpacked.length !== entry.sizeBytes || crc32(unpacked) !== entry.checksum) {
      throw new Unreadable(because('part-damaged', { part: name }));
    }
    return unpacked;
  }
}

/** Ends at the first byte beyond the claimed size. */
async function inflate(packed: Uint8Array<ArrayBuffer>, { name, sizeBytes }: Entry): Promise<Uint8Array<ArrayBuffer>> {
  const unpacked = new Uint8Array(sizeBytes);
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  let at = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return unpacked.subarray(0, at);
      if (at + value.length > sizeBytes) throw new Unreadable(because('part-larger-than-claimed', { part: name }));
      unpacked.set(value, at);
      at += value.length;
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error instanceof Unreadable ? error : new Unreadable(because('part-damaged', { part: name }));
  }
}

function readDirectory(bytes: Uint8Array<ArrayBuffer>): ReadonlyMap<string, Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count === 0xffff || view.getUint16(end + 4, true) !== 0) throw damaged();
  if (count > MOST_PARTS) throw new Unreadable(because('zip-too-many', { most: MOST_PARTS }));
  let at = view.getUint32(end + 16, true);
  const entries = new Map<string, Entry>();
  let claimed = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== 0x02014b50) throw damaged();
    const nameBytes = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes));
    const entry: Entry = {
      name,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      sizeBytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    if ((view.getUint16(at + 8, true) & ENCRYPTED) !== 0) throw new Unreadable(because('asks-for-password'));
    if (isOutside(name)) throw new Unreadable(because('zip-outside', { name }));
    if (entry.method !== 0 && entry.method !== 8) throw damaged();
    if (entries.has(name)) throw damaged();
    claimed += entry.sizeBytes;
    if (claimed > MOST_CLAIMED_BYTES) throw new Unreadable(because('unpacks-too-far'));
    if (!name.endsWith('/')) entries.set(name, entry);
    at += CENTRAL_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  requireApart(bytes, [...entries.values()], end);
  return entries;
}

/** Parts that share bytes are how a small archive claims to hold a large one. */
function requireApart(bytes: Uint8Array<ArrayBuffer>, entries: readonly Entry[], end: number): void {
  let free = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < free) throw new Unreadable(because('zip-overlaps'));
    free = dataStart(bytes, entry) + entry.packedBytes;
    if (free > end) throw damaged();
  }
}

function dataStart(bytes: Uint8Array<ArrayBuffer>, { offset }: Entry): number {
  if (offset + LOCAL_BYTES > bytes.length) throw damaged();
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, LOCAL_BYTES);
  if (view.getUint32(0, true) !== 0x04034b50) throw damaged();
  return offset + LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
}

/** The directory's end, before a comment of at most 65,535 bytes. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - 0xffff); at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50 && view.getUint16(at + 20, true) === last - at) return at;
  }
  throw damaged();
}

/** Nothing is written to a disk, but no honest program makes such a name. */
function isOutside(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/.test(name);
}

const damaged = (): Unreadable => new Unreadable(because('zip-damaged'));
