import { SarviError } from '#contract/errors';
import { QUANTIZATION_TYPES } from '#contract/quantization';
import type { PlannedSize } from '../convert/plan-conversion.ts';
import { planRequantization } from '../convert/plan-gguf.ts';
import type { GgufParts } from '../gguf/read-gguf-parts.ts';
import type { TensorType } from '../gguf/tensor-types.ts';

const OPTIONS = { name: null, version: '' };

/** The size of a GGUF file in each type that it can be converted to; empty when there is none. */
export function ggufSizes(source: GgufParts): PlannedSize[] {
  // Long lists such as the vocabulary are the same in every type, so their headers are built once.
  const short = new Map([...source.metadata].filter(([, value]) => value.type !== 'array'));
  try {
    const headerBytes = planRequantization(source, 'F32', OPTIONS).header.length;
    return QUANTIZATION_TYPES.map((quantization) => {
      const plan = planRequantization({ ...source, metadata: short }, quantization, OPTIONS);
      const weightsByType = new Map<TensorType, number>();
      let [weights, bytes] = [0, 0];
      for (const { type, shape, sizeBytes } of plan.tensors) {
        const count = shape.reduce((product, size) => product * size, 1);
        weightsByType.set(type, (weightsByType.get(type) ?? 0) + count);
        weights += count;
        bytes += sizeBytes;
      }
      const sizeBytes = headerBytes + plan.sizeBytes - plan.header.length;
      return { quantization, sizeBytes, bitsPerWeight: (bytes * 8) / weights, weightsByType };
    });
  } catch (error) {
    if (error instanceof SarviError) return [];
    throw error;
  }
}
