import type { TensorType } from '../gguf/tensor-types.ts';
import type { SourceDtype } from './map-tensors.ts';

/** How fast this machine converts with all of its cores. */
export interface MeasuredSpeeds {
  readonly weightsPerSecond: ReadonlyMap<TensorType, number>;
  /** To the disk of the models, with sync. */
  readonly writeBytesPerSecond: number;
}

/** How fast it converts one source. */
export interface ConversionSpeeds extends MeasuredSpeeds {
  /** Of the source, from wherever it lies: the disk, or the system's cache. */
  readonly readBytesPerSecond: number;
}

/** Parent to conversion process, instead of a `ConversionTask`. */
export interface SpeedTask {
  readonly kind: 'measure-speeds';
  /** Worker threads. */
  readonly jobs: number;
  /** What the weights are converted from. */
  readonly from: SourceDtype;
  /** A folder on the disk to measure; a file exists there for a moment. */
  readonly folder: string;
}

/** The time for everything but the weights: the process, the tokenizer, and the first load of the model. */
const FIXED_SECONDS = 3;

/**
 * The estimated seconds of an import. Encoding and the disk work at the same time, so the slower of them counts. The
 * source and the output may lie on one disk, which reads and writes in turn.
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
  const moving = sourceBytes / speeds.readBytesPerSecond + sizeBytes / speeds.writeBytesPerSecond;
  return FIXED_SECONDS + Math.max(encoding, moving);
}
