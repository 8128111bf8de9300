/**
 * What is fed to the fuzz: for every kind of file that Sarvi reads, a sound one, a way to damage it, and the code that
 * reads it. A reader answers or throws; what it answers is held against the file.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { QuantizationType } from '#contract/quantization';
import { readCheckpoint } from '../../src-main/core/checkpoint/read-checkpoint.ts';
import { readWeights } from '../../src-main/core/checkpoint/read-weights.ts';
import { readSafetensorsHeader } from '../../src-main/core/checkpoint/safetensors-header.ts';
import { convertAdapter } from '../../src-main/core/convert/convert-adapter.ts';
import { readImportanceMatrix } from '../../src-main/core/convert/importance-matrix.ts';
import { planConversion } from '../../src-main/core/convert/plan-conversion.ts';
import { planSource } from '../../src-main/core/convert/plan-source.ts';
import { runConversion } from '../../src-main/core/convert/run-conversion.ts';
import { readAdapterFile } from '../../src-main/core/gguf/read-adapter-file.ts';
import { planFile } from '../../src-main/core/gguf/plan-file.ts';
import { readGguf } from '../../src-main/core/gguf/read-gguf.ts';
import { inspectModel } from '../../src-main/core/models/inspect-model.ts';
import { readPreTokenizer } from '../../src-main/tokenizer-process/read-pre-tokenizer.ts';
import { adapterFiles, randomFactors, writeAdapter } from '../builders/adapter.ts';
import { checkpointConfig, checkpointFiles, SMALL_SHAPE, writeCheckpoint } from '../builders/checkpoint.ts';
import { conversionPorts } from '../builders/conversion-ports.ts';
import { collectedImportance, importanceDat, importanceGguf } from '../builders/importance-files.ts';
import { safetensorsFile } from '../builders/safetensors.ts';
import { splitGguf } from '../builders/split-gguf.ts';
import { sentencePieceTargets } from './sentencepiece-targets.ts';
import { mutateBytes, mutateJson, pick, type Random } from './mutate.ts';

export interface Target {
  readonly name: string;
  /** Damages its file anew and reads it. */
  readonly run: (random: Random) => Promise<void>;
}

/** Small enough that one reading takes a millisecond. */
const SHAPE = { ...SMALL_SHAPE, layers: 1, width: 64, feedForwardWidth: 64, heads: 2, keyValueHeads: 1 };
/** Of the inputs whose plan is sound; a process takes a hundred times as long as a plan. */
const CONVERTED_SHARE = 0.02;
const CHECKPOINT_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json'];

/** `tokenizer.json` most often. */
const PRE_TOKENIZER_FILES = [
  'config.json',
  'tokenizer.json',
  'tokenizer.json',
  'tokenizer.json',
  'tokenizer_config.json',
];

/** @param folder - an empty one, for everything that is written */
export async function createTargets(folder: string): Promise<Target[]> {
  const outputs = join(folder, 'outputs');
  await mkdir(outputs);
  return [
    fileTarget('gguf', join(folder, 'a.gguf'), ggufBytes(), readSoundGguf),
    fileTarget('gguf inspected', join(folder, 'b.gguf'), ggufBytes(), (path) => inspect(path, folder)),
    fileTarget('safetensors', join(folder, 'c.safetensors'), shardBytes(), readSoundShard),
    headerTarget(join(folder, 'd.safetensors')),
    await indexTarget(join(folder, 'sharded')),
    ...(await checkpointTargets(join(folder, 'checkpoint'), folder, outputs)),
    ...(await sentencePieceTargets(join(folder, 'pieces'), SHAPE, (path, random) => planInto(outputs, path, random))),
    ...(await ggufSourceTargets(folder, outputs)),
    fileTarget('imatrix gguf', join(folder, 'e.gguf'), importanceGguf(importance()), readImportanceMatrix),
    fileTarget('imatrix dat', join(folder, 'f.dat'), importanceDat(importance()), readImportanceMatrix),
    ...(await adapterTargets(join(folder, 'adapter'), outputs)),
    await adapterFileTarget(join(folder, 'g.gguf')),
  ];
}

function fileTarget(name: string, path: string, sound: Buffer, read: (path: string) => Promise<unknown>): Target {
  return {
    name,
    async run(random) {
      await writeFile(path, mutateBytes(sound, random));
      await read(path);
    },
  };
}

