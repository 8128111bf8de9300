import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { QUANTIZATION_TYPES } from '#contract/quantization';
import { because } from '#contract/reasons';
import { runConversion } from '../../../../src-main/core/convert/run-conversion.ts';
import { inspectModel } from '../../../../src-main/core/models/inspect-model.ts';
import { checkpointFiles, writeCheckpoint } from '../../../builders/checkpoint.ts';
import { conversionPorts, GUIDE_CHECKPOINT } from '../../../builders/conversion-ports.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { writeTinyGguf } from '../../../builders/tiny-gguf.ts';
import { preTokenizerFinder } from '../../../../src-main/core/models/pre-tokenizer-finder.ts';

const findPreTokenizer = preTokenizerFinder(conversionPorts);

const GUIDE_FACTS = {
  name: 'Guide Model',
  parameterCount: 5_769_984,
  layerCount: 5,
  headCount: 4,
  keyValueHeadCount: 2,
  width: 256,
  feedForwardWidth: 768,
  vocabularySize: 3584,
  contextTokens: 2048,
  hasChatTemplate: true,
  licence: null,
};
const GUIDE_SAMPLING = { temperature: 0.7, maxTokens: 500 };

test('the guide model tells the same as a checkpoint and as a GGUF file', async () => {
  const folder = await temporaryFolder();
  const checkpoint = await inspectModel(GUIDE_CHECKPOINT, folder, findPreTokenizer);
  expect(checkpoint).toMatchObject({
    path: GUIDE_CHECKPOINT,
    kind: 'checkpoint',
    family: 'guide',
    facts: { ...GUIDE_FACTS, architecture: 'LlamaForCausalLM', tensorTypes: { BF16: 48 }, fileType: 'BF16' },
    problems: [],
    sampling: GUIDE_SAMPLING,
  });
  expect(checkpoint.sizes.map(({ quantization }) => quantization)).toEqual(QUANTIZATION_TYPES);
  const outputPath = join(folder, 'guide.gguf');
  await runConversion(conversionPorts, { checkpointPath: GUIDE_CHECKPOINT, outputPath, quantization: 'Q4_K_M' });
  expect(await inspectModel(outputPath, folder, findPreTokenizer)).toMatchObject({
    path: outputPath,
    kind: 'gguf',
    family: 'guide',
    facts: {
      ...GUIDE_FACTS,
      architecture: 'llama',
      tensorTypes: { F32: 12, Q4_K: 32, Q6_K: 5 },
      fileType: 'Q4_K_M',
    },
    problems: [],
    sizes: [],
    sampling: GUIDE_SAMPLING,
  });
});

test('each conversion is offered with its size, quality and expected time', async () => {
  const folder = await temporaryFolder();
  const weightsPerSecond = new Map([['Q8_0', 1e6]] as const);
  const speeds = { weightsPerSecond, writeBytesPerSecond: 1e6, readBytesPerSecond: 1e6 };
  const { sizes, recommended, facts } = await inspectModel(GUIDE_CHECKPOINT, folder, findPreTokenizer, () =>
    Promise.resolve(speeds),
  );
  const offer = sizes.find(({ quantization }) => quantization === 'Q8_0');
  expect(offer).toMatchObject({ quality: 'excellent', divergence: 0.001355 });
  expect(offer?.bitsPerWeight).toBeCloseTo(8.51, 1);
  expect(offer?.seconds).toBeCloseTo(3 + (facts.sizeBytes + (offer?.sizeBytes ?? 0)) / 1e6, 5);
  // 6 MB in any machine's memory.
  expect(recommended).toBe('Q8_0');
  const unknown = await inspectModel(GUIDE_CHECKPOINT, folder, findPreTokenizer, () => Promise.resolve(null));
  expect(unknown.sizes.every(({ seconds }) => seconds === null)).toBe(true);
});

