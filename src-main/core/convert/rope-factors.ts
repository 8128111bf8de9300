import type { ModelConfig } from '../checkpoint/model-config.ts';

const f32 = Math.fround;

/**
 * The factors that slow down each RoPE frequency for Llama 3.1's longer context: ggml divides the frequencies by these
 * `headWidth / 2` numbers. Null for a model without this scaling. Each step is rounded to float32, as in PyTorch.
 *
 * @see ggml-org/llama.cpp conversion/llama.py (`generate_extra_tensors`)
 */
export function ropeFactors({ headWidth, ropeTheta, ropeScaling }: ModelConfig): Float32Array | null {
  if (ropeScaling?.kind !== 'llama3') return null;
  const { factor, lowFrequencyFactor, highFrequencyFactor, originalContextTokens } = ropeScaling;
  const longest = originalContextTokens / lowFrequencyFactor;
  const shortest = originalContextTokens / highFrequencyFactor;
  return Float32Array.from({ length: headWidth / 2 }, (_, pair) => {
    const frequency = f32(1 / f32(ropeTheta ** f32((2 * pair) / headWidth)));
    const wavelength = f32((2 * Math.PI) / frequency);
    if (wavelength < shortest) return 1;
    if (wavelength > longest) return factor;
    const turns = f32(f32(originalContextTokens / wavelength) - lowFrequencyFactor);
    const smooth = f32(turns / (highFrequencyFactor - lowFrequencyFactor));
    return f32(1 / f32(f32(f32(1 - smooth) / factor) + smooth));
  });
}