/** The header's JSON changed, its length true again. */
function headerTarget(path: string): Target {
  const sound = shardBytes();
  const headerBytes = Number(sound.readBigUInt64LE());
  const header = sound.toString('utf8', 8, 8 + headerBytes);
  return {
    name: 'safetensors header',
    async run(random) {
      const changed = mutateJson(header, random);
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(changed.length));
      await writeFile(path, Buffer.concat([length, changed, sound.subarray(8 + headerBytes)]));
      await readSoundShard(path);
    },
  };
}

async function indexTarget(folder: string): Promise<Target> {
  await writeCheckpoint(folder, checkpointFiles(SHAPE), 3);
  const path = join(folder, 'model.safetensors.index.json');
  const sound = await readFile(path, 'utf8');
  return {
    name: 'index',
    async run(random) {
      await writeFile(path, mutateJson(sound, random));
      const { shards } = await readWeights(folder);
      if (shards.some((shard) => !shard.path.startsWith(folder)))
        throw new Error('a shard outside of the folder was read');
    },
  };
}

async function checkpointTargets(folder: string, modelsFolder: string, outputs: string): Promise<Target[]> {
  const sound = await writeCheckpoint(`${folder}-sound`, checkpointFiles(SHAPE));
  await cp(sound, folder, { recursive: true });
  const texts = new Map<string, string>();
  for (const name of CHECKPOINT_FILES) texts.set(name, await readFile(join(sound, name), 'utf8'));
  const spoil = async (name: string, random: Random, read: () => Promise<unknown>): Promise<void> => {
    const text = texts.get(name) ?? '';
    await writeFile(join(folder, name), mutateJson(text, random));
    try {
      await read();
    } finally {
      await writeFile(join(folder, name), text);
    }
  };
  const plan = (random: Random): Promise<void> => planInto(outputs, folder, random);
  const weights = await readFile(join(sound, 'model.safetensors'));
  return [
    ...CHECKPOINT_FILES.map((name) => ({ name, run: (random: Random) => spoil(name, random, () => plan(random)) })),
    {
      name: 'checkpoint weights',
      async run(random) {
        await writeFile(join(folder, 'model.safetensors'), mutateBytes(weights, random));
        try {
          await plan(random);
        } finally {
          await writeFile(join(folder, 'model.safetensors'), weights);
        }
      },
    },
    {
      name: 'pre-tokenizer',
      run: (random) => spoil(pick(PRE_TOKENIZER_FILES, random), random, () => readPreTokenizer(folder)),
    },
    {
      name: 'checkpoint inspected',
      run: (random) => spoil(pick(CHECKPOINT_FILES, random), random, () => inspect(folder, modelsFolder)),
    },
  ];
}

/** A GGUF file that is given another type, and the parts of one that are joined. */
async function ggufSourceTargets(folder: string, outputs: string): Promise<Target[]> {
  const path = join(folder, 'source.gguf');
  const checkpoint = await writeCheckpoint(join(folder, 'source'), checkpointFiles(SHAPE));
  await runConversion(conversionPorts, { checkpointPath: checkpoint, outputPath: path, quantization: 'BF16', jobs: 1 });
  const sound = await readFile(path);
  const parts = await splitGguf(path, folder, 3, 'part');
  const soundParts = await Promise.all(parts.map((part) => readFile(part)));
  const options = { name: null, version: '0.0.0', preTokenizer: 'llama-bpe' };
  return [
    {
      name: 'gguf requantized',
      async run(random) {
        await writeFile(path, mutateBytes(sound, random));
        await planSource(path, 'Q4_K_M', options);
        if (random() < CONVERTED_SHARE) await convertInto(outputs, path, 'Q8_0');
      },
    },
    {
      name: 'gguf parts',
      async run(random) {
        const index = Math.floor(random() * parts.length);
        const [part = '', bytes = sound] = [parts[index], soundParts[index]];
        await writeFile(part, mutateBytes(bytes, random));
        try {
          await planSource(parts[0] ?? '', random() < 0.5 ? null : 'Q4_K_M', options);
        } finally {
          await writeFile(part, bytes);
        }
      },
    },
  ];
}

async function planInto(outputs: string, folder: string, random: Random): Promise<void> {
  planConversion(await readCheckpoint(folder), 'Q4_K_M', { name: null, version: '0.0.0', preTokenizer: 'llama-bpe' });
  if (random() < CONVERTED_SHARE) await convertInto(outputs, folder, pick(['F16', 'Q4_0', 'Q6_K'], random));
}

