import { stat } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import { DEFAULT_CONTEXT_TOKENS, type KvCacheType } from '#contract/context-window';
import type { EngineStatus, ModelFit } from '#contract/engine';
import type { ExpectedFit } from '#contract/imports';
import type { ModelId } from '#contract/primitives';
import type { Backends } from '../engine/backends/backends.ts';
import type { OtherModel } from '../engine/engine-options.ts';
import type { EngineModel } from '../engine/engine-model.ts';
import { formatBytes } from '../format-bytes.ts';
import { readGgufParts } from '../gguf/read-gguf-parts.ts';
import { estimateMemory, totalBytes } from './estimate-memory.ts';
import { judgeFit, type FitQuestion } from './judge-fit.ts';
import { memoryShape, packedBytes, type MemoryShape } from './memory-shape.ts';
import type { ResolvedModel } from './resolved-model.ts';

export interface ModelFitsParts {
  readonly resolveModel: (modelId: ModelId) => Promise<ResolvedModel>;
  readonly status: () => EngineStatus;
  readonly backends: Pick<Backends, 'choose' | 'freeGraphicsBytes'>;
  readonly kvCacheType: () => KvCacheType;
  /** Answers that one model may write at a time, each with its own window. Default 1. */
  readonly sequences?: () => number;
  /** How many sequences the loaded model has. Default 1. */
  readonly sequencesInMemory?: () => number;
  readonly availableMemory: () => number;
}

type FreeMemory = Pick<FitQuestion, 'freeBytes' | 'freeGraphicsBytes'>;

interface Measured {
  readonly shape: MemoryShape;
  readonly parameterCount: number;
  readonly mappedBytes: number;
  readonly modifiedMs: number;
}

/** Judges whether models fit into the present memory. */
export class ModelFits {
  readonly #parts: ModelFitsParts;
  readonly #allowed = new Set<ModelId>();
  readonly #measured = new Map<string, Measured>();

  constructor(parts: ModelFitsParts) {
    this.#parts = parts;
  }

  /** @throws SarviError the codes of the call `models.fit` */
  async fit(modelId: ModelId, contextTokens: number | undefined): Promise<ModelFit> {
    const model = await this.#parts.resolveModel(modelId);
    const asked = { ...model, contextTokens: contextTokens ?? model.contextTokens };
    const { mappedBytes } = await this.#measure(model);
    const free = await this.#freeWithoutLoaded();
    const { windows, judged } = await this.#withWindows((sequences) => this.#judge(asked, sequences, free));
    const window = { contextTokens: judged.contextTokens / windows, windows };
    return { modelId, ...judged, ...window, mappedBytes: judged.graphics ? 0 : mappedBytes };
  }

