import { SarviError } from '#contract/errors';
import type { QuantizationType } from '#contract/quantization';
import type { Checkpoint } from '../checkpoint/read-checkpoint.ts';
import { ALIGNMENT, planFile, type GgufPlan, type PlacedTensor, type TensorToWrite } from '../gguf/plan-file.ts';
import { tensorBytes, type TensorType } from '../gguf/tensor-types.ts';
import { chooseTensorType } from './choose-tensor-type.ts';
import { convertedType, type ConvertedType } from './converted-type.ts';
import type { ImportanceMatrix } from './importance-matrix.ts';
import { mapTensors, type MappedTensor } from './map-tensors.ts';
import { planMetadata } from './plan-metadata.ts';
import { ropeFactors } from './rope-factors.ts';

/**
 * A tensor of the output is either read and encoded (`mapped`), copied, or computed here (`values`); the other two are
 * null.
 */
export type PlannedTensor = PlacedTensor & {
  readonly mapped: MappedTensor | null;
  /** The place of the same bytes in a source file. */
  readonly copied: { readonly path: string; readonly offset: number } | null;
  readonly values: Float32Array | null;
  /** The type to which the weights are rounded before encoding, as by llama.cpp's converter; null for no rounding. */
  readonly roundsTo: 'F16' | 'BF16' | null;
  /** How much each column matters to the quantizer; null if the importance matrix lacks the tensor. */
  readonly importance: Float32Array | null;
};

export interface ConversionPlan extends GgufPlan {
  readonly tensors: readonly PlannedTensor[];
}

export interface PlanOptions {
  /** Takes precedence over the names in the checkpoint; null for none. */
  readonly name: string | null;
  /** Sarvi's own version. */
  readonly version: string;
  /** `tokenizer.ggml.pre`; null if the tokenizer has none. */
  readonly preTokenizer: string | null;
  readonly importance?: ImportanceMatrix | null;
}

interface Tensors {
  readonly mapped: readonly MappedTensor[];
  /** The factors of `rope_freqs.weight`. */
  readonly factors: Float32Array | null;
}

const FACTORS_NAME = 'rope_freqs.weight';

/**
 * Decides everything about the output before the first byte is written: names, types, offsets, metadata.
 *
 * @throws SarviError as `mapTensors`; `imatrix-wrong-size`
 */
export function planConversion(
  checkpoint: Checkpoint,
  quantization: QuantizationType,
  options: PlanOptions,
): ConversionPlan {
  const tensors = listTensors(checkpoint);
  const converted = convertedType(checkpoint.weights, quantization);
  const importance = options.importance ?? null;
  const toWrite = typeTensors(checkpoint, tensors, quantization, importance !== null);
  const weightCount = toWrite.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const plan = planFile(planMetadata(checkpoint, { ...options, importance, quantization, weightCount }), toWrite);
  const sources = new Map(tensors.mapped.map((tensor) => [tensor.name, tensor]));
  return {
    ...plan,
    tensors: plan.tensors.map((tensor) => ({
      ...tensor,
      mapped: sources.get(tensor.name) ?? null,
      copied: null,
      values: tensor.name === FACTORS_NAME ? tensors.factors : null,
      ...encodingInputs(tensor, unquantizedType(tensor, converted), importance),
    })),
  };
}

/** The size of the output for one quantization type. */
export interface PlannedSize {
  readonly quantization: QuantizationType;
  /** Of the whole file. */
  readonly sizeBytes: number;
  /** Counts only the tensors, as llama.cpp does. */
  readonly bitsPerWeight: number;
  /** The number of weights in each tensor type. */
  readonly weightsByType: ReadonlyMap<TensorType, number>;
}

/**
 * The output's exact size for each quantization type. All headers have the same length, because only numbers in them
 * differ.
 *
 * @throws SarviError as `mapTensors`
 */
export function planSizes(
  checkpoint: Checkpoint,
  quantizations: readonly QuantizationType[],
  options: PlanOptions,
): PlannedSize[] {
  const tensors = listTensors(checkpoint);
  const headerBytes = planConversion(checkpoint, 'F32', options).header.length;
  return quantizations.map((quantization) => {
    const weightsByType = new Map<TensorType, number>();
    let [weights, bytes, paddedBytes] = [0, 0, 0];
    for (const { type, shape } of typeTensors(checkpoint, tensors, quantization, false)) {
      const count = shape.reduce((product, size) => product * size, 1);
      const sizeBytes = tensorBytes(type, shape);
      weightsByType.set(type, (weightsByType.get(type) ?? 0) + count);
      weights += count;
      bytes += sizeBytes;
      paddedBytes += Math.ceil(sizeBytes / ALIGNMENT) * ALIGNMENT;
    }
    return { quantization, sizeBytes: headerBytes + paddedBytes, bitsPerWeight: (bytes * 8) / weights, weightsByType };
  });
}

function listTensors(checkpoint: Checkpoint): Tensors {
  return { mapped: mapTensors(checkpoint), factors: ropeFactors(checkpoint.config) };
}

function typeTensors(
  { config, weights }: Checkpoint,
  { mapped, factors }: Tensors,
  quantization: QuantizationType,
  weighted: boolean,
): TensorToWrite[] {
  const model = { ...config, hasOutput: mapped.some(({ name }) => name === 'output.weight'), weighted };
  const kept = convertedType(weights, quantization);
  const converted = mapped.map(({ name, source: { shape } }) => {
    const unquantized = unquantizedType({ name, shape }, kept);
    return { name, shape, type: chooseTensorType({ name, shape, unquantized }, quantization, model) };
  });
  return factors ? [{ name: FACTORS_NAME, shape: [factors.length], type: 'F32' }, ...converted] : converted;
}

/**
 * A tensor that keeps its type is copied and needs no importance. The matrix may not fit the embeddings, which are
 * looked up.
 */
export function importanceOf(
  { name, type, shape }: TensorToWrite,
  unquantized: TensorType,
  matrix: ImportanceMatrix | null,
): Float32Array | null {
  const importance = matrix?.entries.get(name);
  if (!matrix || !importance || type === unquantized) return null;
  const columns = shape.at(-1) ?? 1;
  if (importance.length === columns) return importance;
  if (name === 'token_embd.weight') return null;
  throw new SarviError('imatrix-wrong-size', {
    path: matrix.path,
    tensor: name,
    expected: columns,
    found: importance.length,
  });
}

/** What happens to a tensor between the converter and the quantizer. */
function encodingInputs(
  tensor: TensorToWrite,
  unquantized: ConvertedType,
  matrix: ImportanceMatrix | null,
): Pick<PlannedTensor, 'roundsTo' | 'importance'> {
  return {
    roundsTo: unquantized === 'F32' ? null : unquantized,
    importance: importanceOf(tensor, unquantized, matrix),
  };
}

/** How the converter stores a tensor in a file of type `converted`: vectors and norms stay float32. */
function unquantizedType(
  { name, shape }: Pick<TensorToWrite, 'name' | 'shape'>,
  converted: ConvertedType,
): ConvertedType {
  const isMatrix = shape.length > 1 && name.endsWith('.weight') && !name.endsWith('_norm.weight');
  return isMatrix ? converted : 'F32';
}
