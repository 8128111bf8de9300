import { basename } from 'node:path';
import type { QuantizationType } from '#contract/quantization';
import type { Weights } from '../checkpoint/read-weights.ts';
import { isQuantized } from '../gguf/tensor-types.ts';
import { RECIPES } from './recipes.ts';

/** A type in which the converter writes matrices. */
export type ConvertedType = 'F32' | 'F16' | 'BF16';

/**
 * The type that llama.cpp's converter uses for matrices: the requested one (`--outtype f32`, `f16`, `bf16`). For a
 * quantized file it is the type of `--outtype auto`, because the quantizer starts from that.
 */
export function convertedType(weights: Weights, quantization: QuantizationType): ConvertedType {
  const { base } = RECIPES[quantization];
  return isQuantized(base) ? autoType(weights) : (base as ConvertedType);
}

/**
 * The type of the first matrix in 16 bits, file after file and by name within a file; F16 if there is none. The
 * converter looks at the tensors, because `torch_dtype` of config.json is not always true.
 *
 * @see ggml-org/llama.cpp conversion/base.py (`LlamaFileType.GUESSED`)
 */
function autoType({ tensors }: Weights): 'F16' | 'BF16' {
  const halves = [...tensors.values()].filter(
    ({ dtype, shape }) => shape.length > 1 && (dtype === 'F16' || dtype === 'BF16'),
  );
  const place = ({ shardPath, name }: (typeof halves)[number]): string => `${basename(shardPath)}\0${name}`;
  const first = halves.reduce<(typeof halves)[number] | null>(
    (least, one) => (least === null || place(one) < place(least) ? one : least),
    null,
  );
  return first?.dtype === 'BF16' ? 'BF16' : 'F16';
}
