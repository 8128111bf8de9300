import type { ExpectedFit, ImportOffer } from '#contract/imports';
import { estimateSeconds, type ConversionSpeeds } from '../convert/conversion-speeds.ts';
import type { PlannedSize } from '../convert/plan-conversion.ts';
import { DIVERGENCE } from '#contract/divergence';
import { qualityOf } from '../convert/quality.ts';

/**
 * What a user sees of one type before choosing it.
 *
 * @param sourceBytes - size of the weights that are read for it
 */
export function offerOf(
  { quantization, sizeBytes, bitsPerWeight, weightsByType }: PlannedSize,
  sourceBytes: number,
  speeds: ConversionSpeeds | null,
  fit: ExpectedFit | null,
): ImportOffer {
  return {
    quantization,
    sizeBytes,
    bitsPerWeight,
    quality: qualityOf(quantization),
    divergence: DIVERGENCE[quantization],
    seconds: speeds && estimateSeconds(weightsByType, sourceBytes, sizeBytes, speeds),
    fit,
  };
}
