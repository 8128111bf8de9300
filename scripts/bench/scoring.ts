/**
 * `npm run bench:scoring`: reading a text with the statistics of every token, against llama.cpp's bare `llama_decode` over
 * the same text with the same batches, threads and logits, in turn in one process; and what the scoring process takes of
 * memory beside the weights, which are mapped, and the KV cache.
 *
 * The model has random weights and the vocabulary of Llama 3; it is made in a temporary folder and removed afterwards.
 * On a machine that is busy with other work only the ratios mean anything, and of those the median.
 * Options: `--rounds N` (5), `--tokens N` (768), `--shape small|0.2b|1b` (1b), `--threads N` (all), `--json`.
 */
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findNativeFolder } from '../../src-main/core/find-native-folder.ts';
import { runConversion } from '../../src-main/core/convert/run-conversion.ts';
import type { ScoredModel, ScoringTask } from '../../src-main/core/scoring/protocol.ts';
import { ScoringConnection } from '../../src-main/core/scoring/scoring-connection.ts';
import { openLlama } from '../../src-main/scoring-process/llama-library.ts';
import { ModelStore } from '../../src-main/scoring-process/model-store.ts';
import { Reader } from '../../src-main/scoring-process/reader.ts';
import { ReadingPass } from '../../src-main/scoring-process/reading-pass.ts';
import { openRowKernels } from '../../src-main/scoring-process/row-kernels.ts';
import { scoreTogether } from '../../src-main/scoring-process/score-together.ts';
import { forkChild } from '../../src-main/shells/fork-child.ts';
import { conversionPorts } from '../../tests/builders/conversion-ports.ts';
import { writeLargeCheckpoint } from '../../tests/builders/large-checkpoint.ts';
import { SHAPES } from './shapes.ts';

const MEMORY_INTERVAL_MS = 20;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    tokens: { type: 'string', default: '768' },
    shape: { type: 'string', default: '1b' },
    threads: { type: 'string', default: String(availableParallelism()) },
    json: { type: 'boolean', default: false },
  },
});
const [rounds, count, threads] = [values.rounds, values.tokens, values.threads].map(Number) as [number, number, number];
const shape = SHAPES[values.shape];
if (!shape || !(rounds > 0) || !(count > 1) || !(threads > 0)) throw new Error('an option is out of range');

const folder = await mkdtemp(join(tmpdir(), 'sarvi-bench-'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
}
try {
  const checkpoint = join(folder, 'checkpoint');
  await writeLargeCheckpoint(checkpoint, shape);
  const path = join(folder, 'model.gguf');
  await runConversion(conversionPorts, { checkpointPath: checkpoint, outputPath: path, quantization: 'Q8_0' });
  await rm(checkpoint, { recursive: true });
  const model: ScoredModel = { name: values.shape, path, adapters: [], gpuLayers: 0, threads };
  const tokens = Uint32Array.from({ length: count }, (_, index) => (index * 7919) % shape.vocabulary);
  const task: Omit<ScoringTask, 'kind' | 'id'> = {
    backend: 'cpu',
    models: [model],
    text: { kind: 'tokens', tokens, from: 1 },
    mostLikely: 8,
    distributionPath: null,
  };
  const times = await compareTimes({ kind: 'score', id: 1, ...task }, model, Int32Array.from(tokens));
  const anonymousBytes = await measureMemory(task);
  const window = Math.ceil(count / 256) * 256;
  const cacheBytes = 2 * 4 * shape.layers * (shape.width / shape.heads) * shape.keyValueHeads * window;
  const otherBytes = anonymousBytes - cacheBytes;
  const summary = { shape: values.shape, tokens: count, threads, ...times, otherBytes, loadAverage: loadavg()[0] };
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else {
    say(`${values.shape} Q8_0, ${count} tokens, ${threads} threads, ${rounds} rounds`);
    say(`  with statistics: ${times.ratio.toFixed(3)} x the time of llama_decode (${fixed(times.rounds)})`);
    say(`  llama_decode: ${times.bareTokensPerSecond.toFixed(1)} tokens/s; load average ${loadavg()[0]?.toFixed(1)}`);
    say(`  beside weights and KV cache: ${(otherBytes / 1e6).toFixed(0)} MB at most`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

interface Times {
  readonly ratio: number;
  readonly bareTokensPerSecond: number;
  readonly rounds: readonly number[];
}

/** Whoever begins changes from round to round; the first round warms both up. */
async function compareTimes(task: ScoringTask, model: ScoredModel, tokens: Int32Array): Promise<Times> {
  const llama = openLlama(findNativeFolder('cpu'), say);
  const watch = {
    isCancelled: () => false,
    complaint: () => null,
    clearComplaints: () => undefined,
    onLoading: () => undefined,
    onReading: () => undefined,
  };
  const store = new ModelStore(llama);
  const open = await store.open(model, watch);
  const kernels = openRowKernels(open.size);
  const makePass = (): ReadingPass =>
    new ReadingPass({ llama, store, watch, text: { tokens, from: 1 }, kernels }, task, open, 1);
  const { options } = makePass();

  const bare = async (): Promise<number> => {
    const reader = await Reader.open(llama, open, model, options, () => null);
    const startedAt = performance.now();
    for (let start = 0; start < tokens.length - 1;) {
      const end = reader.endOf(start);
      await reader.read(start, end);
      start = end;
    }
    const ms = performance.now() - startedAt;
    reader.close();
    return ms;
  };
  const scored = async (): Promise<number> => (await scoreTogether(makePass(), [{ model, open }])).readMs;

  const ratios: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const isBareFirst = round % 2 === 0;
    const firstMs = await (isBareFirst ? bare() : scored());
    const secondMs = await (isBareFirst ? scored() : bare());
    const [bareMs, scoredMs] = isBareFirst ? [firstMs, secondMs] : [secondMs, firstMs];
    if (round === 0) continue;
    ratios.push(scoredMs / bareMs);
    rates.push(((tokens.length - 1) / bareMs) * 1000);
  }
  store.keepOnly([]);
  return { ratio: median(ratios), bareTokensPerSecond: median(rates), rounds: ratios };
}

/** The most memory of the scoring process that no file stands behind. */
async function measureMemory(task: Omit<ScoringTask, 'kind' | 'id'>): Promise<number> {
  const scoring = fileURLToPath(new URL('../../src-main/scoring-process/main.ts', import.meta.url));
  const entries = {
    engine: '',
    convert: '',
    convertWorker: '',
    scoring,
    tokenizer: '',
    language: '',
    verdict: '',
    document: '',
    history: '',
  };
  const connection = new ScoringConnection({ spawn: forkChild, entries });
  let most = 0;
  const timer = setInterval(() => {
    const status = readFileSync(`/proc/${connection.processId ?? 0}/status`, 'utf8');
    most = Math.max(most, Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024);
  }, MEMORY_INTERVAL_MS);
  try {
    await connection.run(
      { kind: 'score', ...task },
      { signal: new AbortController().signal, onProgress: () => undefined },
    );
    return most;
  } finally {
    clearInterval(timer);
    await connection.end();
  }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

function fixed(numbers: readonly number[]): string {
  return numbers.map((value) => value.toFixed(3)).join(' ');
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
