/**
 * The engine process. llama.cpp runs only here, so that its crash does not end the app. It answers the requests of
 * `core/engine/protocol.ts`: requests of one sequence one at a time, requests that change the model when every sequence
 * is idle. `stop` overtakes the others, and so do requests that only read from the loaded model.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Llama } from 'node-llama-cpp';
import type { Backend } from '#contract/backends';
import { SarviError } from '#contract/errors';
import { parsePrompt } from '../core/prompt/parse-prompt.ts';
import { promptTokens } from '../core/prompt/prompt-tokens.ts';
import { openParentChannel } from '../core/child-channel.ts';
import { PROBE_ARGUMENT, VOCABULARY_ARGUMENT } from '../core/engine/engine-arguments.ts';
import { BACKEND_VARIABLE, type EngineRequest, type FromEngine, type LoadRequest } from '../core/engine/protocol.ts';
import { readAdapterFile } from '../core/gguf/read-adapter-file.ts';
import { readGgufParts, type GgufParts } from '../core/gguf/read-gguf-parts.ts';
import { answerTrial } from './answer-trial.ts';
import { generate } from './generate.ts';
import { LoadedModel, type LoadOptions } from './loaded-model.ts';
import { probe } from './probe.ts';
import type { Sequence } from './sequence.ts';
import { serveVocabulary } from './serve-vocabulary.ts';
import { backendName, BackendLog, startBackend } from './start-backend.ts';
import { describeState, type AppliedAdapter } from './state-key.ts';
import { watchPaging } from './watch-paging.ts';

const LOG_DELAY_MS = 50;

const channel = openParentChannel();
const send = (message: FromEngine): void => channel.send(message);
const backendLog = new BackendLog();
const stops = new Map<number, AbortController>();
let loaded: LoadedModel | null = null;
/** The last request of each busy sequence; `MODEL` stands for requests that change the model. */
const lastRequests = new Map<number, Promise<unknown>>();
const MODEL = -1;
const generating = new Set<number>();
/** How many answers have begun. */
let begun = 0;
const OVERTAKING: ReadonlySet<EngineRequest['kind']> = new Set([
  ...(['render', 'parse', 'count', 'match'] as const),
  ...(['vocabulary', 'pieces'] as const),
]);

if ('electron' in process.versions) answerTrial();
if (process.argv[2] === PROBE_ARGUMENT) await probe(process.argv[3] as Backend, channel);
else if (process.argv[2] === VOCABULARY_ARGUMENT) await serveVocabulary(process.argv[3] ?? '', channel);
else await start();

async function start(): Promise<void> {
  try {
    const llama = await startBackend(process.env[BACKEND_VARIABLE], backendLog);
    channel.onMessage((message) => receive(llama, message as EngineRequest));
    send({ kind: 'ready' });
  } catch (error) {
    send({ kind: 'unavailable', reason: messageOf(error) });
  }
}

function receive(llama: Llama, request: EngineRequest): void {
  if (request.kind === 'stop') {
    stops.get(request.id)?.abort();
    return;
  }
  if (request.kind === 'generate') stops.set(request.id, new AbortController());
  const respond = async (): Promise<void> => {
    const isWatched = request.kind === 'load' || request.kind === 'generate';
    const endWatch = isWatched ? watchPaging(() => send({ kind: 'alive', id: request.id })) : null;
    try {
      send(await answer(llama, request));
    } catch (error) {
      send({ kind: 'failed', id: request.id, error: SarviError.from(error).toReport() });
    } finally {
      endWatch?.();
      stops.delete(request.id);
    }
  };
  const overtakes = loaded !== null && OVERTAKING.has(request.kind);
  if (overtakes) void respond();
  else queue('sequence' in request ? request.sequence : MODEL, respond);
}

/** A request waits for earlier ones of its sequence and of the model; one of the model waits for every sequence. */
function queue(sequence: number, respond: () => Promise<void>): void {
  const before =
    sequence === MODEL ? [...lastRequests.values()] : [sequence, MODEL].flatMap((each) => lastRequests.get(each) ?? []);
  const done = Promise.all(before).then(respond);
  lastRequests.set(sequence, done);
  void done.then(() => {
    if (lastRequests.get(sequence) === done) lastRequests.delete(sequence);
  });
}

