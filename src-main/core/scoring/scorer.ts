import { join } from 'node:path';
import type { Backend } from '#contract/backends';
import { SarviError } from '#contract/errors';
import type { Backends } from '../engine/backends/backends.ts';
import type { EngineModel } from '../engine/engine-model.ts';
import type { Engine } from '../engine/engine.ts';
import { RequestQueue } from '../engine/request-queue.ts';
import type { ThreadCounts } from '../engine/thread-counts.ts';
import type { ModelFits } from '../models/model-fits.ts';
import type { Ports } from '../ports.ts';
import { clearDistributions, makeDistributionFolder } from './distribution-folder.ts';
import { longestTokens } from './longest-tokens.ts';
import type { ScoredModel, ScoredText, ScoringOutcome } from './protocol.ts';
import { ScoringConnection, type TaskWatch } from './scoring-connection.ts';
import { threadsFor } from './threads-for.ts';

export interface ScorerParts {
  readonly ports: Pick<Ports, 'spawn' | 'entries' | 'log' | 'folders'>;
  readonly engine: Pick<Engine, 'admit' | 'dismiss' | 'layersOf'>;
  readonly fits: Pick<ModelFits, 'fitsWith' | 'fit' | 'require'>;
  /** Whether models that do not fit into memory are refused. */
  readonly requiresFit: boolean;
  readonly backends: Pick<Backends, 'choose'>;
  readonly threadCounts: Pick<ThreadCounts, 'get'>;
  /** How long the process stays without a task. By default 30,000. */
  readonly idleMs?: number;
}

type Pair<Model> = readonly [Model] | readonly [Model, Model];

export interface ScoringRequest {
  readonly models: Pair<EngineModel>;
  readonly text: ScoredText;
  /** How many of the most likely tokens the result lists for each place. */
  readonly mostLikely: number;
}

export interface ScoringAnswer extends ScoringOutcome {
  readonly backend: Backend;
}

/** A scoring process with the models that it has loaded or will load. */
interface Held {
  readonly connection: ScoringConnection;
  readonly backend: Backend;
  readonly models: readonly EngineModel[];
  inMemory: boolean;
  leave(): Promise<void>;
}

/** Long enough to look at a result and ask for the next one. */
const IDLE_MS = 30_000;
/** The KV cache is in float32, twice the size of the estimate's 16 bits. */
const CACHE_FACTOR = 2;

/**
 * Scores texts with models in a separate process, one text at a time. The process's models count in the engine's memory
 * accounting: they displace models that do not fit beside them, and are unloaded when the engine needs their memory.
 */
export class Scorer {
  readonly #parts: ScorerParts;
  readonly #folder: string;
  readonly #queue = new RequestQueue();
  readonly #cleared: Promise<void>;
  #held: Held | null = null;
  #running: AbortController | null = null;
  #idle: NodeJS.Timeout | undefined;

  constructor(parts: ScorerParts) {
    this.#parts = parts;
    this.#folder = join(parts.ports.folders.data, 'scoring');
    this.#cleared = clearDistributions(this.#folder, parts.ports.log);
  }

