import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ErrorCode, ErrorDetails } from '#contract/errors';
import { readCheckpoint } from '../../../../src-main/core/checkpoint/read-checkpoint.ts';
import { planConversion } from '../../../../src-main/core/convert/plan-conversion.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint, type CheckpointFiles } from '../../../builders/checkpoint.ts';
import { safetensorsFile, safetensorsHeader } from '../../../builders/safetensors.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

interface BadCase {
  readonly name: string;
  readonly code: ErrorCode;
  readonly details?: ErrorDetails;
  /** Spoils the files before they are written. */
  readonly files?: (files: CheckpointFiles) => void;
  /** Spoils the folder afterwards. */
  readonly folder?: (folder: string) => Promise<unknown>;
  readonly shards?: number;
}

const write = (name: string, content: string | Uint8Array) => (folder: string) =>
  writeFile(join(folder, name), content);
const remove = (name: string) => (folder: string) => rm(join(folder, name));
const weights = (content: string | Uint8Array) => write('model.safetensors', content);
const header = (entries: unknown, dataBytes = 0) =>
  weights(Buffer.concat([safetensorsHeader(JSON.stringify(entries)), Buffer.alloc(dataBytes)]));
const tensor = (begin: unknown, end: unknown, shape: unknown = [4], dtype: unknown = 'F32'): unknown => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});
const config = (fields: Record<string, unknown>) => (files: CheckpointFiles) =>
  void Object.assign(files.config, fields);
const tokenizer = (fields: Record<string, unknown>) => (files: CheckpointFiles) =>
  void Object.assign(files.tokenizer, fields);
const model = (fields: Record<string, unknown>) => (files: CheckpointFiles) =>
  void Object.assign(files.tokenizer['model'] as object, fields);
const change = (name: string, changes: Record<string, unknown>) => (files: CheckpointFiles) => {
  files.tensors = files.tensors.map((one) => (one.name === name ? { ...one, ...changes } : one));
};
const INDEX = 'model.safetensors.index.json';

