import type { QuantizationType } from '#contract/quantization';
import { TENSOR_TYPES, isQuantized, type TensorType } from '../gguf/tensor-types.ts';
import { RECIPES, type Recipe } from './recipes.ts';

/** The facts about the model that the choice depends on. */
export interface ModelShape {
  readonly layerCount: number;
  readonly headCount: number;
  readonly keyValueHeadCount: number;
  /** Whether the model has `output.weight`; otherwise the token embeddings replace it and get its type. */
  readonly hasOutput: boolean;
  /** Whether an importance matrix is used. */
  readonly weighted: boolean;
}

export interface TensorToType {
  /** The tensor's name in GGUF: `blk.3.attn_v.weight`. */
  readonly name: string;
  /** [rows, columns] or [columns]. */
  readonly shape: readonly number[];
  /** How the converter stores it before any quantization. */
  readonly unquantized: TensorType;
}

/**
 * The type that llama.cpp's quantizer gives to a tensor.
 *
 * @see ggml-org/llama.cpp src/llama-quant.cpp (`llama_tensor_get_type`)
 */
export function chooseTensorType(tensor: TensorToType, quantization: QuantizationType, model: ModelShape): TensorType {
  const { name, shape, unquantized } = tensor;
  const [rows, columns] = shape;
  // A matrix of one row counts as a vector. Vectors and norms keep their precision.
  if (columns === undefined || rows === 1 || !name.endsWith('weight') || name.includes('_norm.weight')) {
    return unquantized;
  }
  const recipe = RECIPES[quantization];
  if (!isQuantized(recipe.base)) return recipe.base;
  return fittingType(wantedType(name, columns, recipe, model), columns);
}

function wantedType(name: string, columns: number, recipe: Recipe, model: ModelShape): TensorType {
  const { base } = recipe;
  const { layerCount, headCount, keyValueHeadCount, hasOutput, weighted } = model;
  if (name === 'output.weight' || (name === 'token_embd.weight' && !hasOutput)) {
    if (columns % TENSOR_TYPES[base].blockWeights !== 0) return 'Q8_0';
    return base === 'Q8_0' ? base : 'Q6_K';
  }
  const layer = Number(/^blk\.(\d+)\./.exec(name)?.[1] ?? 0);
  const place = { layer, layerCount, groupSize: Math.floor(headCount / keyValueHeadCount), weighted };
  if (name.includes('attn_v.weight')) {
    const type = recipe.attentionValue?.(place) ?? base;
    // Llama 3 70B's shape: eight query heads share each value head, so more bits cost almost nothing.
    const is70B = layerCount === 80 && headCount !== keyValueHeadCount;
    return is70B && (type === 'Q3_K' || type === 'Q4_K') ? 'Q5_K' : type;
  }
  if (name.includes('ffn_down')) return recipe.feedForwardDown?.(place) ?? base;
  if (name.includes('attn_output.weight')) return recipe.attentionOutput?.(place) ?? base;
  return base;
}

/** The nearest type whose blocks divide the row: blocks of 256 weights, then of 32, then single numbers. */
function fittingType(wanted: TensorType, columns: number): TensorType {
  const fits = (type: TensorType): boolean => columns % TENSOR_TYPES[type].blockWeights === 0;
  if (fits(wanted)) return wanted;
  const smaller = FALLBACKS[wanted] ?? wanted;
  return fits(smaller) ? smaller : 'F16';
}

const FALLBACKS: Partial<Record<TensorType, TensorType>> = {
  IQ4_XS: 'IQ4_NL',
  Q2_K: 'Q4_0',
  Q3_K: 'Q4_0',
  Q4_K: 'Q5_0',
  Q5_K: 'Q5_1',
  Q6_K: 'Q8_0',
};
