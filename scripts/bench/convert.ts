/**
 * `npm run bench:convert`: Sarvi's one-pass import against llama.cpp's quantizer, in turn, on the same machine.
 *
 * A checkpoint of Llama 3.2 1B's shape with random weights is made in a temporary folder and removed afterwards. Each
 * round imports it (`sarvi import`: inspection, conversion, check and load test, all processes counted), converts it
 * to BF16 (`sarvi convert`, which takes less time than llama.cpp's own converter and so makes the comparison harder),
 * and quantizes that by the shipped library's `llama_model_quantize`. Figures are compared within a round, since a
 * machine's speed changes between them; on a machine that is busy with other work (see the load average) only those of
 * the CPU mean anything. The physical limit is the time in which this disk alone, measured in each round, reads what one
 * pass reads and writes what it writes.
 *
 * Options: `--rounds N` (3), `--type QUANT` (Q4_K_M), `--shape 1b|small`, `--no-growth` (only the compared size), `--json`,
 * `--source` (the sources in place of the built program). Linux only: it counts the time of whole trees
 * of processes.
 */
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { QUANTIZATION_TYPES } from '#contract/quantization';
import { RECIPES } from '../../src-main/core/convert/recipes.ts';
import type { CheckpointShape } from '../../tests/builders/checkpoint.ts';
import { writeLargeCheckpoint } from '../../tests/builders/large-checkpoint.ts';
import { measureDisk, type DiskSpeed } from './measure-disk.ts';
import { measureProcess, type ProcessFigures } from './measure-process.ts';

interface Conversion extends ProcessFigures {
  /** Of the conversion process. */
  readonly peakMemoryBytes: number;
  /** Of the conversion process alone; the rest is inspection, check and load test. */
  readonly ownCpuSeconds: number;
  readonly readBytes: number;
  readonly sizeBytes: number;
}

interface Round {
  readonly onePass: Conversion;
  readonly toBf16: Conversion;
  readonly quantizer: ProcessFigures;
  /** One pass to the quantizer alone. */
  readonly cpuRatio: number;
  /** One pass to convert-then-quantize. */
  readonly wallRatio: number;
  /** Null where the file system cannot be read past its cache. */
  readonly disk: DiskSpeed | null;
}

const QUANTIZER = fileURLToPath(new URL('../../tests/builders/llama-quantize.ts', import.meta.url));
const JOBS = 2;

const LLAMA_3_2_1B: CheckpointShape = {
  layers: 16,
  width: 2048,
  feedForwardWidth: 8192,
  heads: 32,
  keyValueHeads: 8,
  vocabulary: 128_256,
  tied: true,
  dtype: 'BF16',
  shards: 1,
};
const SMALL: CheckpointShape = {
  ...LLAMA_3_2_1B,
  layers: 2,
  width: 256,
  feedForwardWidth: 1024,
  heads: 4,
  keyValueHeads: 2,
};
const SHAPES = {
  '1b': {
    compared: LLAMA_3_2_1B,
    growth: [
      { ...LLAMA_3_2_1B, layers: 5, width: 1024, feedForwardWidth: 4096, heads: 16 },
      { ...LLAMA_3_2_1B, layers: 6 },
    ],
  },
  small: { compared: SMALL, growth: [] },
} as const;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    type: { type: 'string', default: 'Q4_K_M' },
    shape: { type: 'string', default: '1b' },
    json: { type: 'boolean', default: false },
    source: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const entry = options.source ? '../../src-main/shells/cli/main.ts' : '../../out/main/cli.js';
const CLI = fileURLToPath(new URL(entry, import.meta.url));
const quantization = QUANTIZATION_TYPES.find((type) => type === options.type);
const shapes = Object.entries(SHAPES).find(([name]) => name === options.shape)?.[1];
const rounds = Number(options.rounds);
if (!quantization || !shapes || !Number.isInteger(rounds) || rounds < 1) throw new Error('unknown option');

const folder = await mkdtemp(join(tmpdir(), 'sarvi-bench-'));
// The measured process ends with this one, and its last files after it.
const stop = (): void => process.exit(130);
process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
process.once('SIGINT', stop).once('SIGTERM', stop);
try {
  await run(shapes.compared, options.growth ? shapes.growth : []);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function run(compared: CheckpointShape, growth: readonly CheckpointShape[]): Promise<void> {
  const grown: { weights: number; onePass: Conversion }[] = [];
  for (const shape of growth) {
    const checkpoint = join(folder, 'checkpoint');
    const weights = await writeLargeCheckpoint(checkpoint, shape);
    grown.push({ weights, onePass: await importCheckpoint(checkpoint) });
    await rm(checkpoint, { recursive: true });
    tell(describe(`${billions(weights)} B weights`, grown.at(-1)?.onePass));
  }
  const checkpoint = join(folder, 'checkpoint');
  const weights = await writeLargeCheckpoint(checkpoint, compared);
  const done: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    done.push(await compare(checkpoint));
    const { onePass, toBf16, quantizer, cpuRatio, wallRatio, disk } = done.at(-1) as Round;
    const load = loadavg()[0]?.toFixed(1) ?? '';
    tell(`round ${round}, ${billions(weights)} B weights, ${quantization ?? ''}, ${JOBS} jobs, load average ${load}`);
    tell(describe('  one pass', onePass));
    tell(describe('  to BF16', toBf16));
    tell(describe('  quantizer', quantizer));
    tell(`  CPU ${cpuRatio.toFixed(3)} x the quantizer, wall ${wallRatio.toFixed(3)} x convert-then-quantize`);
    tell(
      disk ? `  ${describeLimit(onePass, disk)}` : '  no physical limit: the file system cannot be read past its cache',
    );
  }
  const summary = {
    weights,
    quantization,
    rounds: done,
    growth: [...grown, { weights, onePass: done.at(-1)?.onePass }],
    medianCpuRatio: median(done.map(({ cpuRatio }) => cpuRatio)),
    medianWallRatio: median(done.map(({ wallRatio }) => wallRatio)),
    peakMemoryBytes: Math.max(...done.map(({ onePass }) => onePass.peakMemoryBytes)),
  };
  tell(
    `median: CPU ${summary.medianCpuRatio.toFixed(3)}, wall ${summary.medianWallRatio.toFixed(3)}; peak memory ${(summary.peakMemoryBytes / 1e6).toFixed(0)} MB`,
  );
  if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
}

