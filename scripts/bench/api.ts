/**
 * `npm run bench:api`: time to the first token and tokens a second through the local API, against Sarvi's own
 * conversations with the same model, prompts and sampling, in turn in one run. What differs is the API's share. The
 * targets are 5 ms and 1 %.
 *
 * The model has random weights and the vocabulary of Llama 3; it is made in a temporary folder and removed afterwards.
 * The speed of a shared machine wavers from minute to minute, so the share is the median over the rounds, each of which
 * asks both sides the same; the best rounds are those that the machine disturbed least.
 * Options: `--rounds N` (16; even, so that each side is first as often), `--tokens N` (64), `--threads N` (those of the machine), `--shape small|0.2b|1b` (0.2b),
 * `--guide` (the guide model instead) or `--model FILE.gguf` (any other), and `--llama-server PROGRAM` for a llama-server
 * with the same model and threads, as `npm run reference:llama-server` builds one.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { GenerationEvent } from '#contract/chat-calls';
import { createApp, type App } from '../../src-main/core/app.ts';
import { runConversion } from '../../src-main/core/convert/run-conversion.ts';
import { ThreadCounts } from '../../src-main/core/engine/thread-counts.ts';
import { createNodePorts } from '../../src-main/shells/node-ports.ts';
import { freePort } from '../../tests/builders/api.ts';
import { conversionPorts, GUIDE_CHECKPOINT } from '../../tests/builders/conversion-ports.ts';
import { writeLargeCheckpoint } from '../../tests/builders/large-checkpoint.ts';
import { SHAPES } from './shapes.ts';

interface Measured {
  readonly firstMs: number;
  readonly perSecond: number;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '16' },
    tokens: { type: 'string', default: '64' },
    shape: { type: 'string', default: '0.2b' },
    guide: { type: 'boolean', default: false },
    model: { type: 'string', default: '' },
    threads: { type: 'string', default: String(availableParallelism()) },
    'llama-server': { type: 'string', default: '' },
  },
});
const [rounds, tokens, threads] = [Number(values.rounds), Number(values.tokens), Number(values.threads)];
const shape = SHAPES[values.shape];
if (!shape || !(rounds > 0) || !(tokens > 1) || !(threads > 0)) throw new Error('an option is out of range');

const wanted = shape;

const folder = await mkdtemp(join(tmpdir(), 'sarvi-bench-'));
process.once('SIGINT', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
});
const ports = createNodePorts({ shell: 'cli', dataFolder: join(folder, 'data') });
const app = await createApp(ports, { keepsHistory: false });
let peer: Peer | null = null;
try {
  const path = values.model === '' ? await makeModel() : values.model;
  const signal = new AbortController().signal;
  const imported = await app.importModel({ source: { kind: 'path', path } } as never, {
    signal,
    onProgress: () => undefined,
  });
  const modelId = imported.modelId ?? '';
  // Else Sarvi measures which number is the fastest.
  const counts = new ThreadCounts(join(ports.folders.data, 'threads.json'), ports.log, { isBusy: () => false });
  await counts.put(join(ports.folders.data, 'models', modelId, 'model.gguf'), threads);
  const { port, key } = await app.serveApi({ port: 0, renewsKey: true });
  const own = { url: `http://127.0.0.1:${port}/v1/chat/completions`, key: key ?? '', model: modelId };
  peer = values['llama-server'] === '' ? null : await startPeer(values['llama-server'], path);
  const others = peer && { url: `${peer.address}/v1/chat/completions`, key: '', model: 'any' };
  const chat: Measured[] = [];
  const api: Measured[] = [];
  const server: Measured[] = [];
  await throughChat(app, modelId, 'Lämmittely.');
  for (const target of [own, ...(others ? [others] : [])]) await throughApi(target, 'Lämmittely.');
  for (let round = 0; round < rounds; round += 1) {
    // A prompt of its own each time, and the same for every side.
    const prompt = `Kerro asiasta numero ${round}. ${'Poro juoksee tunturissa. '.repeat(8)}`;
    const first = round % 2 === 0;
    if (first) chat.push(await throughChat(app, modelId, prompt));
    api.push(await throughApi(own, prompt));
    if (!first) chat.push(await throughChat(app, modelId, prompt));
    if (others) server.push(await throughApi(others, prompt));
  }
  tell('own conversation', chat);
  tell('API', api);
  if (others) tell('llama-server', server);
  tellShare('share of the API', sharesOf(chat, api));
  tellShare('by the best rounds', shareOf(bestOf(chat), bestOf(api)));
  if (others) tellShare('llama-server beside the own conversation', sharesOf(chat, server));
  process.stdout.write(`load of the machine ${loadavg()[0]?.toFixed(1) ?? '?'}\n`);
} finally {
  peer?.process.kill();
  await app.dispose();
  await rm(folder, { recursive: true, force: true });
}

interface Peer {
  readonly process: ChildProcess;
  readonly address: string;
}

async function makeModel(): Promise<string> {
  const outputPath = join(folder, 'model.gguf');
  const checkpointPath = values.guide ? GUIDE_CHECKPOINT : join(folder, 'checkpoint');
  if (!values.guide) await writeLargeCheckpoint(checkpointPath, wanted);
  await runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'Q8_0' });
  return outputPath;
}

async function startPeer(program: string, path: string): Promise<Peer> {
  const port = await freePort();
  const words = ['-m', path, '-c', '4096', '-np', '1', '-t', String(threads), '--port', String(port)];
  const started = spawn(program, words, { stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await fetch(`${address}/health`).catch(() => null))?.ok === true) return { process: started, address };
    await delay(100);
  }
  started.kill();
  throw new Error('llama-server does not answer');
}

async function throughChat(sarvi: App, modelId: string, text: string): Promise<Measured> {
  const { id: conversationId } = await sarvi.ask('conversations.create', { modelId });
  await sarvi.ask('conversations.update', { conversationId, sampling: { temperature: 0, maxTokens: tokens } });
  const times: number[] = [];
  const began = performance.now();
  const ended = new Promise<number>((resolve, reject) => {
    const stop = sarvi.listen((name, payload) => {
      const event = payload as GenerationEvent;
      if (name !== 'generation.changed') return;
      if (event.kind === 'text') times.push(performance.now());
      if (event.kind !== 'finished' && event.kind !== 'failed') return;
      stop();
      if (event.kind === 'failed') reject(new Error('the answer failed'));
      else resolve(event.message.generation?.generatedTokens ?? 0);
    });
  });
  await sarvi.ask('chat.send', { conversationId, parentId: null, text });
  return measured(began, times, await ended);
}

function throughApi({ url, key, model }: { url: string; key: string; model: string }, text: string): Promise<Measured> {
  const messages = [{ role: 'user', content: text }];
  const stream_options = { include_usage: true };
  const body = JSON.stringify({ model, messages, temperature: 0, max_tokens: tokens, stream: true, stream_options });
  const times: number[] = [];
  let written = 0;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const asking = request(url, { method: 'POST', headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
      response.setEncoding('utf8').on('data', (chunk: string) => {
        if (/"content":"[^"]/.test(chunk)) times.push(performance.now());
        written = Number(/"completion_tokens":(\d+)/.exec(chunk)?.[1] ?? written);
      });
      response.once('end', () => resolve(measured(began, times, written)));
    });
    asking.once('error', reject);
    asking.end(body);
  });
}

/** The speed is that of the whole answer, since both sides get several tokens in one piece. */
function measured(began: number, times: readonly number[], written: number): Measured {
  return { firstMs: (times[0] ?? 0) - began, perSecond: (written * 1000) / (performance.now() - began) };
}

