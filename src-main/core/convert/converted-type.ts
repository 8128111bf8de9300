import { basename } from 'node:path';
import type { QuantizationType } from '#contract/quantization';
import type { Weights } from '../checkpoint/read-weights.ts';
import { isQuantized } from '../gguf/tensor-types.ts';
import { RECIPES } from './recipes.ts';

/** A type that the converter writes matrices in. */
export type ConvertedType = 'F32' | 'F16' | 'BF16';

/**
 * The type that llama.cpp's converter gives to matrices: the one that is asked for (`--outtype f32`, `f16`, `bf16`), and for
 * a quantized file, which its quantizer makes of the converter's, the one that `--outtype auto` takes.
 */
export function convertedType(weights: Weights, quantization: QuantizationType): ConvertedType {
  const { base } = RECIPES[quantization];
  return isQuantized(base) ? autoType(weights) : (base as ConvertedType);
}

/**
 * That of the first matrix in 16 bits, file after file and by name within a file; F16 where there is none. The converter
 * looks at the tensors, since `torch_dtype` of config.json is not always true.
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
