import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { convertAdapter } from '../../../../src-main/core/convert/convert-adapter.ts';
import { metadataNumber, metadataText } from '../../../../src-main/core/gguf/metadata.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import {
  adapterFiles,
  randomFactors,
  writeAdapter,
  type AdapterFiles,
  type Factors,
} from '../../../builders/adapter.ts';
import { checkpointConfig, SMALL_SHAPE } from '../../../builders/checkpoint.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const { width, feedForwardWidth, heads, vocabulary } = SMALL_SHAPE;
const HEAD_WIDTH = width / heads;
const MATRICES = [
  ['model.layers.0.self_attn.q_proj', width, width],
  ['model.layers.1.self_attn.k_proj', width / 2, width],
  ['model.layers.1.mlp.down_proj', width, feedForwardWidth],
  ['lm_head', vocabulary, width],
] as const;

async function baseFolder(config: Record<string, unknown> = {}): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...checkpointConfig(SMALL_SHAPE), ...config }));
  return folder;
}

/** Every tensor of the converted adapter: its shape and its numbers. */
async function converted(
  files: AdapterFiles,
  base?: string,
): Promise<Record<string, { shape: readonly number[]; values: number[] }>> {
  const adapterPath = await writeAdapter(join(await temporaryFolder(), 'Tiny-Llama-lora-Finnish'), files);
  const outputPath = join(await temporaryFolder(), 'adapter.gguf');
  // As a killed run leaves it.
  await writeFile(`${outputPath}.sarvi-partial`, 'half');
  await convertAdapter({ adapterPath, outputPath, basePath: base ?? (await baseFolder()) });
  expect(await readdir(dirname(outputPath))).toEqual(['adapter.gguf']);
  const { tensors } = await readGguf(outputPath);
  const bytes = await readFile(outputPath);
  return Object.fromEntries(
    tensors.map(({ name, shape, offset, sizeBytes }) => [
      name,
      {
        shape,
        values: [
          ...new Float32Array(bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + sizeBytes)),
        ],
      },
    ]),
  );
}

async function refusal(files: AdapterFiles, base?: string): Promise<SarviError> {
  const error = await converted(files, base).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SarviError);
  return error as SarviError;
}

/** llama.cpp's `LlamaModel.permute`, written as the reshape that it is: [heads, 2, half] becomes [heads, half, 2]. */
function permuted({ up, rows, rank }: Factors): number[] {
  const half = HEAD_WIDTH / 2;
  const out: number[] = [];
  for (let head = 0; head < rows / HEAD_WIDTH; head += 1) {
    for (let pair = 0; pair < half; pair += 1) {
      for (const side of [0, 1]) {
        const row = head * HEAD_WIDTH + side * half + pair;
        out.push(...up.subarray(row * rank, (row + 1) * rank));
      }
    }
  }
  return out;
}

test.each(['F32', 'F16', 'BF16'] as const)(
  'an adapter in %s: the names, shapes and numbers of the script',
  async (dtype) => {
    const [q, k, down, head] = randomFactors(MATRICES, 4) as [Factors, Factors, Factors, Factors];
    expect(await converted(adapterFiles([head, down, k, q], { dtype }))).toEqual({
      'blk.0.attn_q.weight.lora_a': { shape: [4, width], values: [...q.down] },
      'blk.0.attn_q.weight.lora_b': { shape: [width, 4], values: permuted(q) },
      'blk.1.attn_k.weight.lora_a': { shape: [4, width], values: [...k.down] },
      'blk.1.attn_k.weight.lora_b': { shape: [width / 2, 4], values: permuted(k) },
      'blk.1.ffn_down.weight.lora_a': { shape: [4, feedForwardWidth], values: [...down.down] },
      'blk.1.ffn_down.weight.lora_b': { shape: [width, 4], values: [...down.up] },
      'output.weight.lora_a': { shape: [4, width], values: [...head.down] },
      'output.weight.lora_b': { shape: [vocabulary, 4], values: [...head.up] },
    });
  },
);