  /** @throws SarviError those of the scoring process; `cancelled`, `scoring-crashed`, `model-does-not-fit` */
  async score(request: ScoringRequest, watch: TaskWatch): Promise<ScoringAnswer> {
    const permit = await this.#queue.take(watch.signal);
    if (!permit) throw new SarviError('cancelled');
    clearTimeout(this.#idle);
    this.#running = new AbortController();
    const signal = AbortSignal.any([watch.signal, this.#running.signal]);
    try {
      await this.#cleared;
      return await this.#score(request, { ...watch, signal });
    } catch (error) {
      // It is unknown what a failed task has left in memory.
      await this.#end();
      throw error;
    } finally {
      this.#running = null;
      permit.release();
      this.#idle = setTimeout(() => void this.#leave(), this.#parts.idleMs ?? IDLE_MS).unref();
    }
  }

  /** The id of the process, while it exists. */
  get processId(): number | undefined {
    return this.#held?.connection.processId;
  }

  /** Whether a model is in memory for scoring, or a task needs it. */
  uses(modelId: string): boolean {
    return this.#held?.models.some(({ id }) => id === modelId) ?? false;
  }

  /** Cancels the current task and frees the memory. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    this.#running?.abort();
    await this.#leave();
  }

  async #score({ models, text, mostLikely }: ScoringRequest, watch: TaskWatch): Promise<ScoringAnswer> {
    const { backends, fits, requiresFit } = this.#parts;
    const backend = await backends.choose();
    if (requiresFit) for (const { id, name } of models) await fits.require(id, name);
    const contextTokens = longestTokens(text) * CACHE_FACTOR;
    const sized = models.map((model) => ({ ...model, contextTokens }));
    const wasHeld = this.#holds(models, backend);
    const held = await this.#hold(sized, backend);
    if (watch.signal.aborted) throw new SarviError('cancelled');
    const waiting = wasHeld || (await this.#fitTogether(sized)) ? null : await makeDistributionFolder(this.#folder);
    try {
      const uses: ScoredModel[] = [];
      for (const model of sized) uses.push(await this.#useOf(model, backend));
      const outcome = await held.connection.run(
        {
          backend,
          models: uses as unknown as Pair<ScoredModel>,
          text,
          mostLikely,
          distributionPath: waiting?.filePath ?? null,
        },
        {
          signal: watch.signal,
          onProgress: (phase, fraction) => {
            held.inMemory = phase === 'reading';
            watch.onProgress(phase, fraction);
          },
        },
      );
      return { ...outcome, backend };
    } finally {
      // After a task with one model after the other, only the second is in memory. The file is removed when nobody
      // writes to it any more.
      if (waiting) {
        await this.#end();
        await waiting.remove();
      }
    }
  }

  #holds(models: readonly EngineModel[], backend: Backend): boolean {
    const held = this.#held;
    if (held?.backend !== backend || !held.connection.isAlive) return false;
    return models.every(({ path }) => held.models.some((model) => model.path === path));
  }

  async #hold(models: readonly EngineModel[], backend: Backend): Promise<Held> {
    if (this.#held && this.#holds(models, backend)) return this.#held;
    await this.#end();
    const { engine, ports } = this.#parts;
    const held: Held = {
      connection: new ScoringConnection(ports),
      backend,
      models,
      inMemory: false,
      leave: () => this.#leave(),
    };
    this.#held = held;
    await engine.admit(held);
    return held;
  }

  async #fitTogether([first, second]: readonly EngineModel[]): Promise<boolean> {
    if (!first || !second || first.path === second.path) return true;
    return this.#parts.fits.fitsWith(second, [{ model: first, inMemory: false }]);
  }

  async #useOf(model: EngineModel, backend: Backend): Promise<ScoredModel> {
    const { name, path, adapters = [] } = model;
    const threads = (await this.#parts.threadCounts.get(path).catch(() => null)) ?? (await threadsFor(path));
    return { name, path, adapters, threads, gpuLayers: backend === 'cpu' ? 0 : await this.#layersOf(model) };
  }

  /** As many as when the engine last loaded the model, otherwise as many as its card has memory for. */
  async #layersOf({ id, path, contextTokens }: EngineModel): Promise<number> {
    const loaded = this.#parts.engine.layersOf(path);
    if (loaded !== null) return loaded;
    const fit = await this.#parts.fits.fit(id, contextTokens).catch(() => null);
    return fit?.graphics?.layers ?? 0;
  }

  /** Frees the memory after the current task. */
  async #leave(): Promise<void> {
    const permit = await this.#queue.take();
    try {
      await this.#end();
    } finally {
      permit?.release();
    }
  }

  async #end(): Promise<void> {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    await held.connection.end();
    this.#parts.engine.dismiss(held);
  }
}
