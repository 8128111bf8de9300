import { DIVERGENCE } from '#contract/divergence';
import type { Quality } from '#contract/imports';
import type { QuantizationType } from '#contract/quantization';

/** For a type without a figure; it is between its neighbours in size. */
const UNMEASURED: Quality = 'good';

/** The divergence in one word. The limits are in gaps between the published figures. */
export function qualityOf(quantization: QuantizationType): Quality {
  const divergence = DIVERGENCE[quantization];
  if (divergence === null) return UNMEASURED;
  if (divergence === 0) return 'original';
  if (divergence < 0.008) return 'excellent';
  if (divergence < 0.025) return 'very-good';
  if (divergence < 0.06) return 'good';
  if (divergence < 0.15) return 'fair';
  return 'poor';
}
