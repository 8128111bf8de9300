/** Thrown when the bytes read so far end before the header does; more must be read, if there is more. */
export class HeaderCutShort extends Error {}

/** Reads little-endian values from a header, never past the bytes read so far. */
export class HeaderCursor {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get position(): number {
    return this.#position;
  }

  get bytesLeft(): number {
    return this.#bytes.length - this.#position;
  }

  /** Moves past `size` bytes and answers where they begin. @throws HeaderCutShort */
  take(size: number): number {
    if (size > this.bytesLeft) throw new HeaderCutShort();
    const start = this.#position;
    this.#position += size;
    return start;
  }

  u8 = (): number => this.#bytes.readUInt8(this.take(1));
  i8 = (): number => this.#bytes.readInt8(this.take(1));
  u16 = (): number => this.#bytes.readUInt16LE(this.take(2));
  i16 = (): number => this.#bytes.readInt16LE(this.take(2));
  u32 = (): number => this.#bytes.readUInt32LE(this.take(4));
  i32 = (): number => this.#bytes.readInt32LE(this.take(4));
  u64 = (): bigint => this.#bytes.readBigUInt64LE(this.take(8));
  i64 = (): bigint => this.#bytes.readBigInt64LE(this.take(8));
  f32 = (): number => this.#bytes.readFloatLE(this.take(4));
  f64 = (): number => this.#bytes.readDoubleLE(this.take(8));
  bool = (): boolean => this.u8() !== 0;
  text = (size: number): string => {
    const start = this.take(size);
    return this.#bytes.toString('utf8', start, start + size);
  };
}
