import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeFloats, mulberry32 } from './random-weights.ts';
import { safetensorsFile, type TensorBytes } from './safetensors.ts';

type Dtype = 'F32' | 'F16' | 'BF16';

/** One changed matrix: `up` [rows, rank] x `down` [rank, columns], as PEFT trains them. */
export interface Factors {
  /** The matrix in the checkpoint: `model.layers.0.self_attn.q_proj`. */
  readonly module: string;
  readonly rows: number;
  readonly columns: number;
  readonly rank: number;
  readonly down: Float32Array;
  readonly up: Float32Array;
}

export interface AdapterFiles {
  readonly config: Record<string, unknown>;
  readonly tensors: TensorBytes[];
}

/** Random factors of some matrices; every number is exact in BF16 and F16. */
export function randomFactors(
  matrices: readonly (readonly [module: string, rows: number, columns: number])[],
  rank: number,
  seed = 1,
): Factors[] {
  const random = mulberry32(seed);
  const numbers = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => Math.round((random() - 0.5) * 256) / 1024);
  return matrices.map(([module, rows, columns]) => ({
    module,
    rows,
    columns,
    rank,
    down: numbers(rank * columns),
    up: numbers(rows * rank),
  }));
}

/** An adapter as PEFT saves it. */
export function adapterFiles(
  factors: readonly Factors[],
  { alpha = 8, dtype = 'F32' }: { alpha?: number; dtype?: Dtype } = {},
): AdapterFiles {
  const tensor = (name: string, shape: number[], values: Float32Array): TensorBytes => ({
    name: `base_model.model.${name}`,
    dtype,
    shape,
    bytes: encodeFloats(values, dtype),
  });
  return {
    config: {
      peft_type: 'LORA',
      task_type: 'CAUSAL_LM',
      base_model_name_or_path: 'Example/Tiny-Llama',
      bias: 'none',
      fan_in_fan_out: false,
      init_lora_weights: true,
      lora_alpha: alpha,
      lora_dropout: 0.05,
      modules_to_save: null,
      r: factors[0]?.rank ?? 1,
      rank_pattern: {},
      alpha_pattern: {},
      target_modules: [...new Set(factors.map(({ module }) => module.split('.').at(-1)))],
      use_dora: false,
      use_rslora: false,
    },
    tensors: factors.flatMap(({ module, rows, columns, rank, down, up }) => {
      const [a, b] = module.endsWith('embed_tokens')
        ? ['lora_embedding_A', 'lora_embedding_B']
        : ['lora_A.weight', 'lora_B.weight'];
      return [tensor(`${module}.${a}`, [rank, columns], down), tensor(`${module}.${b}`, [rows, rank], up)];
    }),
  };
}

export async function writeAdapter(folder: string, { config, tensors }: AdapterFiles): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'adapter_config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'adapter_model.safetensors'), safetensorsFile(tensors));
  return folder;
}
