import { stat } from 'node:fs/promises';
import type { Llama, LlamaContext, LlamaContextOptions, LlamaModel } from 'node-llama-cpp';
import type { KvCacheType } from '#contract/context-window';
import type { AdapterUse, LoadRequest } from '../core/engine/protocol.ts';
import { ONE_THREAD_BELOW_BYTES } from '../core/engine/thread-counts.ts';
import type { Vocabulary } from '../core/vocabulary.ts';
import { ChunkPacer } from './chunk-pacer.ts';
import { measureThreads } from './measure-threads.ts';
import { Sequence } from './sequence.ts';
import { NO_SPECULATION, openSpeculation, type Speculation } from './speculation.ts';
import { vocabularyOf } from './vocabulary-of.ts';

/** Prompt tokens that llama.cpp evaluates in one pass. */
const BATCH_TOKENS = 512;
/** A conversation needs at least this many; a machine without memory for them gets an error. */
const SMALLEST_CONTEXT_TOKENS = 512;

/** The library's options for each type. llama.cpp reads quantized values only with flash attention. */
const KV_CACHE_OPTIONS: Readonly<Record<KvCacheType, LlamaContextOptions>> = {
  f16: {},
  q8_0: { experimentalKvCacheKeyType: 'Q8_0', experimentalKvCacheValueType: 'Q8_0', flashAttention: true },
};

export type LoadOptions = Omit<LoadRequest, 'kind' | 'id' | 'path'>;

/** A model in memory with one context, which has a sequence for each answer that may be written at a time. */
export class LoadedModel {
  readonly vocabulary: Vocabulary;
  /** Remembers from prompt to prompt how fast this machine reads. */
  readonly pacer = new ChunkPacer(BATCH_TOKENS);
  readonly #llama: Llama;
  readonly #model: LlamaModel;
  readonly #options: LoadOptions;
  readonly #version: string;
  /** Null where there was no choice: a tiny model, or a graphics card. */
  readonly threads: number | null;
  #context: LlamaContext | null = null;
  #speculation: Speculation = NO_SPECULATION;
  #draftFailure: string | null = null;
  #sequences: readonly Sequence[] = [];

  private constructor(llama: Llama, model: LlamaModel, version: string, options: LoadOptions, threads: number | null) {
    this.#llama = llama;
    this.#model = model;
    this.#version = version;
    this.#options = options;
    this.threads = threads;
    this.vocabulary = vocabularyOf(model);
  }

  /** Throws errors of llama.cpp. `onProgress` gets a fraction; `onAlive` is called by steps without progress. */
  static async load(
    llama: Llama,
    path: string,
    options: LoadOptions,
    { onProgress, onAlive }: { onProgress: (fraction: number) => void; onAlive: () => void },
  ): Promise<LoadedModel> {
    const { maxContextTokens, maxGpuLayers, sequences } = options;
    const version = await versionOf(path);
    const model = await llama.loadModel({
      modelPath: path,
      onLoadProgress: onProgress,
      gpuLayers: {
        ...(maxGpuLayers === null ? {} : { max: maxGpuLayers }),
        fitContext: { contextSize: maxContextTokens * sequences },
      },
      ignoreMemorySafetyChecks: ignoresMemory(llama),
    });
    try {
      const chosen = llama.gpu === false && !isTiny(model);
      const threads = chosen ? (options.threads ?? (await measureThreads(model, llama.cpuMathCores, onAlive))) : null;
      const loaded = new LoadedModel(llama, model, version, options, threads);
      await loaded.#open(options.adapters);
      return loaded;
    } catch (error) {
      await model.dispose();
      throw error;
    }
  }

  get contextTokens(): number {
    return this.#opened.contextSize;
  }

  /** Layers on a graphics card; 0 without one. */
  get gpuLayers(): number {
    return this.#model.gpuLayers;
  }

  /** Why there is no draft model though one was requested; null otherwise. */
  get draftFailure(): string | null {
    return this.#draftFailure;
  }

  get sequences(): readonly Sequence[] {
    return this.#sequences;
  }

  /** Whether a load with these options only changes the adapters. */
  async canBecome(path: string, options: LoadOptions): Promise<boolean> {
    const rest = ({ adapters: _adapters, threads: _threads, ...others }: LoadOptions): string => JSON.stringify(others);
    return rest(options) === rest(this.#options) && (await versionOf(path)) === this.#version;
  }

  /**
   * Clears the sequences, because they were read with other weights. Throws errors of llama.cpp; nothing is left open
   * then.
   */
  async changeAdapters(adapters: readonly AdapterUse[]): Promise<void> {
    await this.#close();
    await this.#open(adapters);
  }

  async dispose(): Promise<void> {
    await this.#close();
    await this.#model.dispose();
  }

  get #opened(): LlamaContext {
    if (!this.#context) throw new Error('the model has no context');
    return this.#context;
  }

  async #open(adapters: readonly AdapterUse[]): Promise<void> {
    const { maxContextTokens, kvCacheType, sequences, speculation } = this.#options;
    const model = this.#model;
    const llama = this.#llama;
    const contextTokens = Math.min(model.trainContextSize, maxContextTokens);
    const threads = this.threads ?? (isTiny(model) && llama.gpu === false ? 1 : llama.cpuMathCores);
    const context = await model.createContext({
      ignoreMemorySafetyChecks: ignoresMemory(llama),
      contextSize: { min: Math.min(SMALLEST_CONTEXT_TOKENS, contextTokens), max: contextTokens },
      ...KV_CACHE_OPTIONS[kvCacheType],
      ...(adapters.length === 0
        ? {}
        : { lora: { adapters: adapters.map(({ path: filePath, scale }) => ({ filePath, scale })) } }),
      sequences,
      batchSize: BATCH_TOKENS,
      threads,
    });
    this.#context = context;
    this.#draftFailure = null;
    try {
      const target = { model, contextTokens: context.contextSize, sequences, threads };
      this.#speculation = await openSpeculation(llama, speculation, target).catch((error: unknown) => {
        this.#draftFailure = error instanceof Error ? error.message : String(error);
        return NO_SPECULATION;
      });
      this.#sequences = Array.from({ length: sequences }, () => new Sequence(context, this.#speculation.open()));
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  async #close(): Promise<void> {
    this.#sequences = [];
    await this.#context?.dispose();
    this.#context = null;
    await this.#speculation.dispose();
    this.#speculation = NO_SPECULATION;
  }
}

/** Weights are mapped, so a model that is too large for memory is only slow. The user was asked before. */
function ignoresMemory(llama: Llama): boolean {
  return llama.gpu === false;
}

function isTiny(model: LlamaModel): boolean {
  return model.size < ONE_THREAD_BELOW_BYTES;
}

/** Changes when the file changes. */
async function versionOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return JSON.stringify({ path, size, mtimeMs });
}
