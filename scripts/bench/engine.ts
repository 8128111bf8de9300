/**
 * `npm run bench:engine`: Sarvi's engine against a bare loop over the same llama.cpp, in turn, on the same machine.
 *
 * Each round has both read the same new prompt and choose the same number of tokens greedily, with as many threads,
 * the number that the engine measured to be the fastest; whoever begins changes from round to round. The engine's times are taken in its
 * process and hold all that it does and sends meanwhile; the app's share is what the first token takes beyond.
 * On a machine that is busy with other work only the ratios mean
 * anything, and of those the median.
 *
 * Then, of Sarvi alone and in turn as well: two answers at once against the same two one after the other; and the
 * same answer with guesses from the conversation, and from a draft model (the same weights, so that nearly all of them
 * are right: what a draft costs, and not what it gains), against none, with the share of the guesses that were right.
 *
 * Models: the guide model, and one of random weights that is made in a temporary folder and removed afterwards.
 * Options: `--rounds N` (6), `--prompt N` (messages' length in words, 200), `--tokens N` (32), `--shape tiny|small|0.2b|1b`
 * (`tiny` has the guide model's vocabulary and only shows that the benchmark works),
 * `--json`.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_SAMPLING } from '#contract/sampling';
import { runConversion } from '../../src-main/core/convert/run-conversion.ts';
import { Engine } from '../../src-main/core/engine/engine.ts';
import type { EngineOptions } from '../../src-main/core/engine/engine-options.ts';
import type { EngineModel } from '../../src-main/core/engine/engine-model.ts';
import type { GenerationEnd, SpeculationUse } from '../../src-main/core/engine/protocol.ts';
import { ThreadCounts } from '../../src-main/core/engine/thread-counts.ts';
import { forkChild } from '../../src-main/shells/fork-child.ts';
import { conversionPorts, GUIDE_CHECKPOINT } from '../../tests/builders/conversion-ports.ts';
import { writeLargeCheckpoint } from '../../tests/builders/large-checkpoint.ts';
import type { BareAnswer, BareRequest } from './bare-loop.ts';
import { SHAPES, TINY } from './shapes.ts';

interface EngineRun {
  readonly readMs: number;
  readonly decodeMs: number;
  readonly tokens: number;
  /** Of the time to the first token, what was spent outside of reading the prompt. */
  readonly shareMs: number;
  readonly draft: GenerationEnd['draft'];
}

interface Round {
  /** Speed of the engine by that of the bare loop: above 1 the engine is the faster. */
  readonly reading: number;
  readonly decoding: number;
  readonly shareMs: number;
  readonly bareTokensPerSecond: number;
}

const CONTEXT_TOKENS = 2048;
const BOTH = ['the first', 'the second'];
const LOG = { info: () => {}, warn: () => {}, error: () => {} };

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '6' },
    prompt: { type: 'string', default: '200' },
    tokens: { type: 'string', default: '32' },
    shape: { type: 'string', default: '0.2b' },
    json: { type: 'boolean', default: false },
  },
});
const [rounds, promptWords, maxTokens] = [values.rounds, values.prompt, values.tokens].map(Number) as [
  number,
  number,
  number,
];
const shape = SHAPES[values.shape];
if (!shape || !(rounds > 0) || !(promptWords > 0) || !(maxTokens > 1)) throw new Error('an option is out of range');

