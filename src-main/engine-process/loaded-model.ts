import type { Llama, LlamaContext, LlamaContextOptions, LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import type { KvCacheType } from '#contract/vocabulary';
import type { AdapterUse } from '../core/engine/protocol.ts';
import { measureThreads } from './measure-threads.ts';
import { Vocabulary } from './vocabulary.ts';

/** Prompt tokens that llama.cpp evaluates in one pass. */
const BATCH_TOKENS = 512;
/** Below this a chat is of no use; a machine without the memory for it gets an error. */
const SMALLEST_CONTEXT_TOKENS = 512;
/** Waking a second thread for every layer costs more than the work of a model this small. */
const ONE_THREAD_BELOW_BYTES = 64 * 1024 * 1024;

/** What the library calls each type, and what it needs: llama.cpp reads quantized values by flash attention only. */
const KV_CACHE_OPTIONS: Readonly<Record<KvCacheType, LlamaContextOptions>> = {
  f16: {},
  q8_0: { experimentalKvCacheKeyType: 'Q8_0', experimentalKvCacheValueType: 'Q8_0', flashAttention: true },
};

export interface LoadOptions {
  readonly maxContextTokens: number;
  readonly kvCacheType: KvCacheType;
  readonly maxGpuLayers: number | null;
  readonly adapters: readonly AdapterUse[];
  readonly threads: number | null;
}

/** A model in memory with one context window. */
export class LoadedModel {
  readonly vocabulary: Vocabulary;
  readonly sequence: LlamaContextSequence;
  readonly contextTokens: number;
  /** Layers on a graphics card; 0 without one. */
  readonly gpuLayers: number;
  /** Null where there was nothing to choose: a tiny model, or a graphics card. */
  readonly threads: number | null;
  readonly batchTokens = BATCH_TOKENS;
  readonly #model: LlamaModel;
  readonly #context: LlamaContext;

  private constructor(model: LlamaModel, context: LlamaContext, threads: number | null) {
    this.#model = model;
    this.#context = context;
    this.sequence = context.getSequence();
    this.contextTokens = context.contextSize;
    this.gpuLayers = model.gpuLayers;
    this.threads = threads;
    this.vocabulary = new Vocabulary(model);
  }

  /** Throws what llama.cpp says. `onProgress` gets a fraction. */
  static async load(
    llama: Llama,
    path: string,
    { maxContextTokens, kvCacheType, maxGpuLayers, adapters, ...options }: LoadOptions,
    onProgress: (fraction: number) => void,
  ): Promise<LoadedModel> {
    // Weights are mapped, so that one too large for the memory is slow and no more; the user has been asked before.
    const ignoreMemorySafetyChecks = llama.gpu === false;
    const model = await llama.loadModel({
      modelPath: path,
      onLoadProgress: onProgress,
      gpuLayers: {
        ...(maxGpuLayers === null ? {} : { max: maxGpuLayers }),
        fitContext: { contextSize: maxContextTokens },
      },
      ignoreMemorySafetyChecks,
    });
    try {
      const isTiny = llama.gpu === false && model.size < ONE_THREAD_BELOW_BYTES;
      const threads =
        isTiny || llama.gpu !== false ? null : (options.threads ?? (await measureThreads(model, llama.cpuMathCores)));
      const contextTokens = Math.min(model.trainContextSize, maxContextTokens);
      const context = await model.createContext({
        ignoreMemorySafetyChecks,
        contextSize: { min: Math.min(SMALLEST_CONTEXT_TOKENS, contextTokens), max: contextTokens },
        ...KV_CACHE_OPTIONS[kvCacheType],
        ...(adapters.length === 0
          ? {}
          : { lora: { adapters: adapters.map(({ path: filePath, scale }) => ({ filePath, scale })) } }),
        sequences: 1,
        batchSize: BATCH_TOKENS,
        threads: threads ?? (isTiny ? 1 : llama.cpuMathCores),
      });
      return new LoadedModel(model, context, threads);
    } catch (error) {
      await model.dispose();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.#context.dispose();
    await this.#model.dispose();
  }
}
