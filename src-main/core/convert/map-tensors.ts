import { SarviError } from '#contract/errors';
import type { Checkpoint } from '../checkpoint/read-checkpoint.ts';
import type { ModelConfig } from '../checkpoint/model-config.ts';
import type { SourceTensor } from '../checkpoint/safetensors-header.ts';

export type SourceDtype = 'F32' | 'F16' | 'BF16';

/** A tensor of the checkpoint with its GGUF name. */
export interface MappedTensor {
  readonly name: string;
  readonly source: SourceTensor & { readonly dtype: SourceDtype };
  /**
   * For query and key projections: rows of one head. transformers stores a head's first half before the second; ggml
   * stores the pairs that RoPE rotates next to each other.
   */
  readonly pairedHeadRows: number | null;
}

/** The fields that determine the names and shapes of a Llama model's tensors. */
export type LlamaShape = Pick<
  ModelConfig,
  | 'width'
  | 'headCount'
  | 'headWidth'
  | 'layerCount'
  | 'keyValueHeadCount'
  | 'feedForwardWidth'
  | 'vocabularySize'
  | 'tiedEmbeddings'
>;

/** The expected name and shape of one tensor in a Llama model. */
export interface LlamaTensor {
  readonly from: string;
  readonly to: string;
  readonly shape: readonly number[];
  readonly required: boolean;
  readonly pairedHeadRows?: number;
}

/** Buffers that older versions of transformers saved; llama.cpp computes them itself. */
const LEFT_OUT = ['.attention.masked_bias', '.attention.bias', '.rotary_emb.inv_freq'];
/** Endings of the tensors that AWQ, GPTQ, bitsandbytes and FP8 store next to their quantized weights. */
const QUANTIZED = [
  '.qweight',
  '.qzeros',
  '.scales',
  '.g_idx',
  '.absmax',
  '.quant_map',
  '.weight_scale',
  '.weight_scale_inv',
];
const DTYPES = ['F32', 'F16', 'BF16'];

/**
 * Every tensor of a Llama checkpoint with its name in GGUF, in the order of the model: embeddings, layers, output.
 *
 * @throws SarviError `checkpoint-quantized`, `tensor-missing`, `tensor-unmapped`, `tensor-wrong-shape`, `safetensors-unsupported-dtype`
 * @see ggml-org/llama.cpp gguf-py/gguf/tensor_mapping.py
 */
export function mapTensors({ config, weights }: Pick<Checkpoint, 'config' | 'weights'>): MappedTensor[] {
  const expected = llamaTensors(config);
  const known = new Set(expected.map(({ from }) => from));
  for (const name of weights.tensors.keys()) {
    if (!known.has(name) && !LEFT_OUT.some((ending) => name.endsWith(ending))) {
      const method = QUANTIZED.find((ending) => name.endsWith(ending));
      if (method !== undefined) throw new SarviError('checkpoint-quantized', { method: method.slice(1) });
      throw new SarviError('tensor-unmapped', { tensor: name });
    }
  }
  const mapped: MappedTensor[] = [];
  for (const tensor of expected) {
    const source = weights.tensors.get(tensor.from);
    if (!source) {
      if (tensor.required) throw new SarviError('tensor-missing', { tensor: tensor.from });
      continue;
    }
    if (source.shape.length !== tensor.shape.length || source.shape.some((size, axis) => size !== tensor.shape[axis])) {
      throw new SarviError('tensor-wrong-shape', {
        tensor: tensor.from,
        expected: tensor.shape.join(' x '),
        found: source.shape.join(' x '),
      });
    }
    if (!hasSourceDtype(source)) {
      throw new SarviError('safetensors-unsupported-dtype', { tensor: tensor.from, found: source.dtype });
    }
    mapped.push({ name: tensor.to, source, pairedHeadRows: tensor.pairedHeadRows ?? null });
  }
  return mapped;
}

function hasSourceDtype(tensor: SourceTensor): tensor is SourceTensor & { dtype: SourceDtype } {
  return isSourceDtype(tensor.dtype);
}

export function isSourceDtype(dtype: string): dtype is SourceDtype {
  return DTYPES.includes(dtype);
}

/** Every tensor that a Llama model may have, in the order of the model. */
export function llamaTensors(config: LlamaShape): LlamaTensor[] {
  const { width, feedForwardWidth, headWidth, vocabularySize } = config;
  const queryRows = config.headCount * headWidth;
  const keyRows = config.keyValueHeadCount * headWidth;
  const matrices: [from: string, to: string, rows: number, columns: number, paired?: true][] = [
    ['self_attn.q_proj', 'attn_q', queryRows, width, true],
    ['self_attn.k_proj', 'attn_k', keyRows, width, true],
    ['self_attn.v_proj', 'attn_v', keyRows, width],
    ['self_attn.o_proj', 'attn_output', width, queryRows],
    ['mlp.gate_proj', 'ffn_gate', feedForwardWidth, width],
    ['mlp.up_proj', 'ffn_up', feedForwardWidth, width],
    ['mlp.down_proj', 'ffn_down', width, feedForwardWidth],
  ];
  const expected: LlamaTensor[] = [
    { from: 'model.embed_tokens.weight', to: 'token_embd.weight', shape: [vocabularySize, width], required: true },
  ];
  for (let layer = 0; layer < config.layerCount; layer += 1) {
    const from = `model.layers.${layer}`;
    const to = `blk.${layer}`;
    expected.push(
      { from: `${from}.input_layernorm.weight`, to: `${to}.attn_norm.weight`, shape: [width], required: true },
      { from: `${from}.post_attention_layernorm.weight`, to: `${to}.ffn_norm.weight`, shape: [width], required: true },
    );
    for (const [source, target, rows, columns, paired] of matrices) {
      const pairs = paired ? { pairedHeadRows: headWidth } : {};
      expected.push(
        {
          from: `${from}.${source}.weight`,
          to: `${to}.${target}.weight`,
          shape: [rows, columns],
          required: true,
          ...pairs,
        },
        { from: `${from}.${source}.bias`, to: `${to}.${target}.bias`, shape: [rows], required: false, ...pairs },
      );
    }
  }
  expected.push(
    { from: 'model.norm.weight', to: 'output_norm.weight', shape: [width], required: true },
    { from: 'lm_head.weight', to: 'output.weight', shape: [vocabularySize, width], required: !config.tiedEmbeddings },
  );
  return expected;
}