async function compare(checkpoint: string): Promise<Round> {
  const onePass = await importCheckpoint(checkpoint);
  const bf16 = join(folder, 'bf16.gguf');
  const quantized = join(folder, 'quantized.gguf');
  const toBf16 = await convert(checkpoint, bf16);
  const quantizer = await quantize(bf16, quantized);
  await rm(bf16);
  await rm(quantized);
  return {
    onePass,
    toBf16,
    quantizer,
    cpuRatio: onePass.cpuSeconds / quantizer.cpuSeconds,
    wallRatio: onePass.wallSeconds / (toBf16.wallSeconds + quantizer.wallSeconds),
    disk: await measureDisk(join(checkpoint, 'model.safetensors'), folder).catch(() => null),
  };
}

async function importCheckpoint(checkpoint: string): Promise<Conversion> {
  const data = join(folder, 'data');
  const type = quantization ?? '';
  const args = [CLI, 'import', checkpoint, '--type', type, '--jobs', String(JOBS), '--data-dir', data, '--json'];
  const figures = await measureProcess(args, join(folder, 'log'));
  const log = await readFile(join(data, 'logs', 'sarvi.log'), 'utf8');
  const figure = (name: string): number => Number(new RegExp(`"${name}":([\\d.]+)`).exec(log)?.[1]);
  await rm(data, { recursive: true });
  return {
    ...figures,
    peakMemoryBytes: figure('peakMemoryBytes'),
    ownCpuSeconds: figure('cpuSeconds'),
    readBytes: figure('readBytes'),
    sizeBytes: figure('sizeBytes'),
  };
}

async function convert(checkpoint: string, out: string): Promise<Conversion> {
  const data = join(folder, 'data');
  const args = [
    CLI,
    'convert',
    checkpoint,
    '--type',
    'BF16',
    '--jobs',
    String(JOBS),
    '--out',
    out,
    '--data-dir',
    data,
    '--json',
  ];
  const figures = await measureProcess(args, join(folder, 'log'));
  const said = lastLine(await readFile(join(folder, 'log'), 'utf8'));
  const figure = (name: string): number => Number(said[name]);
  return {
    ...figures,
    peakMemoryBytes: figure('peakMemoryBytes'),
    ownCpuSeconds: figure('cpuSeconds'),
    readBytes: figure('readBytes'),
    sizeBytes: figure('sizeBytes'),
  };
}

async function quantize(input: string, output: string): Promise<ProcessFigures> {
  const outputs = quantization ? [[RECIPES[quantization].fileType, output]] : [];
  const figures = await measureProcess([QUANTIZER, input, JSON.stringify(outputs)], join(folder, 'log'));
  if ((await stat(output)).size === 0) throw new Error('the quantizer wrote nothing');
  return figures;
}

function lastLine(text: string): Record<string, unknown> {
  return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

function describe(what: string, figures: (ProcessFigures & Partial<Conversion>) | undefined): string {
  if (!figures) return what;
  const { cpuSeconds, wallSeconds, peakMemoryBytes, ownCpuSeconds } = figures;
  const parts = [
    `${cpuSeconds.toFixed(1)} s CPU`,
    ...(ownCpuSeconds === undefined ? [] : [`${ownCpuSeconds.toFixed(1)} s of it converting`]),
    `${wallSeconds.toFixed(1)} s wall`,
    ...(peakMemoryBytes === undefined ? [] : [`peak ${(peakMemoryBytes / 1e6).toFixed(0)} MB`]),
  ];
  return `${what}: ${parts.join(', ')}`;
}

function describeLimit({ readBytes, sizeBytes, wallSeconds }: Conversion, disk: DiskSpeed): string {
  const seconds = readBytes / disk.readBytesPerSecond + sizeBytes / disk.writeBytesPerSecond;
  const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(2);
  const read = `${gigabytes(readBytes)} GB read at ${gigabytes(disk.readBytesPerSecond)} GB/s`;
  const written = `${gigabytes(sizeBytes)} GB written at ${gigabytes(disk.writeBytesPerSecond)} GB/s`;
  return `physical limit: ${read} and ${written} take ${seconds.toFixed(1)} s; one pass ${(wallSeconds / seconds).toFixed(2)} x that`;
}

function tell(line: string): void {
  (options.json ? process.stderr : process.stdout).write(`${line}\n`);
}

function billions(weights: number): string {
  return (weights / 1e9).toFixed(2);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
