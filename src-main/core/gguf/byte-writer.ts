import { ARRAY_TYPE_ID, SCALAR_TYPES, type MetadataValue, type ScalarType } from './metadata.ts';

const WORD = 2 ** 32;
/** Bytes that UTF-8 needs for one unit of a JavaScript string. */
const MOST_BYTES_PER_UNIT = 3;

/** Appends little-endian values to a buffer that doubles when it is full. */
export class ByteWriter {
  #bytes = Buffer.alloc(1 << 16);
  #length = 0;

  u32(value: number): void {
    this.#room(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  u64(value: number | bigint): void {
    this.#room(8);
    if (typeof value === 'bigint') {
      this.#length = this.#bytes.writeBigUInt64LE(value, this.#length);
    } else {
      // A header has as many lengths as texts, and for these numbers a BigInt would be slow.
      this.#bytes.writeUInt32LE(value % WORD, this.#length);
      this.#length = this.#bytes.writeUInt32LE(Math.floor(value / WORD), this.#length + 4);
    }
  }

  /** UTF-8 with its length in front; no terminator. */
  string(text: string): void {
    this.#room(8 + text.length * MOST_BYTES_PER_UNIT);
    const size = this.#bytes.write(text, this.#length + 8);
    this.u64(size);
    this.#length += size;
  }

  metadataValue(entry: MetadataValue): void {
    if (entry.type !== 'array') {
      this.u32(SCALAR_TYPES.indexOf(entry.type));
      this.#scalar(entry.type, entry.value);
      return;
    }
    this.u32(ARRAY_TYPE_ID);
    this.u32(SCALAR_TYPES.indexOf(entry.of));
    this.u64(entry.value.length);
    for (const item of entry.value) this.#scalar(entry.of, item);
  }

  /** The bytes so far, padded with zeros to a multiple of `alignment`. */
  finish(alignment: number): Buffer {
    const padding = (alignment - (this.#length % alignment)) % alignment;
    this.#room(padding);
    this.#bytes.fill(0, this.#length, this.#length + padding);
    return this.#bytes.subarray(0, this.#length + padding);
  }

  #scalar(kind: ScalarType, value: string | number | boolean | bigint): void {
    if (kind === 'string') {
      this.string(String(value));
      return;
    }
    this.#room(8);
    const [bytes, at] = [this.#bytes, this.#length];
    switch (kind) {
      case 'bool':
        this.#length = bytes.writeUInt8(value ? 1 : 0, at);
        return;
      case 'u8':
        this.#length = bytes.writeUInt8(Number(value), at);
        return;
      case 'i8':
        this.#length = bytes.writeInt8(Number(value), at);
        return;
      case 'u16':
        this.#length = bytes.writeUInt16LE(Number(value), at);
        return;
      case 'i16':
        this.#length = bytes.writeInt16LE(Number(value), at);
        return;
      case 'u32':
        this.#length = bytes.writeUInt32LE(Number(value), at);
        return;
      case 'i32':
        this.#length = bytes.writeInt32LE(Number(value), at);
        return;
      case 'f32':
        this.#length = bytes.writeFloatLE(Number(value), at);
        return;
      case 'f64':
        this.#length = bytes.writeDoubleLE(Number(value), at);
        return;
      case 'u64':
        this.#length = bytes.writeBigUInt64LE(BigInt(value), at);
        return;
      case 'i64':
        this.#length = bytes.writeBigInt64LE(BigInt(value), at);
        return;
      default:
        kind satisfies never;
    }
  }

  #room(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(this.#bytes.length * 2, this.#length + size));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
