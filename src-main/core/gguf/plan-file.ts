import { ByteWriter } from './byte-writer.ts';
import type { Metadata } from './metadata.ts';
import { TENSOR_TYPES, tensorBytes, type TensorType } from './tensor-types.ts';

export const GGUF_MAGIC = 0x46554747; // "GGUF"
export const GGUF_VERSION = 3;
/**
 * Every tensor begins at a multiple of this, the format's default; files of others may change it with
 * `general.alignment`.
 */
export const ALIGNMENT = 32;

export interface TensorToWrite {
  readonly name: string;
  readonly type: TensorType;
  /** [rows, columns] or [columns]; the file lists the fastest dimension first. */
  readonly shape: readonly number[];
}

export interface PlacedTensor extends TensorToWrite {
  /** Offset from the beginning of the file. */
  readonly offset: number;
  readonly sizeBytes: number;
}

export interface GgufPlan {
  /** Everything before the first tensor, padded. */
  readonly header: Buffer;
  readonly tensors: readonly PlacedTensor[];
  /** Size of the whole file. */
  readonly sizeBytes: number;
}

/** Plans a whole file before a byte of it is written: its header, and the place of every tensor. */
export function planFile(metadata: Metadata, tensors: readonly TensorToWrite[]): GgufPlan {
  const writer = new ByteWriter();
  writer.u32(GGUF_MAGIC);
  writer.u32(GGUF_VERSION);
  writer.u64(tensors.length);
  writer.u64(metadata.size);
  for (const [key, entry] of metadata) {
    writer.string(key);
    writer.metadataValue(entry);
  }
  let position = 0;
  const places = tensors.map((tensor) => {
    const sizeBytes = tensorBytes(tensor.type, tensor.shape);
    const place = { ...tensor, offset: position, sizeBytes };
    position += Math.ceil(sizeBytes / ALIGNMENT) * ALIGNMENT;
    return place;
  });
  for (const { name, type, shape, offset } of places) {
    writer.string(name);
    writer.u32(shape.length);
    for (const size of shape.toReversed()) writer.u64(size);
    writer.u32(TENSOR_TYPES[type].id);
    writer.u64(offset);
  }
  const header = writer.finish(ALIGNMENT);
  return {
    header,
    tensors: places.map((tensor) => ({ ...tensor, offset: header.length + tensor.offset })),
    sizeBytes: header.length + position,
  };
}
