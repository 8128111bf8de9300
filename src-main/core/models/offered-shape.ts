import type { ImportOffer } from '#contract/imports';
import type { MemoryShape } from './memory-shape.ts';

/** The shape of a model's memory without the sizes, which depend on the type. */
export type ModelShape = Omit<MemoryShape, 'layerBytes' | 'outputBytes' | 'embeddingBytes'> & {
  /** Whether the scores have a matrix of their own; the embedding table is then only looked up. */
  readonly hasOutput: boolean;
};

/** The memory shape of a model in an offered type. */
export function offeredShape(
  { sizeBytes, bitsPerWeight }: Pick<ImportOffer, 'sizeBytes' | 'bitsPerWeight'>,
  { hasOutput, ...shape }: ModelShape,
): MemoryShape {
  const embeddingBytes = hasOutput ? (shape.vocabulary * shape.width * bitsPerWeight) / 8 : 0;
  return { ...shape, layerBytes: sizeBytes - embeddingBytes, outputBytes: 0, embeddingBytes };
}
