import { open } from 'node:fs/promises';
import { MetadataBuilder } from '../../src-main/core/convert/metadata-builder.ts';
import { planFile } from '../../src-main/core/gguf/plan-file.ts';
import type { TensorType } from '../../src-main/core/gguf/tensor-types.ts';
import { byteTokens } from './tiny-gguf.ts';

export interface ModelShape {
  readonly layers: number;
  readonly width: number;
  readonly feedForwardWidth: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly vocabulary: number;
  readonly contextTokens: number;
  /** Of every matrix. */
  readonly type: TensorType;
}

/**
 * A Llama model of any shape as a GGUF file, all of its weights zero and none of them on the disk: it takes as much
 * memory as a real one of that shape, and every token is equally likely.
 */
export async function writeShapedGguf(path: string, shape: ModelShape): Promise<void> {
  const { width, feedForwardWidth, vocabulary, type } = shape;
  const headWidth = width / shape.heads;
  const builder = new MetadataBuilder();
  builder.text('general.architecture', 'llama');
  builder.text('general.name', 'Shaped');
  builder.u32('llama.block_count', shape.layers);
  builder.u32('llama.context_length', shape.contextTokens);
  builder.u32('llama.embedding_length', width);
  builder.u32('llama.feed_forward_length', feedForwardWidth);
  builder.u32('llama.attention.head_count', shape.heads);
  builder.u32('llama.attention.head_count_kv', shape.keyValueHeads);
  builder.f32('llama.rope.freq_base', 500_000);
  builder.u32('llama.rope.dimension_count', headWidth);
  builder.f32('llama.attention.layer_norm_rms_epsilon', 1e-5);
  builder.u32('llama.vocab_size', vocabulary);
  builder.text('tokenizer.ggml.model', 'gpt2');
  builder.text('tokenizer.ggml.pre', 'llama-bpe');
  const tokens = byteTokens();
  for (let id = tokens.length; id < vocabulary; id += 1) tokens.push(`[PAD${id}]`);
  builder.texts('tokenizer.ggml.tokens', tokens);
  builder.numbers(
    'tokenizer.ggml.token_type',
    'i32',
    tokens.map((_, id) => (id < 256 ? 1 : 5)),
  );
  builder.texts('tokenizer.ggml.merges', ['a b']);
  builder.u32('tokenizer.ggml.eos_token_id', vocabulary - 1);

  const matrix = (name: string, rowWidth: number, rows: number) => ({ name, type, shape: [rows, rowWidth] });
  const norm = (name: string) => ({ name, type: 'F32' as const, shape: [width] });
  const keyValueWidth = headWidth * shape.keyValueHeads;
  const layers = Array.from({ length: shape.layers }, (_, layer) => [
    norm(`blk.${layer}.attn_norm.weight`),
    matrix(`blk.${layer}.attn_q.weight`, width, width),
    matrix(`blk.${layer}.attn_k.weight`, width, keyValueWidth),
    matrix(`blk.${layer}.attn_v.weight`, width, keyValueWidth),
    matrix(`blk.${layer}.attn_output.weight`, width, width),
    norm(`blk.${layer}.ffn_norm.weight`),
    matrix(`blk.${layer}.ffn_gate.weight`, width, feedForwardWidth),
    matrix(`blk.${layer}.ffn_up.weight`, width, feedForwardWidth),
    matrix(`blk.${layer}.ffn_down.weight`, feedForwardWidth, width),
  ]).flat();
  const plan = planFile(builder.metadata, [
    matrix('token_embd.weight', width, vocabulary),
    ...layers,
    norm('output_norm.weight'),
    matrix('output.weight', width, vocabulary),
  ]);
  const file = await open(path, 'w');
  try {
    await file.write(plan.header);
    await file.truncate(plan.sizeBytes);
  } finally {
    await file.close();
  }
}