test.each([
  ['Llama-Poro-2-8B-base', {}, 'poro2-base'],
  ['Llama-Poro-2-8B-SFT', {}, 'poro2-sft'],
  ['snapshot', { _name_or_path: 'LumiOpen/Llama-Poro-2-70B-Instruct' }, 'poro2-instruct'],
  ['models--LumiOpen--Llama-Poro-2-8B-Instruct/snapshots/0123', {}, 'poro2-instruct'],
  ['Llama-3.1-8B', {}, 'meta-llama'],
  ['models--meta-llama--Meta-Llama-3-8B-Instruct/snapshots/0123', {}, 'meta-llama'],
  ['model', { _name_or_path: 'meta-llama/Llama-2-7b-chat-hf' }, 'meta-llama'],
  ['DeepSeek-R1-Distill-Llama-8B', {}, 'llama'],
  ['Hermes-3-Llama-3.1-8B', {}, 'llama'],
  ['Llama-3.1-8B-Lexi', {}, 'llama'],
  ['Viking-33B', {}, 'viking'],
  ['models--Finnish-NLP--Ahma-3B-Instruct/snapshots/0123', {}, 'ahma'],
  ['EuroLLM-9B-Instruct', {}, 'eurollm'],
  ['SmolLM2-135M', {}, 'smollm2'],
  ['Mistral-7B-Instruct-v0.3', { architectures: ['MistralForCausalLM'] }, 'mistral'],
  ['normistral-7b-warm', { architectures: ['MistralForCausalLM'] }, 'llama'],
])('%s %o belongs to the family %s', async (name, config, family) => {
  const files = checkpointFiles();
  Object.assign(files.config, config);
  const path = await writeCheckpoint(join(await temporaryFolder(), name), files);
  expect((await inspectModel(path, path, findPreTokenizer)).family).toBe(family);
});

test('everything that would stop an import is told at once, with what can be known', async () => {
  const path = await writeCheckpoint(await temporaryFolder(), checkpointFiles());
  await rm(join(path, 'model.safetensors'));
  await writeFile(join(path, 'tokenizer.json'), '{');
  await writeFile(join(path, 'README.md'), '---\nlicense: apache-2.0\n---\n');
  const { problems, facts, sizes } = await inspectModel(path, path, findPreTokenizer);
  expect(problems.map(({ code }) => code)).toEqual(['checkpoint-missing-weights', 'checkpoint-malformed-tokenizer']);
  expect(facts).toMatchObject({ architecture: 'LlamaForCausalLM', layerCount: 2, licence: 'apache-2.0' });
  expect(sizes).toEqual([]);
});

test('an unsupported architecture is named', async () => {
  const files = checkpointFiles();
  files.config['architectures'] = ['GemmaForCausalLM'];
  const path = await writeCheckpoint(await temporaryFolder(), files);
  const { problems, facts } = await inspectModel(path, path, findPreTokenizer);
  expect(problems).toMatchObject([
    { code: 'checkpoint-unsupported-architecture', details: { architecture: 'GemmaForCausalLM' } },
  ]);
  expect(facts).toMatchObject({ architecture: 'GemmaForCausalLM', layerCount: 2 });
});

test('what is no model is refused, and a damaged GGUF file is a problem', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'empty'));
  await writeFile(join(folder, 'notes.txt'), 'x');
  await writeFile(join(folder, 'broken.gguf'), 'GGUF');
  const refused = async (name: string): Promise<unknown> =>
    inspectModel(join(folder, name), folder, findPreTokenizer).catch((error: unknown) => error);
  expect(await refused('empty')).toMatchObject({ code: 'path-not-a-model' });
  expect(await refused('notes.txt')).toMatchObject({ code: 'path-not-a-model' });
  expect(await refused('gone')).toMatchObject({ code: 'path-missing' });
  expect(await inspectModel(join(folder, 'broken.gguf'), folder, findPreTokenizer)).toMatchObject({
    kind: 'gguf',
    problems: [{ code: 'gguf-malformed' }],
  });
});

test.each([0, 1, 7, 2 ** 31])(
  'a GGUF file that was trained for %d tokens is refused by name',
  async (contextTokens) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'tiny.gguf');
    await writeTinyGguf(path, { tokens: ['a', 'b', 'ab'], contextTokens });
    expect((await inspectModel(path, folder, findPreTokenizer)).problems).toMatchObject([
      { code: 'gguf-malformed', details: { reason: because('context-length-is', { tokens: contextTokens }) } },
    ]);
  },
);

test('a GGUF file at whose tokens llama.cpp would abort is refused', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'twice.gguf');
  await writeTinyGguf(path, { tokens: ['a', 'b', 'c', 'b'] });
  const { problems } = await inspectModel(path, folder, findPreTokenizer);
  const reason = 'tokens-share-text {"token":"\\"b\\"","first":1,"second":3}';
  expect(problems).toMatchObject([{ code: 'gguf-malformed', details: { reason } }]);
});