test('token embeddings are turned over, and norms come whole', async () => {
  const [embedding] = randomFactors([['model.embed_tokens', width, vocabulary]], 2) as [Factors];
  const files = adapterFiles([embedding]);
  const norm = Float32Array.from({ length: width }, (_, index) => index / 8);
  files.tensors.push({
    name: 'base_model.model.model.layers.1.input_layernorm.weight',
    dtype: 'F32',
    shape: [width],
    bytes: new Uint8Array(norm.buffer),
  });
  const tensors = await converted(files);
  expect(Object.keys(tensors)).toEqual([
    'token_embd.weight.lora_a',
    'token_embd.weight.lora_b',
    'blk.1.attn_norm.weight',
  ]);
  expect(tensors['token_embd.weight.lora_a']?.shape).toEqual([vocabulary, 2]);
  expect(tensors['token_embd.weight.lora_a']?.values.slice(0, 4)).toEqual(
    [0, vocabulary, 1, vocabulary + 1].map((at) => embedding.down[at]),
  );
  expect(tensors['token_embd.weight.lora_b']).toEqual({ shape: [width, 2], values: [...embedding.up] });
  expect(tensors['blk.1.attn_norm.weight']).toEqual({ shape: [width], values: [...norm] });
});

test('the metadata says that it is an adapter, and of what', async () => {
  const files = adapterFiles(randomFactors(MATRICES, 4), { alpha: 16 });
  const adapterPath = await writeAdapter(join(await temporaryFolder(), 'Tiny-Llama-1B-lora'), files);
  const card = '---\nbase_model: Example/Tiny-Llama\nlicense: llama3.3\ntags:\n- lora\n---\n';
  await writeFile(join(adapterPath, 'README.md'), card);
  const outputPath = join(await temporaryFolder(), 'adapter.gguf');
  const summary = await convertAdapter({ adapterPath, outputPath, basePath: await baseFolder() });
  const { metadata, sizeBytes } = await readGguf(outputPath);
  expect(summary).toEqual({ outputPath, sizeBytes, tensorCount: 8, baseModel: 'Example/Tiny-Llama' });
  const told = Object.fromEntries([...metadata].map(([key, { value }]) => [key, value]));
  expect(told).toEqual({
    'general.architecture': 'llama',
    'general.type': 'adapter',
    'general.name': 'Tiny Llama 1B Lora',
    'general.basename': 'Tiny-Llama',
    'general.size_label': '1B',
    'general.license': 'llama3.3',
    'general.base_model.count': 1,
    'general.base_model.0.name': 'Tiny Llama',
    'general.base_model.0.organization': 'Example',
    'general.base_model.0.repo_url': 'https://huggingface.co/Example/Tiny-Llama',
    'general.tags': ['lora'],
    'adapter.type': 'lora',
    'adapter.lora.alpha': 16,
    'general.quantization_version': 2,
  });
  expect(metadata.get('adapter.lora.alpha')?.type).toBe('f32');
  expect([metadataText(metadata, 'adapter.type'), metadataNumber(metadata, 'adapter.lora.alpha')]).toEqual([
    'lora',
    16,
  ]);
  expect(await readdir(join(outputPath, '..'))).toEqual(['adapter.gguf']);
});

test('ranks and alphas of their own, and division by the root of the rank, come to the scale of PEFT', async () => {
  const [q] = randomFactors([MATRICES[0]], 4) as [Factors];
  const [down] = randomFactors([MATRICES[2]], 2) as [Factors];
  const files = adapterFiles([q, down], { alpha: 8 });
  const patterned = { ...files.config, rank_pattern: { down_proj: 2 }, alpha_pattern: { 'mlp.down_proj': 16 } };
  const own = await converted({ ...files, config: patterned });
  expect(own['blk.1.ffn_down.weight.lora_b']?.values).toEqual([...down.up].map((value) => value * 2));
  expect(own['blk.0.attn_q.weight.lora_b']?.values).toEqual(permuted(q));
  const rooted = await converted({ ...adapterFiles([q]), config: { ...adapterFiles([q]).config, use_rslora: true } });
  expect(rooted['blk.0.attn_q.weight.lora_b']?.values).toEqual(permuted(q).map((value) => value * 2));
});