async function answer(llama: Llama, request: Exclude<EngineRequest, { kind: 'stop' }>): Promise<FromEngine> {
  const { id } = request;
  switch (request.kind) {
    case 'load':
      return load(llama, request);
    case 'unload':
      await unload();
      return { kind: 'unloaded', id };
    case 'render': {
      const { kind: _kind, id: _id, messages, ...options } = request;
      const rendered = promptTokens(model().vocabulary, messages, { ...options, now: new Date() });
      return { kind: 'rendered', id, rendered };
    }
    case 'parse':
      return { kind: 'parsed', id, tokens: parsePrompt(model().vocabulary, request.prompt) };
    case 'count': {
      const { vocabulary } = model();
      return { kind: 'counted', id, counts: request.texts.map((text) => vocabulary.tokenizePlain(text).length) };
    }
    case 'vocabulary':
      return {
        kind: 'vocabulary-facts',
        id,
        facts: { ...model().vocabulary.facts, contextTokens: model().contextTokens },
      };
    case 'pieces': {
      const { vocabulary } = model();
      vocabulary.requireKnown(request.tokens);
      return { kind: 'pieces', id, pieces: vocabulary.piecesOf(request.tokens) };
    }
    case 'match':
      return { kind: 'matched', id, sequences: model().sequences.map((sequence) => sequence.match(request.tokens)) };
    case 'save-state':
      return { kind: 'state-saved', id, tokens: await sequenceOf(request).saveState(request.path, request.keepTokens) };
    case 'load-state':
      await sequenceOf(request).loadState(request.path, request.tokens);
      return { kind: 'state-loaded', id };
    case 'clear':
      await sequenceOf(request).clear();
      return { kind: 'cleared', id };
    case 'generate': {
      const { vocabulary, pacer } = model();
      vocabulary.requireKnown(request.tokens);
      vocabulary.requireKnown(Uint32Array.from(request.sampling.logitBias ?? [], ([token]) => token));
      const sequence = sequenceOf(request);
      const signal = stops.get(id)?.signal ?? AbortSignal.abort();
      const tokens = [...request.tokens];
      const isShared = (): boolean => generating.size > 1;
      const { sampling, chunks } = request;
      const parts = { sequence, vocabulary, pacer, isShared, tokens, sampling, chunks, signal };
      generating.add(request.sequence);
      begun += 1;
      const own = isShared() ? null : begun;
      try {
        const end = await generate(parts, {
          started: (figures) => send({ kind: 'started', id, figures }),
          reading: (tokensDone, tokensTotal) => send({ kind: 'reading', id, tokensDone, tokensTotal }),
          text: (steps) => send({ kind: 'text', id, steps }),
        });
        return { kind: 'finished', id, end: { ...end, alone: own === begun } };
      } finally {
        generating.delete(request.sequence);
      }
    }
    case 'answered':
    case 'split':
    case 'added':
      throw new Error(`only a vocabulary answers ${request.kind}`);
    default:
      return request satisfies never;
  }
}

async function load(llama: Llama, request: LoadRequest): Promise<FromEngine> {
  const { id, path, kvCacheType } = request;
  const options = loadOptionsOf(request);
  const kept = loaded && (await loaded.canBecome(path, options)) ? loaded : null;
  if (!kept) await unload();
  backendLog.clear();
  let told = 0;
  let files: GgufParts;
  const adapters: AppliedAdapter[] = [];
  try {
    // This parser checks its bounds; the parsers that follow trust the lengths in the file.
    files = await readGgufParts(path);
    for (const adapter of request.adapters) {
      adapters.push({ file: await readAdapterFile(adapter.path), scale: adapter.scale });
    }
    if (kept) await kept.changeAdapters(request.adapters);
    loaded =
      kept ??
      (await LoadedModel.load(llama, path, options, {
        onProgress: (fraction) => {
          // llama.cpp reports after every tensor; steps of one percent are enough.
          if (fraction < told + 0.01) return;
          told = fraction;
          send({ kind: 'load-progress', id, fraction: Math.min(1, fraction) });
        },
        onAlive: () => send({ kind: 'alive', id }),
      }));
  } catch (error) {
    if (kept) await unload();
    const reason = await reasonOf(error);
    throw new SarviError('model-load-failed', { name: basename(path), reason }, { cause: error });
  }
  const { contextTokens, gpuLayers, threads, vocabulary, sequences, draftFailure } = loaded;
  const backend = backendName(llama);
  const stateKey = await describeState(llama, files, adapters, { backend, contextTokens, kvCacheType });
  const { repo, release } = llama.llamaCppRelease;
  const llamaCpp = `${repo} ${release}`;
  const made = { contextTokens, gpuLayers, threads, sequences: sequences.length, draftFailure };
  const { chatTemplate } = vocabulary;
  const hasChatTemplate = chatTemplate !== null;
  const templateSha256 = chatTemplate === null ? null : createHash('sha256').update(chatTemplate).digest('hex');
  return { kind: 'loaded', id, model: { ...made, hasChatTemplate, backend, llamaCpp, stateKey, templateSha256 } };
}

function loadOptionsOf({ kind: _kind, id: _id, path: _path, ...options }: LoadRequest): LoadOptions {
  return options;
}

async function reasonOf(error: unknown): Promise<string> {
  if (error instanceof SarviError) return String(error.details['reason'] ?? error.message);
  // Log lines come from other threads, shortly after the failure that they explain.
  await setTimeout(LOG_DELAY_MS);
  return backendLog.cause ?? messageOf(error);
}

async function unload(): Promise<void> {
  const model = loaded;
  loaded = null;
  await model?.dispose();
}

function model(): LoadedModel {
  if (!loaded) throw new Error('no model is loaded');
  return loaded;
}

function sequenceOf(request: { readonly sequence: number }): Sequence {
  const sequence = model().sequences[request.sequence];
  if (!sequence) throw new Error(`there is no sequence ${request.sequence}`);
  return sequence;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