  /** Judges models that are not in the library, with the present memory and their default window. */
  async fitting(): Promise<(shape: MemoryShape) => ExpectedFit> {
    const memory = { kvCacheType: this.#parts.kvCacheType(), ...(await this.#freeWithoutLoaded()) };
    return (shape) => {
      const contextTokens = Math.min(DEFAULT_CONTEXT_TOKENS, shape.trainedTokens || DEFAULT_CONTEXT_TOKENS);
      const judge = (sequences: number): ReturnType<typeof judgeFit> =>
        judgeFit({ shape, contextTokens: sequences * contextTokens, parameterCount: 0, ...memory });
      let sequences = this.#parts.sequences?.() ?? 1;
      while (sequences > 1 && judge(sequences).verdict !== 'fits') sequences -= 1;
      const { verdict, neededBytes, freeBytes } = judge(sequences);
      return { verdict, neededBytes, freeBytes };
    };
  }

  /** How many of the `wanted` sequences memory easily has room for next to other models; at least one. */
  async affordableSequences(model: EngineModel, wanted: number, others: readonly OtherModel[]): Promise<number> {
    for (let sequences = wanted; sequences > 1; sequences -= 1) {
      if (await this.#isEasy(model, others, sequences)) return sequences;
    }
    return 1;
  }

  /** Judges as the engine will load the model: with as many windows as easily fit, or with one. */
  async #withWindows(
    judge: (sequences: number) => Promise<ReturnType<typeof judgeFit>>,
  ): Promise<{ windows: number; judged: ReturnType<typeof judgeFit> }> {
    for (let windows = this.#parts.sequences?.() ?? 1; windows > 1; windows -= 1) {
      const judged = await judge(windows);
      if (judged.verdict === 'fits') return { windows, judged };
    }
    return { windows: 1, judged: await judge(1) };
  }

  /** Whether memory easily has room for a model next to the others. */
  fitsWith(model: EngineModel, others: readonly OtherModel[]): Promise<boolean> {
    return this.#isEasy(model, others, 1);
  }

  /** The user wants this model loaded although it does not fit. */
  allow(modelId: ModelId): void {
    this.#allowed.add(modelId);
  }

  /**
   * Refuses a model that does not fit, before it is loaded. Other faults are left to the load.
   *
   * @throws SarviError `model-does-not-fit`
   */
  async require(modelId: ModelId, name: string): Promise<void> {
    const { modelId: front, otherModelIds } = this.#parts.status();
    if (this.#allowed.has(modelId) || front === modelId || otherModelIds.includes(modelId)) return;
    const fit = await this.fit(modelId, undefined).catch(() => null);
    if (fit?.verdict !== 'does-not-fit') return;
    const [needed, free] = [fit.neededBytes, fit.freeBytes].map(formatBytes);
    throw new SarviError('model-does-not-fit', { modelId, name, needed: needed ?? '', free: free ?? '' });
  }

  /** Answers false when the memory is unknown. */
  async #isEasy(model: EngineModel, others: readonly OtherModel[], sequences: number): Promise<boolean> {
    const { backends, availableMemory } = this.#parts;
    let freeBytes = availableMemory();
    // For a graphics card, only the memory that was free before anything was loaded is known.
    let freeGraphicsBytes = await backends.freeGraphicsBytes(await backends.choose());
    try {
      for (const other of others) {
        const taken = await this.#judge(other.model, 1, { freeBytes, freeGraphicsBytes });
        // The system counts the pages of a file as free, even those of weights in use.
        freeBytes -= other.inMemory ? Math.min(taken.weightBytes, taken.neededBytes) : taken.neededBytes;
        freeGraphicsBytes = taken.graphics && taken.graphics.freeBytes - taken.graphics.neededBytes;
      }
      return (await this.#judge(model, sequences, { freeBytes, freeGraphicsBytes })).verdict === 'fits';
    } catch (error) {
      if (error instanceof SarviError) return false;
      throw error;
    }
  }

  async #judge(model: EngineModel, sequences: number, free: FreeMemory): Promise<ReturnType<typeof judgeFit>> {
    const { shape, parameterCount } = await this.#measure(model);
    const wanted = model.contextTokens ?? DEFAULT_CONTEXT_TOKENS;
    const contextTokens = sequences * (shape.trainedTokens === 0 ? wanted : Math.min(wanted, shape.trainedTokens));
    return judgeFit({ shape, parameterCount, contextTokens, kvCacheType: this.#parts.kvCacheType(), ...free });
  }

  /** The free memory after the loaded model is unloaded. */
  async #freeWithoutLoaded(): Promise<FreeMemory> {
    const { backends, availableMemory } = this.#parts;
    return {
      freeBytes: availableMemory() + (await this.#loadedBytes()),
      freeGraphicsBytes: await backends.freeGraphicsBytes(await backends.choose()),
    };
  }

  /** Bytes that unloading the model gives back; the system keeps its weights in the file cache. */
  async #loadedBytes(): Promise<number> {
    const { modelId, contextTokens, backend } = this.#parts.status();
    if (modelId === null || contextTokens === null || backend !== 'CPU') return 0;
    try {
      const { shape } = await this.#measure(await this.#parts.resolveModel(modelId));
      const windowTokens = contextTokens * (this.#parts.sequencesInMemory?.() ?? 1);
      return totalBytes(estimateMemory(shape, windowTokens, this.#parts.kvCacheType()));
    } catch (error) {
      if (error instanceof SarviError) return 0;
      throw error;
    }
  }

  async #measure({ name, path }: Pick<EngineModel, 'name' | 'path'>): Promise<Measured> {
    const modifiedMs = await stat(path).then(
      (found) => found.mtimeMs,
      (error: unknown) => {
        throw new SarviError('model-file-missing', { name, path }, { cause: error });
      },
    );
    const known = this.#measured.get(path);
    if (known?.modifiedMs === modifiedMs) return known;
    const file = await readGgufParts(path);
    const parameterCount = file.tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const measured = { shape: memoryShape(file), parameterCount, mappedBytes: packedBytes(file), modifiedMs };
    this.#measured.set(path, measured);
    return measured;
  }
}