const CASES: BadCase[] = [
  { name: 'no config.json', code: 'checkpoint-missing-config', folder: remove('config.json') },
  { name: 'config.json cut short', code: 'checkpoint-malformed-config', folder: write('config.json', '{"a": ') },
  { name: 'config.json of a list', code: 'checkpoint-malformed-config', folder: write('config.json', '[]') },
  { name: 'config.json with NaN', code: 'checkpoint-malformed-config', folder: write('config.json', '{"a": NaN}') },
  { name: 'no hidden_size', code: 'checkpoint-malformed-config', files: config({ hidden_size: undefined }) },
  { name: 'a hidden_size of 2^40', code: 'checkpoint-malformed-config', files: config({ hidden_size: 2 ** 40 }) },
  { name: 'a negative layer count', code: 'checkpoint-malformed-config', files: config({ num_hidden_layers: -1 }) },
  { name: 'heads that do not divide', code: 'checkpoint-malformed-config', files: config({ num_attention_heads: 3 }) },
  { name: 'an odd head_dim', code: 'checkpoint-malformed-config', files: config({ head_dim: 33 }) },
  { name: 'rope_scaling of a list', code: 'checkpoint-malformed-config', files: config({ rope_scaling: [] }) },
  {
    name: 'another architecture',
    code: 'checkpoint-unsupported-architecture',
    details: { architecture: 'Qwen3ForCausalLM' },
    files: config({ architectures: ['Qwen3ForCausalLM'] }),
  },
  ...[
    ['MixtralForCausalLM', 'layers-of-experts'],
    ['Qwen3MoeForCausalLM', 'layers-of-experts'],
    ['BloomForCausalLM', 'layers-of-bloom'],
    ['Mistral3ForConditionalGeneration', 'more-than-text'],
  ].map(([architecture = '', reason = '']) => ({
    name: architecture,
    code: 'checkpoint-unsupported-architecture' as const,
    details: { architecture, reason },
    files: config({ architectures: [architecture] }),
  })),
  ...['awq', 'gptq', 'bitsandbytes', 'fp8', 'compressed-tensors'].map((method) => ({
    name: `weights quantized by ${method}`,
    code: 'checkpoint-quantized' as const,
    details: { method },
    files: config({ quantization_config: { quant_method: method }, _name_or_path: '/home/me/model' }),
  })),
  {
    name: 'quantized weights whose original is known',
    code: 'checkpoint-quantized',
    details: { method: 'quantization_config', original: 'mistralai/Mistral-7B-v0.1' },
    files: config({ quantization_config: true, _name_or_path: 'mistralai/Mistral-7B-v0.1' }),
  },
  {
    name: 'an unknown rope_scaling',
    code: 'checkpoint-unsupported-feature',
    details: { feature: 'rope_scaling "longrope"' },
    files: config({ rope_scaling: { rope_type: 'longrope', factor: 4 } }),
  },
  { name: 'another activation', code: 'checkpoint-unsupported-feature', files: config({ hidden_act: 'gelu' }) },
  { name: 'no tokenizer.json', code: 'checkpoint-missing-tokenizer', folder: remove('tokenizer.json') },
  { name: 'tokenizer.json cut short', code: 'checkpoint-malformed-tokenizer', folder: write('tokenizer.json', '{') },
  {
    name: 'tokenizer_config.json cut short',
    code: 'checkpoint-malformed-tokenizer',
    folder: write('tokenizer_config.json', '{'),
  },
  { name: 'a tokenizer without model', code: 'checkpoint-malformed-tokenizer', files: tokenizer({ model: null }) },
  { name: 'a vocabulary of texts', code: 'checkpoint-malformed-tokenizer', files: model({ vocab: { a: 'b' } }) },
  { name: 'a token beyond the model', code: 'checkpoint-malformed-tokenizer', files: model({ vocab: { a: 99_999 } }) },
  { name: 'two tokens of one id', code: 'checkpoint-malformed-tokenizer', files: model({ vocab: { a: 1, b: 1 } }) },
  { name: 'merges of numbers', code: 'checkpoint-malformed-tokenizer', files: model({ merges: [1] }) },
  {
    name: 'an added token without id',
    code: 'checkpoint-malformed-tokenizer',
    files: tokenizer({ added_tokens: [{}] }),
  },
  { name: 'a unigram tokenizer', code: 'checkpoint-unsupported-tokenizer', files: model({ type: 'Unigram' }) },
  { name: 'sentencepiece bytes', code: 'checkpoint-unsupported-tokenizer', files: model({ byte_fallback: true }) },
  { name: 'no weights', code: 'checkpoint-missing-weights', folder: remove('model.safetensors') },
  {
    name: 'pickled weights',
    code: 'checkpoint-pickle',
    folder: (folder) => rename(join(folder, 'model.safetensors'), join(folder, 'pytorch_model.bin')),
  },
  { name: 'an index cut short', code: 'checkpoint-malformed-index', folder: write(INDEX, '{"weight_map"') },
  { name: 'an index without map', code: 'checkpoint-malformed-index', folder: write(INDEX, '{}') },
  {
    name: 'an index that leads out of the folder',
    code: 'checkpoint-malformed-index',
    folder: write(INDEX, JSON.stringify({ weight_map: { a: '../x.safetensors' } })),
  },
  {
    name: 'an index that names a tensor elsewhere',
    code: 'checkpoint-malformed-index',
    folder: write(INDEX, JSON.stringify({ weight_map: { a: 'model.safetensors' } })),
  },
  {
    name: 'an index beside which only some of its shards lie',
    code: 'checkpoint-missing-shard',
    details: { shard: 'model-00001-of-00003.safetensors' },
    shards: 3,
    folder: remove('model-00001-of-00003.safetensors'),
  },
  {
    name: 'a missing shard',
    code: 'checkpoint-missing-shard',
    details: { shard: 'model-00002-of-00003.safetensors' },
    shards: 3,
    folder: remove('model-00002-of-00003.safetensors'),
  },
  {
    name: 'a missing shard without an index',
    code: 'checkpoint-missing-shard',
    details: { shard: 'model-00001-of-00002.safetensors' },
    folder: (folder) => rename(join(folder, 'model.safetensors'), join(folder, 'model-00002-of-00002.safetensors')),
  },
  { name: 'an empty shard', code: 'safetensors-truncated', folder: weights('') },
  { name: 'a header beyond the file', code: 'safetensors-truncated', folder: weights(safetensorsHeader('{}', 900n)) },
  {
    name: 'a header of 2^63 bytes',
    code: 'safetensors-malformed-header',
    folder: weights(safetensorsHeader('{}', 2n ** 63n)),
  },
  { name: 'a header that is no JSON', code: 'safetensors-malformed-header', folder: weights(safetensorsHeader('{{')) },
  {
    name: 'a header nested 100,000 deep',
    code: 'safetensors-malformed-header',
    folder: weights(safetensorsHeader(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
  },
  { name: 'a shape of text', code: 'safetensors-malformed-header', folder: header({ a: tensor(0, 16, '4') }, 16) },
  { name: 'a negative shape', code: 'safetensors-malformed-header', folder: header({ a: tensor(0, 16, [-4]) }, 16) },
  {
    name: 'a name with a line break',
    code: 'safetensors-malformed-header',
    folder: header({ 'a\n': tensor(0, 16) }, 16),
  },
  {
    name: 'a shape of 2^53 weights',
    code: 'safetensors-wrong-size',
    folder: header({ a: tensor(0, 16, [2 ** 52]) }, 16),
  },
  { name: 'a wrong size', code: 'safetensors-wrong-size', folder: header({ a: tensor(0, 12) }, 16) },
  { name: 'offsets that run backwards', code: 'safetensors-out-of-range', folder: header({ a: tensor(16, 0) }, 16) },
  {
    name: 'offsets far beyond the file',
    code: 'safetensors-out-of-range',
    folder: header({ a: tensor(1e12, 1e12 + 16) }),
  },
  {
    name: 'overlapping tensors',
    code: 'safetensors-overlap',
    details: { first: 'a', second: 'b' },
    folder: header({ a: tensor(0, 16), b: tensor(8, 24) }, 24),
  },
  {
    name: 'an unknown dtype',
    code: 'safetensors-unsupported-dtype',
    folder: header({ a: tensor(0, 16, [4], 'X32') }, 16),
  },
  {
    name: 'a file whose end is missing',
    code: 'safetensors-truncated',
    folder: (folder) => truncate(join(folder, 'model.safetensors'), 100_000),
  },
  {
    name: 'weights in whole numbers',
    code: 'safetensors-unsupported-dtype',
    details: { tensor: 'model.norm.weight', found: 'I64' },
    files: change('model.norm.weight', { dtype: 'I64', bytes: new Uint8Array(256 * 8) }),
  },
  {
    name: 'a missing tensor',
    code: 'tensor-missing',
    details: { tensor: 'lm_head.weight' },
    files: (files) => void files.tensors.pop(),
  },
  {
    name: 'a layer too many',
    code: 'tensor-unmapped',
    details: { tensor: 'model.layers.1.input_layernorm.weight' },
    files: config({ num_hidden_layers: 1 }),
  },
  {
    name: 'a tensor of another shape',
    code: 'tensor-wrong-shape',
    details: { tensor: 'model.norm.weight', expected: '256', found: '2 x 128' },
    files: change('model.norm.weight', { shape: [2, 128] }),
  },
];

test.each(CASES)('refuses $name: $code', async ({ code, details, files, folder, shards }) => {
  const content = checkpointFiles({ ...SMALL_SHAPE, feedForwardWidth: 64 });
  files?.(content);
  const path = await writeCheckpoint(await temporaryFolder(), content, shards);
  await folder?.(path);
  const reading = readCheckpoint(path).then((checkpoint) =>
    planConversion(checkpoint, 'Q4_K_M', { name: null, version: '0.0.0', preTokenizer: 'llama-bpe' }),
  );
  await expect(reading).rejects.toMatchObject({ code, ...(details && { details }) });
});

test('reads a hub cache, whose files are links, beside other files', async () => {
  const path = await writeCheckpoint(await temporaryFolder(), checkpointFiles(), 3);
  await writeFile(join(path, 'training_args.bin'), '');
  await writeFile(join(path, 'adapter_model.safetensors'), 'not a part of the model');
  const cache = join(await temporaryFolder(), 'models--Example--Tiny');
  const snapshot = join(cache, 'snapshots', 'a1b2c3');
  await mkdir(snapshot, { recursive: true });
  await mkdir(join(cache, 'blobs'));
  const names = await readdir(path);
  for (const [index, name] of names.entries()) {
    await copyFile(join(path, name), join(cache, 'blobs', `${index}`));
    await symlink(`../../blobs/${index}`, join(snapshot, name));
  }
  const { weights, fingerprint } = await readCheckpoint(snapshot);
  expect({ shards: weights.shards.length, tensors: weights.tensors.size }).toEqual({ shards: 3, tensors: 21 });
  expect(fingerprint).toBe((await readCheckpoint(path)).fingerprint);
});

test('weights that are links to elsewhere are not taken in, and pipes are not waited for', async () => {
  const path = await writeCheckpoint(await temporaryFolder(), checkpointFiles());
  const elsewhere = join(await temporaryFolder(), 'model.safetensors');
  const weights = join(path, 'model.safetensors');
  await rename(weights, elsewhere);
  await symlink(elsewhere, weights);
  await expect(readCheckpoint(path)).rejects.toMatchObject({
    code: 'checkpoint-link-outside',
    details: { path: weights, target: elsewhere },
  });
  await rm(weights);
  execFileSync('mkfifo', [weights]);
  await expect(readCheckpoint(path)).rejects.toMatchObject({ code: 'safetensors-malformed-header' });
  await rm(join(path, 'config.json'));
  execFileSync('mkfifo', [join(path, 'config.json')]);
  await expect(readCheckpoint(path)).rejects.toMatchObject({ code: 'checkpoint-malformed-config' });
});

test.each([
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'generation_config.json',
  'README.md',
  'chat_template.jinja',
  'additional_chat_templates/rag.jinja',
  'model.safetensors.index.json',
])('%s that is a link to elsewhere is not taken in, in a folder named blobs either', async (name) => {
  const files = checkpointFiles();
  delete files.tokenizerConfig['chat_template'];
  const path = await writeCheckpoint(await temporaryFolder(), files);
  if (name.startsWith('additional')) {
    await write('chat_template.jinja', 'main')(path);
    await mkdir(join(path, 'additional_chat_templates'));
  }
  const elsewhere = join(await temporaryFolder(), 'blobs');
  await mkdir(elsewhere);
  await write('private', '{}')(elsewhere);
  const link = join(path, name);
  await rm(link, { force: true });
  await symlink(join(elsewhere, 'private'), link);
  await expect(readCheckpoint(path)).rejects.toMatchObject({
    code: 'checkpoint-link-outside',
    details: { path: link, target: join(elsewhere, 'private') },
  });
});

test.each([
  ['one whole file', 1],
  ['other shards, which are complete,', 3],
])('an index that other weights left behind counts for nothing beside %s', async (_, shards) => {
  const path = await writeCheckpoint(await temporaryFolder(), checkpointFiles(), shards);
  const { weights: sound } = await readCheckpoint(path);
  const left = { 'model.embed_tokens.weight': 'model-00001-of-00002.safetensors' };
  await writeFile(join(path, INDEX), JSON.stringify({ weight_map: left }));
  expect((await readCheckpoint(path)).weights).toEqual(sound);
});

test.each([0, 1, 7, 2 ** 31, -1, 0.5])('a trained window of %d tokens is refused by name', async (tokens) => {
  const content = checkpointFiles();
  config({ max_position_embeddings: tokens })(content);
  const path = await writeCheckpoint(await temporaryFolder(), content);
  await expect(readCheckpoint(path)).rejects.toMatchObject({
    code: 'checkpoint-malformed-config',
    details: { reason: expect.stringContaining(`"field":"max_position_embeddings","value":"${tokens}"`) as string },
  });
});

test('a plain file is not a checkpoint', async () => {
  const folder = await temporaryFolder();
  await write('a', safetensorsFile([]))(folder);
  await expect(readCheckpoint(join(folder, 'a'))).rejects.toMatchObject({ code: 'path-not-a-model' });
  await expect(readCheckpoint(join(folder, 'b'))).rejects.toMatchObject({ code: 'path-missing' });
});