test('what llama.cpp would leave out is refused by name', async () => {
  const files = adapterFiles(randomFactors(MATRICES, 4));
  const options: Record<string, unknown> = {
    use_dora: true,
    bias: 'lora_only',
    modules_to_save: ['embed_tokens'],
    lora_bias: true,
    fan_in_fan_out: true,
    peft_type: 'IA3',
    init_lora_weights: 'pissa',
    alora_invocation_tokens: [1, 2],
    alpha_pattern: { '(a+)+$': 2 },
  };
  for (const [key, value] of Object.entries(options)) {
    const error = await refusal({ ...files, config: { ...files.config, [key]: value } });
    expect([key, error.code]).toEqual([key, 'adapter-unsupported']);
    expect(error.details['feature']).toContain(key);
  }
  const extra = (name: string) => ({
    name: `base_model.model.${name}`,
    dtype: 'F32',
    shape: [1],
    bytes: new Uint8Array(4),
  });
  const tensors = {
    'model.layers.0.self_attn.q_proj.lora_magnitude_vector': 'use_dora',
    'model.layers.0.self_attn.q_proj.bias': 'bias',
    'model.embed_tokens.weight': 'modules_to_save',
  };
  for (const [name, feature] of Object.entries(tensors)) {
    const error = await refusal({ ...files, tensors: [...files.tensors, extra(name)] });
    expect([error.code, String(error.details['feature']).split(' ')[0]]).toEqual(['adapter-unsupported', feature]);
  }
});

test('adapters that are damaged, or of another model, are refused and leave nothing behind', async () => {
  const files = adapterFiles(randomFactors(MATRICES, 4));
  const cases: [AdapterFiles, string][] = [
    [{ ...files, config: { ...files.config, r: 8 } }, 'adapter-malformed'],
    [{ ...files, config: { ...files.config, lora_alpha: 0 } }, 'adapter-malformed'],
    [{ ...files, config: { ...files.config, lora_alpha: 1e300 } }, 'adapter-malformed'],
    [{ ...files, config: { ...files.config, rank_pattern: [1] } }, 'adapter-malformed'],
    [{ ...files, tensors: files.tensors.slice(1) }, 'adapter-malformed'],
    [{ ...files, tensors: [] }, 'adapter-malformed'],
    [adapterFiles(randomFactors([['model.layers.0.self_attn.q_proj', width, width + 1]], 4)), 'adapter-mismatch'],
    [adapterFiles(randomFactors([['model.layers.2.self_attn.q_proj', width, width]], 4)), 'adapter-mismatch'],
    [
      adapterFiles(
        randomFactors([['model.layers.0.self_attn.q_proj', width, width]], 4).map((one) => ({
          ...one,
          up: one.up.fill(NaN, 3, 4),
        })),
      ),
      'tensor-not-finite',
    ],
  ];
  for (const [spoiled, code] of cases) expect((await refusal(spoiled)).code).toBe(code);
  const tied = await refusal(files, await baseFolder({ tie_word_embeddings: true }));
  expect(tied.details['feature']).toContain('lm_head');

  const adapterPath = await writeAdapter(join(await temporaryFolder(), 'adapter'), files);
  const outputFolder = await temporaryFolder();
  const outputPath = join(outputFolder, 'adapter.gguf');
  await expect(convertAdapter({ adapterPath, outputPath })).rejects.toMatchObject({
    code: 'adapter-missing-base',
    details: { base: 'Example/Tiny-Llama' },
  });
  const aborted = convertAdapter({
    adapterPath,
    outputPath,
    basePath: await baseFolder(),
    signal: AbortSignal.abort(),
  });
  await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
  await rm(join(adapterPath, 'adapter_model.safetensors'));
  await writeFile(join(adapterPath, 'adapter_model.bin'), '');
  await expect(convertAdapter({ adapterPath, outputPath })).rejects.toMatchObject({ code: 'checkpoint-pickle' });
  await rm(join(adapterPath, 'adapter_config.json'));
  await expect(convertAdapter({ adapterPath, outputPath })).rejects.toMatchObject({ code: 'adapter-missing-config' });
  expect(await readdir(outputFolder)).toEqual([]);
});

test('a folder in the place of the output is told', async () => {
  const outputPath = await temporaryFolder();
  await expect(convertAdapter({ adapterPath: outputPath, outputPath })).rejects.toMatchObject({
    code: 'write-failed',
    details: { path: outputPath, reason: 'EISDIR' },
  });
});
