import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeFloats, randomWeights } from './random-weights.ts';
import { safetensorsFile, type TensorBytes } from './safetensors.ts';
import { SMALL_VOCABULARY, tokenizerFiles } from './tokenizer-files.ts';

export interface CheckpointShape {
  readonly layers: number;
  readonly width: number;
  readonly feedForwardWidth: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  /** `head_dim`, when it is to be given. */
  readonly headWidth?: number;
  readonly vocabulary: number;
  readonly tied: boolean;
  readonly dtype: 'F32' | 'F16' | 'BF16';
  /** Files to spread the tensors over; one without an index for 1. */
  readonly shards: number;
  readonly biases?: boolean;
  /** Fields of config.json beside the shape. */
  readonly config?: Readonly<Record<string, unknown>>;
}

export const SMALL_SHAPE: CheckpointShape = {
  layers: 2,
  width: 256,
  feedForwardWidth: 512,
  heads: 4,
  keyValueHeads: 2,
  vocabulary: SMALL_VOCABULARY + 3,
  tied: false,
  dtype: 'BF16',
  shards: 1,
};

/** Everything a checkpoint folder holds, before it is written: a test may spoil any part of it. */
export interface CheckpointFiles {
  readonly config: Record<string, unknown>;
  readonly tokenizer: Record<string, unknown>;
  readonly tokenizerConfig: Record<string, unknown>;
  readonly generationConfig: Record<string, unknown>;
  tensors: TensorBytes[];
}

/** A Llama checkpoint of random weights. */
export function checkpointFiles(shape: CheckpointShape = SMALL_SHAPE, seed = 1): CheckpointFiles {
  return {
    config: checkpointConfig(shape),
    ...tokenizerFiles(),
    generationConfig: { do_sample: true, temperature: 0.6, top_p: 0.9, eos_token_id: [261, 264], max_new_tokens: 64 },
    tensors: tensorShapes(shape).map(([name, dims], index) => {
      const weights = randomWeights(
        dims.reduce((product, size) => product * size, 1),
        seed * 1000 + index,
      );
      return { name, dtype: shape.dtype, shape: dims, bytes: encodeFloats(weights, shape.dtype) };
    }),
  };
}

export function checkpointConfig(shape: CheckpointShape): Record<string, unknown> {
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_size: shape.width,
    intermediate_size: shape.feedForwardWidth,
    num_attention_heads: shape.heads,
    num_key_value_heads: shape.keyValueHeads,
    num_hidden_layers: shape.layers,
    vocab_size: shape.vocabulary,
    max_position_embeddings: 512,
    rms_norm_eps: 1e-5,
    rope_theta: 500_000,
    tie_word_embeddings: shape.tied,
    hidden_act: 'silu',
    ...(shape.headWidth === undefined ? {} : { head_dim: shape.headWidth }),
    ...shape.config,
  };
}

/** Writes a checkpoint; several shards get its tensors by turns, so that no shard holds a whole layer. */
export async function writeCheckpoint(folder: string, files: CheckpointFiles, shards = 1): Promise<string> {
  await mkdir(folder, { recursive: true });
  const json: Record<string, unknown> = {
    'config.json': files.config,
    'tokenizer.json': files.tokenizer,
    'tokenizer_config.json': files.tokenizerConfig,
    'generation_config.json': files.generationConfig,
  };
  if (shards === 1) {
    await writeFile(join(folder, 'model.safetensors'), safetensorsFile(files.tensors));
  } else {
    const weightMap: Record<string, string> = {};
    const number = (value: number): string => String(value).padStart(5, '0');
    for (let shard = 0; shard < shards; shard += 1) {
      const name = `model-${number(shard + 1)}-of-${number(shards)}.safetensors`;
      const part = files.tensors.filter((_, index) => index % shards === shard);
      for (const tensor of part) weightMap[tensor.name] = name;
      await writeFile(join(folder, name), safetensorsFile(part));
    }
    json['model.safetensors.index.json'] = { metadata: { total_size: 0 }, weight_map: weightMap };
  }
  for (const [name, value] of Object.entries(json)) await writeFile(join(folder, name), JSON.stringify(value));
  return folder;
}

/** Every tensor's name and shape, in the order of the model. */
export function tensorShapes(shape: CheckpointShape): [name: string, shape: number[]][] {
  const { width, feedForwardWidth, heads, keyValueHeads, vocabulary } = shape;
  const headWidth = shape.headWidth ?? width / heads;
  const [queryRows, keyRows] = [heads * headWidth, keyValueHeads * headWidth];
  const list: [string, number[]][] = [['model.embed_tokens.weight', [vocabulary, width]]];
  for (let layer = 0; layer < shape.layers; layer += 1) {
    const matrices: Record<string, [number, number]> = {
      'self_attn.q_proj': [queryRows, width],
      'self_attn.k_proj': [keyRows, width],
      'self_attn.v_proj': [keyRows, width],
      'self_attn.o_proj': [width, queryRows],
      'mlp.gate_proj': [feedForwardWidth, width],
      'mlp.up_proj': [feedForwardWidth, width],
      'mlp.down_proj': [width, feedForwardWidth],
    };
    for (const norm of ['input_layernorm', 'post_attention_layernorm']) {
      list.push([`model.layers.${layer}.${norm}.weight`, [width]]);
    }
    for (const [name, dims] of Object.entries(matrices)) {
      list.push([`model.layers.${layer}.${name}.weight`, dims]);
      if (shape.biases && name.startsWith('self_attn')) list.push([`model.layers.${layer}.${name}.bias`, [dims[0]]]);
    }
  }
  list.push(['model.norm.weight', [width]]);
  if (!shape.tied) list.push(['lm_head.weight', [vocabulary, width]]);
  return list;
}
