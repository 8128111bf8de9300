/** Safetensors files as bytes, also ones that no writer would make. */
export interface TensorBytes {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A sound file: the header, then the tensors without gaps. */
export function safetensorsFile(tensors: readonly TensorBytes[]): Buffer {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let position = 0;
  for (const { name, dtype, shape, bytes } of tensors) {
    header[name] = { dtype, shape, data_offsets: [position, position + bytes.length] };
    position += bytes.length;
  }
  return Buffer.concat([safetensorsHeader(JSON.stringify(header)), ...tensors.map(({ bytes }) => bytes)]);
}

/** A length, true unless given, and a header of any text. */
export function safetensorsHeader(text: string, length = BigInt(Buffer.byteLength(text))): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length);
  return Buffer.concat([size, Buffer.from(text)]);
}
