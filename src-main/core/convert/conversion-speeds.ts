import type { TensorType } from '../gguf/tensor-types.ts';

/** How fast this machine converts, measured with all of its cores at work. */
export interface ConversionSpeeds {
  readonly weightsPerSecond: ReadonlyMap<TensorType, number>;
  /** To the disk of the models, made durable. */
  readonly writeBytesPerSecond: number;
}

/** Parent to conversion process, in place of a task. */
export interface SpeedTask {
  readonly kind: 'measure-speeds';
  /** Worker threads. */
  readonly jobs: number;
  /** On the disk whose speed counts; a file lies there for a moment. */
  readonly folder: string;
}

/** Beside the weights: the process, the tokenizer, and the model's first load. */
const FIXED_SECONDS = 3;

/**
 * Seconds that an import takes: encoding overlaps with the disk's work, so the slower of them counts. The disk both
 * gives the source and takes the output, and what is copied or only widened waits for nothing else.
 *
 * @param sourceBytes - of the weights that are read
 * @param sizeBytes - of the output
 */
export function estimateSeconds(
  weightsByType: ReadonlyMap<TensorType, number>,
  sourceBytes: number,
  sizeBytes: number,
  speeds: ConversionSpeeds,
): number {
  let encoding = 0;
  for (const [type, weights] of weightsByType) encoding += weights / (speeds.weightsPerSecond.get(type) ?? Infinity);
  return FIXED_SECONDS + Math.max(encoding, (sourceBytes + sizeBytes) / speeds.writeBytesPerSecond);
}