function medianOf(all: readonly Measured[]): Measured {
  return {
    firstMs: middle(all.map(({ firstMs }) => firstMs)),
    perSecond: middle(all.map(({ perSecond }) => perSecond)),
  };
}

function middle(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

function bestOf(all: readonly Measured[]): Measured {
  return {
    firstMs: Math.min(...all.map(({ firstMs }) => firstMs)),
    perSecond: Math.max(...all.map(({ perSecond }) => perSecond)),
  };
}

function tell(name: string, all: readonly Measured[]): void {
  const [median, best] = [medianOf(all), bestOf(all)].map(
    ({ firstMs, perSecond }) => `${firstMs.toFixed(1)} ms to the first token, ${perSecond.toFixed(2)} tokens/s`,
  );
  process.stdout.write(`${name}: ${median}; best ${best}\n`);
}

interface Share {
  readonly laterMs: number;
  readonly percent: number;
}

/** How much later the first token is, in ms, and how much of the speed is lost, in percent. */
function shareOf(before: Measured, now: Measured): Share {
  return { laterMs: now.firstMs - before.firstMs, percent: (1 - now.perSecond / before.perSecond) * 100 };
}

function sharesOf(before: readonly Measured[], now: readonly Measured[]): Share {
  const shares = before.flatMap((one, round) => {
    const other = now[round];
    return other ? [shareOf(one, other)] : [];
  });
  return {
    laterMs: middle(shares.map(({ laterMs }) => laterMs)),
    percent: middle(shares.map(({ percent }) => percent)),
  };
}

function tellShare(name: string, { laterMs, percent }: Share): void {
  process.stdout.write(`${name}: ${laterMs.toFixed(1)} ms to the first token, ${percent.toFixed(2)} % of the speed\n`);
}