/** A whole conversion in its own process: it ends with its output or with nothing. */
async function convertInto(outputs: string, checkpointPath: string, quantization: QuantizationType): Promise<void> {
  const outputPath = join(outputs, 'model.gguf');
  const request = { checkpointPath, outputPath, quantization, jobs: 1 };
  const ended = await runConversion(conversionPorts, request).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const left = (await readdir(outputs)).join();
  if (left !== (ended ? '' : 'model.gguf')) throw new Error(`the conversion left ${left} behind`);
  if (ended) throw ended.error;
  await readGguf(outputPath);
  await rm(outputPath);
}

async function adapterTargets(folder: string, outputs: string): Promise<Target[]> {
  const files = adapterFiles(
    randomFactors(
      [
        ['model.layers.0.self_attn.q_proj', 64, 64],
        ['model.layers.0.mlp.up_proj', 64, 64],
      ],
      2,
    ),
  );
  await writeAdapter(folder, files);
  await writeFile(join(folder, 'config.json'), JSON.stringify(checkpointConfig(SHAPE)));
  const convert = async (name: string, changed: Buffer): Promise<void> => {
    const sound = await readFile(join(folder, name));
    const outputPath = join(outputs, 'adapter.gguf');
    await writeFile(join(folder, name), changed);
    const ended = await convertAdapter({ adapterPath: folder, outputPath }).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    await writeFile(join(folder, name), sound);
    const left = (await readdir(outputs)).join();
    if (left !== (ended ? '' : 'adapter.gguf')) throw new Error(`the conversion left ${left} behind`);
    if (ended) throw ended.error;
    await readAdapterFile(outputPath);
    await rm(outputPath);
  };
  const config = JSON.stringify(files.config);
  const weights = safetensorsFile(files.tensors);
  return [
    { name: 'adapter config', run: (random) => convert('adapter_config.json', mutateJson(config, random)) },
    { name: 'adapter weights', run: (random) => convert('adapter_model.safetensors', mutateBytes(weights, random)) },
  ];
}

async function adapterFileTarget(path: string): Promise<Target> {
  const folder = `${path}-source`;
  await writeAdapter(folder, adapterFiles(randomFactors([['model.layers.0.mlp.up_proj', 64, 64]], 2)));
  await writeFile(join(folder, 'config.json'), JSON.stringify(checkpointConfig(SHAPE)));
  await convertAdapter({ adapterPath: folder, outputPath: path });
  return fileTarget('adapter gguf', path, await readFile(path), readAdapterFile);
}

/** What an inspection reports is no less a refusal than what it throws. */
async function inspect(path: string, modelsFolder: string): Promise<void> {
  const [problem] = (await inspectModel(path, modelsFolder, null)).problems;
  if (problem) throw SarviError.fromReport(problem);
}

async function readSoundGguf(path: string): Promise<void> {
  const { tensors, sizeBytes } = await readGguf(path);
  if (tensors.some(({ offset, sizeBytes: size }) => offset + size > sizeBytes))
    throw new Error('a tensor beyond the end');
}

async function readSoundShard(path: string): Promise<void> {
  const { tensors, sizeBytes } = await readSafetensorsHeader(path);
  let end = 0;
  for (const { offset, sizeBytes: size } of tensors) {
    if (offset < end || offset + size > sizeBytes) throw new Error('a tensor out of its place');
    end = offset + size;
  }
}

function ggufBytes(): Buffer {
  const { header, sizeBytes } = planFile(
    new Map([
      ['general.architecture', { type: 'string', value: 'llama' }],
      ['general.alignment', { type: 'u32', value: 32 }],
      ['llama.block_count', { type: 'u32', value: 1 }],
      ['tokenizer.ggml.tokens', { type: 'array', of: 'string', value: ['a', 'b', 'c'] }],
      ['tokenizer.ggml.token_type', { type: 'array', of: 'i32', value: [1, 2, 3] }],
    ]),
    [
      { name: 'vector', type: 'F32', shape: [8] },
      { name: 'matrix', type: 'Q4_K', shape: [2, 256] },
    ],
  );
  return Buffer.concat([header, Buffer.alloc(sizeBytes - header.length)]);
}

function shardBytes(): Buffer {
  const tensor = (name: string, shape: number[]) => ({
    name,
    dtype: 'BF16',
    shape,
    bytes: new Uint8Array(shape.reduce((product, size) => product * size, 2)),
  });
  return safetensorsFile([tensor('a', [4, 8]), tensor('b', [16]), tensor('c', [2, 2, 2])]);
}

function importance(): ReturnType<typeof collectedImportance> {
  return collectedImportance(
    new Map([
      ['blk.0.attn_q.weight', 64],
      ['blk.0.ffn_down.weight', 32],
    ]),
  );
}
