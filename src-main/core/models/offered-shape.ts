import type { ImportOffer } from '#contract/imports';
import type { MemoryShape } from './memory-shape.ts';

/** What a model's memory depends on, beside the type of its weights. */
export type ModelShape = Omit<MemoryShape, 'layerBytes' | 'outputBytes' | 'embeddingBytes'> & {
  /** Whether the scores have a matrix of their own, so that the embedding table is only looked up. */
  readonly hasOutput: boolean;
};

/** The shape that a model comes to have in an offered type. */
export function offeredShape(
  { sizeBytes, bitsPerWeight }: Pick<ImportOffer, 'sizeBytes' | 'bitsPerWeight'>,
  { hasOutput, ...shape }: ModelShape,
): MemoryShape {
  const embeddingBytes = hasOutput ? (shape.vocabulary * shape.width * bitsPerWeight) / 8 : 0;
  return { ...shape, layerBytes: sizeBytes - embeddingBytes, outputBytes: 0, embeddingBytes };
}
