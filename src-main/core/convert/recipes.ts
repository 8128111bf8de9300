/**
 * The tensor types for each whole-file quantization type, as data; `choose-tensor-type.ts` applies them. The choices
 * are llama.cpp's for Llama models without experts.
 *
 * @see ggml-org/llama.cpp src/llama-quant.cpp (`llama_tensor_get_type_impl`, `llama_ftype_get_default_type`),
 *   include/llama.h (`enum llama_ftype`)
 */
import type { QuantizationType } from '#contract/quantization';
import type { TensorType } from '../gguf/tensor-types.ts';

/** The facts about a tensor's place that a rule can use. */
interface Place {
  readonly layer: number;
  readonly layerCount: number;
  /** Query heads per key-value head. */
  readonly groupSize: number;
  /** Whether an importance matrix is used. */
  readonly weighted: boolean;
}

/** Gives a tensor type, or null for the recipe's base type. */
type Rule = (place: Place) => TensorType | null;

export interface Recipe {
  /** The number under `general.file_type`. */
  readonly fileType: number;
  readonly base: TensorType;
  readonly attentionValue?: Rule;
  readonly attentionOutput?: Rule;
  readonly feedForwardDown?: Rule;
}

const always =
  (type: TensorType): Rule =>
  () =>
    type;

/** Applies in the first `1/share` of the layers. */
const early =
  (share: number, type: TensorType, otherwise: TensorType | null = null): Rule =>
  ({ layer, layerCount }) =>
    layer < Math.floor(layerCount / share) ? type : otherwise;

const before =
  (end: number, type: TensorType, otherwise: TensorType | null = null): Rule =>
  ({ layer }) =>
    layer < end ? type : otherwise;

/** If four or more query heads share a value head, the value matrix is small and matters more. */
const shared =
  (type: TensorType, otherwise: TensorType | null = null): Rule =>
  ({ groupSize }) =>
    groupSize >= 4 ? type : otherwise;

/** Applies with an importance matrix, which makes some types safer and others riskier. */
const weighted =
  (rule: Rule): Rule =>
  (place) =>
    place.weighted ? rule(place) : null;

const unweighted =
  (rule: Rule): Rule =>
  (place) =>
    place.weighted ? null : rule(place);

/** Applies in the first and last eighth of the layers, and in every third layer between. */
const spread =
  (type: TensorType): Rule =>
  ({ layer, layerCount }) => {
    const eighth = Math.floor(layerCount / 8);
    return layer < eighth || layer >= Math.floor((7 * layerCount) / 8) || (layer - eighth) % 3 === 2 ? type : null;
  };

export const RECIPES: Readonly<Record<QuantizationType, Recipe>> = {
  F32: { fileType: 0, base: 'F32' },
  F16: { fileType: 1, base: 'F16' },
  BF16: { fileType: 32, base: 'BF16' },
  Q8_0: { fileType: 7, base: 'Q8_0' },
  Q6_K: { fileType: 18, base: 'Q6_K' },
  Q5_K_M: { fileType: 17, base: 'Q5_K', attentionValue: spread('Q6_K'), feedForwardDown: spread('Q6_K') },
  Q5_K_S: { fileType: 16, base: 'Q5_K' },
  Q5_1: { fileType: 9, base: 'Q5_1' },
  Q5_0: { fileType: 8, base: 'Q5_0', feedForwardDown: weighted(early(8, 'Q5_1')) },
  Q4_K_M: { fileType: 15, base: 'Q4_K', attentionValue: spread('Q6_K'), feedForwardDown: spread('Q6_K') },
  Q4_K_S: { fileType: 14, base: 'Q4_K', attentionValue: before(4, 'Q5_K'), feedForwardDown: early(8, 'Q5_K') },
  Q4_1: { fileType: 3, base: 'Q4_1' },
  Q4_0: { fileType: 2, base: 'Q4_0', feedForwardDown: weighted(early(8, 'Q4_1')) },
  IQ4_NL: {
    fileType: 25,
    base: 'IQ4_NL',
    attentionValue: shared('Q5_K'),
    feedForwardDown: unweighted(early(8, 'Q5_K')),
  },
  IQ4_XS: {
    fileType: 30,
    base: 'IQ4_XS',
    attentionValue: shared('Q5_K'),
    feedForwardDown: unweighted(early(8, 'Q5_K')),
  },
  Q3_K_L: {
    fileType: 13,
    base: 'Q3_K',
    attentionValue: always('Q5_K'),
    attentionOutput: always('Q5_K'),
    feedForwardDown: always('Q5_K'),
  },
  Q3_K_M: {
    fileType: 12,
    base: 'Q3_K',
    attentionValue: before(2, 'Q5_K', 'Q4_K'),
    attentionOutput: always('Q4_K'),
    feedForwardDown: early(16, 'Q5_K', 'Q4_K'),
  },
  Q3_K_S: { fileType: 11, base: 'Q3_K' },
  Q2_K: {
    fileType: 10,
    base: 'Q2_K',
    attentionValue: shared('Q4_K', 'Q3_K'),
    attentionOutput: always('Q3_K'),
    feedForwardDown: always('Q3_K'),
  },
};

const namesByFileType = new Map(Object.entries(RECIPES).map(([name, { fileType }]) => [fileType, name]));

/** The quantization type of a GGUF file; null for an unknown one. */
export function quantizationOf(fileType: number): string | null {
  return namesByFileType.get(fileType) ?? null;
}
