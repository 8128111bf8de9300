/** A field of a protobuf message: a number, or the bytes of a text, a message or a number of fixed length. */
export interface ProtobufField {
  readonly number: number;
  readonly value: number | Uint8Array;
}

/** Thrown for bytes that are not a protobuf message. */
export class NotProtobuf extends Error {}

const VARINT = 0;
const EIGHT_BYTES = 1;
const LENGTH_DELIMITED = 2;
const FOUR_BYTES = 5;

/**
 * The fields of a message in the order of the file. Values are views of `bytes`, not copies. A length that points
 * beyond them is refused before it is used. Numbers above 2^53 lose their low bits.
 *
 * @throws NotProtobuf
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function* protobufFields(bytes: Uint8Array): Generator<ProtobufField> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let group = 0; group < 10; group += 1) {
      const byte = bytes[at];
      if (byte === undefined) throw new NotProtobuf();
      at += 1;
      value += (byte & 0x7f) * 2 ** (7 * group);
      if (byte < 0x80) return value;
    }
    throw new NotProtobuf();
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new NotProtobuf();
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    const [number, wireType] = [Math.floor(tag / 8), tag % 8];
    if (number === 0) throw new NotProtobuf();
    if (wireType === VARINT) yield { number, value: varint() };
    else if (wireType === LENGTH_DELIMITED) yield { number, value: take(varint()) };
    else if (wireType === FOUR_BYTES) yield { number, value: take(4) };
    else if (wireType === EIGHT_BYTES) yield { number, value: take(8) };
    // Groups belong to the first version of the format; no such file uses them.
    else throw new NotProtobuf();
  }
}
