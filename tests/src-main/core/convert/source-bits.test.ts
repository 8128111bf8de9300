import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runConversion } from '../../../../src-main/core/convert/run-conversion.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint, type CheckpointShape } from '../../../builders/checkpoint.ts';
import { conversionPorts } from '../../../builders/conversion-ports.ts';
import type { TensorBytes } from '../../../builders/safetensors.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const NAMES: Record<string, string> = {
  'model.embed_tokens': 'token_embd',
  'model.norm': 'output_norm',
  lm_head: 'output',
  input_layernorm: 'attn_norm',
  post_attention_layernorm: 'ffn_norm',
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
};

function ggufName(name: string): string {
  const [, layer, rest = '', ending = ''] = /^(?:model\.layers\.(\d+)\.)?(.*)\.(weight|bias)$/.exec(name) ?? [];
  return `${layer === undefined ? '' : `blk.${layer}.`}${NAMES[rest] ?? '?'}.${ending}`;
}

/** As PyTorch would: `reshape(heads, 2, half, columns).swapaxes(1, 2)`. */
function expectedBytes({ name, shape, bytes }: TensorBytes, { heads, keyValueHeads }: CheckpointShape): Buffer {
  const [rows = 1, columns = 1] = shape;
  const count = name.includes('q_proj') ? heads : name.includes('k_proj') ? keyValueHeads : 0;
  const source = Buffer.from(bytes);
  const rowBytes = columns * 2;
  const half = rows / count / 2;
  const order: number[] = [];
  for (let head = 0; head < count; head += 1) {
    for (let pair = 0; pair < half; pair += 1) {
      for (let side = 0; side < 2; side += 1) order.push((head * 2 + side) * half + pair);
    }
  }
  const dealt =
    count === 0 ? source : Buffer.concat(order.map((row) => source.subarray(row * rowBytes, (row + 1) * rowBytes)));
  if (shape.length > 1) return dealt;
  // Vectors are widened: BF16 is the upper half of F32.
  const wide = Buffer.alloc(dealt.length * 2);
  for (let at = 0; at < dealt.length; at += 2) dealt.copy(wide, at * 2 + 2, at, at + 2);
  return wide;
}

test.each<[string, CheckpointShape]>([
  ['small heads, with biases', { ...SMALL_SHAPE, biases: true, shards: 2 }],
  [
    'heads that are cut into several pieces',
    { ...SMALL_SHAPE, layers: 1, width: 1536, heads: 2, keyValueHeads: 1, headWidth: 1024, feedForwardWidth: 64 },
  ],
])('a BF16 file holds the bits of the checkpoint, in the order of ggml: %s', async (_, shape) => {
  const files = checkpointFiles(shape);
  const folder = await temporaryFolder();
  const checkpointPath = await writeCheckpoint(join(folder, 'source'), files, shape.shards);
  const outputPath = join(folder, 'model.gguf');
  await runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'BF16', jobs: 2 });
  const { tensors } = await readGguf(outputPath);
  const sources = new Map(files.tensors.map((tensor) => [ggufName(tensor.name), tensor]));
  expect(tensors.map(({ name }) => name).sort()).toEqual([...sources.keys()].sort());
  const file = await open(outputPath);
  for (const { name, shape: dims, offset, sizeBytes } of tensors) {
    const found = Buffer.alloc(sizeBytes);
    await file.read(found, 0, sizeBytes, offset);
    const source = sources.get(name);
    expect(dims).toEqual(source?.shape);
    expect(source && found.equals(expectedBytes(source, shape)), name).toBe(true);
  }
  await file.close();
});
