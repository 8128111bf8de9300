import type { Checkpoint } from '../checkpoint/read-checkpoint.ts';
import { planFile, type GgufPlan, type PlacedTensor } from '../gguf/plan-file.ts';
import type { TensorType } from '../gguf/tensor-types.ts';
import { chooseTensorType } from './choose-tensor-type.ts';
import { mapTensors, type MappedTensor } from './map-tensors.ts';
import { planMetadata } from './plan-metadata.ts';
import type { RecipeName } from './recipes.ts';
import { ropeFactors } from './rope-factors.ts';

/** A tensor of the output: read from the checkpoint, or computed here. */
export type PlannedTensor = PlacedTensor & {
  /** `null` for a tensor of `values`. */
  readonly mapped: MappedTensor | null;
  /** Whether the weights pass through BF16 on their way, as llama.cpp's converter writes them. */
  readonly roundsToBf16: boolean;
  readonly values: Float32Array | null;
};

export interface ConversionPlan extends GgufPlan {
  readonly tensors: readonly PlannedTensor[];
}

export interface PlanOptions {
  readonly recipe: RecipeName;
  readonly name: string | null;
  /** Sarvi's own version. */
  readonly version: string;
}

const ROPE_FACTORS_NAME = 'rope_freqs.weight';

/**
 * Decides everything about the output before a byte of it is written: names, types, places, metadata.
 *
 * @throws SarviError as `mapTensors`
 */
export function planConversion(checkpoint: Checkpoint, { recipe, name, version }: PlanOptions): ConversionPlan {
  const { config } = checkpoint;
  const mapped = mapTensors(checkpoint);
  const model = { ...config, hasOutput: mapped.some((tensor) => tensor.name === 'output.weight') };
  const values = ropeFactors(config);
  const computed = values ? [{ name: ROPE_FACTORS_NAME, type: 'F32' as const, shape: [values.length] }] : [];
  const converted = mapped.map((tensor) => {
    const { shape } = tensor.source;
    const unquantized = unquantizedType(tensor.name, shape);
    return {
      name: tensor.name,
      shape,
      type: chooseTensorType({ name: tensor.name, shape, unquantized }, recipe, model),
    };
  });
  const weightCount = [...computed, ...converted].reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const metadata = planMetadata(checkpoint, { recipe, weightCount, name, version });
  const plan = planFile(metadata, [...computed, ...converted]);
  const sources = new Map(mapped.map((tensor) => [tensor.name, tensor]));
  return {
    ...plan,
    tensors: plan.tensors.map((tensor) => ({
      ...tensor,
      mapped: sources.get(tensor.name) ?? null,
      roundsToBf16: unquantizedType(tensor.name, tensor.shape) === 'BF16',
      values: tensor.name === ROPE_FACTORS_NAME ? values : null,
    })),
  };
}

/** How llama.cpp's converter stores a tensor in a BF16 file: vectors and norms keep float32. */
function unquantizedType(name: string, shape: readonly number[]): TensorType {
  const isMatrix = shape.length > 1 && name.endsWith('.weight') && !name.endsWith('_norm.weight');
  return isMatrix ? 'BF16' : 'F32';
}