const folder = await mkdtemp(join(tmpdir(), 'sarvi-bench-'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
}
try {
  const checkpoint = join(folder, 'checkpoint');
  await writeLargeCheckpoint(checkpoint, shape, ...(shape === TINY ? [GUIDE_CHECKPOINT] : []));
  const models = [await convert(GUIDE_CHECKPOINT, 'guide', 'Q8_0'), await convert(checkpoint, values.shape, 'Q4_K_M')];
  const summaries = [];
  for (const model of models) summaries.push(await compare(model));
  for (const model of models) summaries.push(await compareTogether(model), await compareGuesses(model));
  if (values.json) process.stdout.write(`${JSON.stringify(summaries)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function convert(from: string, name: string, quantization: 'Q8_0' | 'Q4_K_M'): Promise<EngineModel> {
  const path = join(folder, `${name}.gguf`);
  await runConversion(conversionPorts, { checkpointPath: from, outputPath: path, quantization });
  return { id: name, name: `${name} ${quantization}`, path, contextTokens: CONTEXT_TOKENS };
}

function openEngine(options: EngineOptions): Engine {
  const entry = fileURLToPath(new URL('../../src-main/engine-process/main.ts', import.meta.url));
  const entries = {
    engine: entry,
    convert: '',
    convertWorker: '',
    scoring: '',
    tokenizer: '',
    language: '',
    verdict: '',
    document: '',
    history: '',
  };
  return new Engine({ spawn: forkChild, entries, log: LOG }, options);
}

/** Two answers at once, by the time that the same two take one after the other: above 1 is faster. */
async function compareTogether(model: EngineModel): Promise<unknown> {
  const threadCounts = new ThreadCounts(join(folder, 'threads.json'), LOG);
  const engine = openEngine({ threadCounts, sequences: () => 2 });
  const ask = (words: string): Promise<EngineRun> => runEngine(engine, model, [{ role: 'user', content: words }]);
  const ratios: number[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const timed = async (run: () => Promise<unknown>): Promise<number> => {
        const startedAt = performance.now();
        await run();
        return performance.now() - startedAt;
      };
      const together = (): Promise<unknown> => Promise.all(BOTH.map((which) => ask(`${which} of ${round}, together`)));
      const inTurn = async (): Promise<void> => {
        for (const which of BOTH) await ask(`${which} of ${round}, in turn`);
      };
      const first = await timed(round % 2 === 0 ? together : inTurn);
      const second = await timed(round % 2 === 0 ? inTurn : together);
      if (round > 0) ratios.push(round % 2 === 0 ? second / first : first / second);
    }
  } finally {
    await engine.dispose();
  }
  const ratio = median(ratios);
  say(`${model.name}: two answers at once ${ratio.toFixed(3)} x as fast as in turn (${fixed(ratios)})`);
  return { model: model.name, together: ratio, rounds: ratios };
}

/** The writing of an answer with guesses, by the same without: above 1 is faster. */
async function compareGuesses(model: EngineModel): Promise<unknown> {
  const threadCounts = new ThreadCounts(join(folder, 'threads.json'), LOG);
  const path = join(folder, 'draft.gguf');
  await copyFile(model.path, path);
  const kinds: readonly SpeculationUse[] = [{ kind: 'prompt-lookup' }, { kind: 'draft', path }];
  const plain = openEngine({ threadCounts });
  const found = [];
  try {
    for (const speculation of kinds) {
      const guessing = openEngine({ threadCounts, speculation: () => Promise.resolve(speculation) });
      const ratios: number[] = [];
      let [checked, accepted] = [0, 0];
      try {
        for (let round = 0; round <= rounds; round += 1) {
          // A text that says the same again and again, as code and tables do.
          const messages = [{ role: 'user', content: `Who are you? ${round} `.repeat(4) }];
          const [first, second] = round % 2 === 0 ? [guessing, plain] : [plain, guessing];
          const one = await runEngine(first, model, messages);
          const two = await runEngine(second, model, messages);
          const [own, other] = round % 2 === 0 ? [one, two] : [two, one];
          if (round === 0) continue;
          ratios.push((own.tokens - 1) / own.decodeMs / ((other.tokens - 1) / other.decodeMs));
          checked += own.draft?.checkedTokens ?? 0;
          accepted += own.draft?.acceptedTokens ?? 0;
        }
      } finally {
        await guessing.dispose();
      }
      const ratio = median(ratios);
      say(`${model.name}, ${speculation.kind}: ${ratio.toFixed(3)} x as fast; ${accepted} of ${checked} guesses right`);
      found.push({ kind: speculation.kind, ratio, accepted, checked, rounds: ratios });
    }
  } finally {
    await plain.dispose();
    await rm(path, { force: true });
  }
  return { model: model.name, guesses: found };
}

async function compare(model: EngineModel): Promise<unknown> {
  const threadCounts = new ThreadCounts(join(folder, 'threads.json'), LOG);
  const engine = openEngine({ threadCounts });
  await engine.countTokens(model, 'loads the model');
  // A tiny model has one thread and no choice.
  const threads = (await threadCounts.get(model.path)) ?? 1;
  const bare = fork(fileURLToPath(new URL('bare-loop.ts', import.meta.url)), [
    model.path,
    String(CONTEXT_TOKENS),
    String(threads),
  ]);
  try {
    await once(bare, 'message');
    const measured: Round[] = [];
    // The first round warms both up.
    for (let round = 0; round <= rounds; round += 1) {
      const messages = [{ role: 'user', content: promptOf(round) }];
      const { tokens } = await engine.renderPrompt({ model, messages, addGenerationPrompt: true });
      let own: EngineRun;
      let other: BareAnswer;
      if (round % 2 === 0) {
        own = await runEngine(engine, model, messages);
        other = await runBare(bare, { tokens, count: own.tokens });
      } else {
        other = await runBare(bare, { tokens, count: maxTokens });
        own = await runEngine(engine, model, messages);
      }
      const count = round % 2 === 0 ? own.tokens : maxTokens;
      if (round === 0) continue;
      const bareRate = (count - 1) / other.decodeMs;
      measured.push({
        reading: other.readMs / own.readMs,
        decoding: (own.tokens - 1) / own.decodeMs / bareRate,
        shareMs: own.shareMs,
        bareTokensPerSecond: bareRate * 1000,
      });
    }
    return report(model, threads, measured);
  } finally {
    bare.disconnect();
    await engine.dispose();
  }
}

/** Words that differ from the first on, so that nothing of a prompt is in the cache. */
function promptOf(round: number): string {
  return Array.from({ length: promptWords }, (_, index) => `word${(round * 7919 + index * 31) % 1000}`).join(' ');
}

async function runEngine(
  engine: Engine,
  model: EngineModel,
  messages: readonly { role: string; content: string }[],
): Promise<EngineRun> {
  const sampling = { ...DEFAULT_SAMPLING, temperature: 0, maxTokens, seed: 1 };
  const askedAt = performance.now();
  let firstAt = 0;
  for await (const update of engine.generate({ model, messages, sampling })) {
    if (update.kind === 'text') {
      firstAt ||= performance.now();
    } else if (update.kind === 'finished') {
      const { promptMs, generationMs, generatedTokens, draft } = update.end;
      if (generatedTokens < 2) throw new Error('the answer is too short to measure');
      const shareMs = firstAt - askedAt - promptMs;
      return { readMs: promptMs, decodeMs: generationMs, tokens: generatedTokens, shareMs, draft };
    }
  }
  throw new Error('the generation did not end');
}

async function runBare(bare: ChildProcess, request: BareRequest): Promise<BareAnswer> {
  const answer = once(bare, 'message');
  bare.send(request);
  return ((await answer) as [BareAnswer])[0];
}

function report(model: EngineModel, threads: number, measured: readonly Round[]): unknown {
  const middle = (pick: (round: Round) => number): number => median(measured.map(pick));
  const list = (pick: (round: Round) => number): string => fixed(measured.map(pick));
  const summary = {
    model: model.name,
    threads,
    reading: middle(({ reading }) => reading),
    decoding: middle(({ decoding }) => decoding),
    shareMs: middle(({ shareMs }) => shareMs),
    bareTokensPerSecond: middle(({ bareTokensPerSecond }) => bareTokensPerSecond),
    loadAverage: loadavg()[0],
    rounds: measured,
  };
  say(`${model.name}, ${threads} thread${threads === 1 ? '' : 's'}, ${measured.length} rounds`);
  say(`  decoding: ${summary.decoding.toFixed(3)} x the bare loop's (${list(({ decoding }) => decoding)})`);
  say(`  reading:  ${summary.reading.toFixed(3)} x the bare loop's (${list(({ reading }) => reading)})`);
  say(`  the app's share of the time to the first token: ${summary.shareMs.toFixed(1)} ms`);
  say(
    `  bare loop: ${summary.bareTokensPerSecond.toFixed(1)} tokens/s; load average ${summary.loadAverage?.toFixed(1)}`,
  );
  return summary;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

function fixed(values: readonly number[]): string {
  return values.map((value) => value.toFixed(2)).join(' ');
}

function say(text: string): void {
  if (!values.json) process.stdout.write(`${text}\n`);
}
