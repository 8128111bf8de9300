import { mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import type { QuantizationType } from '#contract/quantization';
import { runConversion } from '../../../../src-main/core/convert/run-conversion.ts';
import { metadataNumber } from '../../../../src-main/core/gguf/metadata.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint, type CheckpointFiles } from '../../../builders/checkpoint.ts';
import { conversionPorts } from '../../../builders/conversion-ports.ts';
import { quantizeWithLlama } from '../../../builders/quantize-with-llama.ts';
import { encodeFloats, mulberry32, randomWeights } from '../../../builders/random-weights.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { tensorHashes } from '../../../builders/tensor-hashes.ts';

/** 111 tensors. */
const DEEP_SHAPE = { ...SMALL_SHAPE, layers: 12, feedForwardWidth: 256 };

async function convert(checkpointPath: string, quantization: QuantizationType = 'Q4_K_M'): Promise<string> {
  const outputPath = join(await temporaryFolder(), `${quantization}.gguf`);
  await runConversion(conversionPorts, { checkpointPath, outputPath, quantization, jobs: 2 });
  return outputPath;
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = mulberry32(seed);
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

async function withFiles(change: (files: CheckpointFiles) => void, shape = SMALL_SHAPE): Promise<string> {
  const files = checkpointFiles(shape);
  change(files);
  return writeCheckpoint(await temporaryFolder(), files);
}

test('shards in any number and order, among other files and as links of a hub cache, make the same model', async () => {
  const files = checkpointFiles(DEEP_SHAPE);
  const single = await tensorHashes(await convert(await writeCheckpoint(await temporaryFolder(), files)));

  const three = await writeCheckpoint(await temporaryFolder(), { ...files, tensors: shuffled(files.tensors, 1) }, 3);
  expect(await tensorHashes(await convert(three))).toEqual(single);

  const hub = join(await temporaryFolder(), 'models--LumiOpen--Poro');
  const [blobs, snapshot] = [join(hub, 'blobs'), join(hub, 'snapshots', '0123456789abcdef0123456789abcdef01234567')];
  await writeCheckpoint(blobs, { ...files, tensors: shuffled(files.tensors, 2) }, 100);
  await mkdir(snapshot, { recursive: true });
  for (const [index, name] of (await readdir(blobs)).entries()) {
    // A hub cache keeps files under their hashes and points at them with relative links.
    await rename(join(blobs, name), join(blobs, `blob${index}`));
    await symlink(relative(snapshot, join(blobs, `blob${index}`)), join(snapshot, name));
  }
  await writeFile(join(snapshot, 'consolidated.00.pth'), 'not read');
  await writeFile(join(snapshot, 'adapter_model.safetensors'), 'not read');
  await writeFile(join(snapshot, 'model-of-someone-else.safetensors'), 'not read');
  await mkdir(join(snapshot, 'original'));
  expect(await tensorHashes(await convert(snapshot))).toEqual(single);
});

test.each(['F16', 'BF16'] as const)('dtypes may differ from tensor to tensor, and %s comes first', async (first) => {
  // By name lm_head.weight comes before all others.
  const dtypes = first === 'F16' ? (['F32', 'BF16', 'F16'] as const) : (['F32', 'F16', 'BF16'] as const);
  const path = await withFiles((files) => {
    files.tensors = files.tensors.map((tensor, index) => {
      const dtype = tensor.name === 'lm_head.weight' ? first : (dtypes[index % 3] ?? 'F32');
      const weights = randomWeights(
        tensor.shape.reduce((product, size) => product * size, 1),
        index,
      );
      return { ...tensor, dtype, bytes: encodeFloats(weights, dtype) };
    });
  });
  const reference = join(await temporaryFolder(), 'reference.gguf');
  await quantizeWithLlama(await convert(path, first), reference, 'Q4_K_M');
  expect(await tensorHashes(await convert(path))).toEqual(await tensorHashes(reference));
});

test('a head_dim that says what follows anyway changes nothing', async () => {
  const plain = await convert(await withFiles(() => undefined));
  const given = await convert(await withFiles(({ config }) => void (config['head_dim'] = 64)));
  const none = await convert(await withFiles(({ config }) => void (config['head_dim'] = null)));
  expect(await tensorHashes(given)).toEqual(await tensorHashes(plain));
  const lengths = await Promise.all(
    [plain, given, none].map(async (path) => {
      const { metadata } = await readGguf(path);
      return ['attention.key_length', 'attention.value_length', 'rope.dimension_count'].map((key) =>
        metadataNumber(metadata, `llama.${key}`),
      );
    }),
  );
  expect(lengths).toEqual([
    [64, 64, 64],
    [64, 64, 64],
    [64, 64, 64],
  ]);
});

test('a vocabulary that is padded for the hardware, and tokens beyond it, leave as many tokens as embeddings', async () => {
  const path = await withFiles(
    ({ tokenizer }) => {
      const added = tokenizer['added_tokens'] as Record<string, unknown>[];
      added.push({
        id: 320,
        content: '<|beyond|>',
        special: true,
        normalized: false,
      });
    },
    { ...SMALL_SHAPE, vocabulary: 320 },
  );
  const { metadata, tensors } = await readGguf(await convert(path));
  const tokens = metadata.get('tokenizer.ggml.tokens');
  const kinds = metadata.get('tokenizer.ggml.token_type');
  const list: readonly unknown[] = tokens?.type === 'array' ? tokens.value : [];
  expect([list.length, list.at(-1), list.some((token) => token === '<|beyond|>')]).toEqual([320, '[PAD319]', false]);
  expect(kinds?.type === 'array' ? kinds.value.at(-1) : null).toBe(5);
  expect(tensors.find(({ name }) => name === 'token_embd.weight')?.shape).toEqual([320, 256]);
});

test.each([
  ['one', 264, [264]],
  ['several', [261, 264, 9999], [261, 264]],
])('generation_config.json may name %s end of an answer', async (_, given, kept) => {
  const path = await withFiles(({ generationConfig }) => void (generationConfig['eos_token_id'] = given));
  const { metadata } = await readGguf(await convert(path, 'BF16'));
  expect(metadata.get('sarvi.generation.eos_token_ids')).toMatchObject({ type: 'array', value: kept });
});
