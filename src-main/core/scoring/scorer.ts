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
import { clearDistributions, makeDistributionFolder, type DistributionFolder } from './distribution-folder.ts';
import { longestTokens } from './longest-tokens.ts';
import type { Outcomes, ScoredModel, ScoredText, ScoringOutcome, TaskKind } from './protocol.ts';
import { ScoringConnection, type TaskOf, type TaskWatch } from './scoring-connection.ts';
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

export interface TaskRequest<Kind extends TaskKind> {
  /** Those that the task, and the next ones of the same work, need. */
  readonly models: readonly EngineModel[];
  readonly contextTokens: number;
  readonly task: (uses: Pair<ScoredModel>) => Omit<TaskOf<Kind>, 'backend'>;
}

export interface ScoringAnswer extends ScoringOutcome {
  readonly backend: Backend;
}

/** What is known of a text that was read here or elsewhere. */
export interface ReadText extends Pick<ScoringOutcome, 'promptIds' | 'tokens' | 'isRounded'> {
  readonly backend: string;
}

/** Scores texts with models of this computer, or also of others. */
export interface TextScorer {
  score(request: ScoringRequest, watch: TaskWatch): Promise<ReadText>;
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
  score(request: ScoringRequest, watch: TaskWatch): Promise<ScoringAnswer> {
    return this.#alone(watch, (inner) => this.#score(request, inner));
  }

  /**
   * Runs one task of the process.
   *
   * @throws SarviError as `score`
   */
  run<Kind extends TaskKind>(
    { models, contextTokens, task }: TaskRequest<Kind>,
    watch: TaskWatch,
  ): Promise<Outcomes[Kind] & { readonly backend: Backend }> {
    return this.#alone(watch, async (inner) => {
      const backend = await this.#parts.backends.choose();
      const sized = await this.#sized(models, contextTokens);
      const held = await this.#hold(sized, backend);
      const uses = await this.#usesOf(sized, backend);
      const outcome = await held.connection.run({ ...task(uses), backend } as TaskOf<Kind>, this.#told(held, inner));
      return { ...outcome, backend };
    });
  }

  /** Whether both fit into memory at once. */
  async fitTogether([first, second]: readonly EngineModel[]): Promise<boolean> {
    if (!first || !second || first.path === second.path) return true;
    return this.#parts.fits.fitsWith(second, [{ model: first, inMemory: false }]);
  }

  /** A folder for a file of distributions, which goes at the next start if this process dies. */
  async makeFolder(): Promise<DistributionFolder> {
    await this.#cleared;
    return makeDistributionFolder(this.#folder);
  }

  async #alone<Outcome>(watch: TaskWatch, act: (watch: TaskWatch) => Promise<Outcome>): Promise<Outcome> {
    const permit = await this.#queue.take(watch.signal);
    if (!permit) throw new SarviError('cancelled');
    clearTimeout(this.#idle);
    this.#running = new AbortController();
    const signal = AbortSignal.any([watch.signal, this.#running.signal]);
    try {
      await this.#cleared;
      return await act({ ...watch, signal });
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
    const backend = await this.#parts.backends.choose();
    const sized = await this.#sized(models, longestTokens(text) * CACHE_FACTOR);
    const wasHeld = this.#holds(models, backend);
    const held = await this.#hold(sized, backend);
    if (watch.signal.aborted) throw new SarviError('cancelled');
    const waiting = wasHeld || (await this.fitTogether(sized)) ? null : await makeDistributionFolder(this.#folder);
    try {
      const uses = await this.#usesOf(sized, backend);
      const distributionPath = waiting?.filePath ?? null;
      const outcome = await held.connection.run(
        { kind: 'score', backend, models: uses, text, mostLikely, distributionPath },
        this.#told(held, watch),
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

  /** @throws SarviError `model-does-not-fit` */
  async #sized(models: readonly EngineModel[], contextTokens: number): Promise<readonly EngineModel[]> {
    const { fits, requiresFit } = this.#parts;
    if (requiresFit) for (const { id, name } of models) await fits.require(id, name);
    return models.map((model) => ({ ...model, contextTokens }));
  }

  async #usesOf(models: readonly EngineModel[], backend: Backend): Promise<Pair<ScoredModel>> {
    const uses: ScoredModel[] = [];
    for (const model of models) uses.push(await this.#useOf(model, backend));
    return uses as unknown as Pair<ScoredModel>;
  }

  #told(held: Held, watch: TaskWatch): TaskWatch {
    return {
      signal: watch.signal,
      onProgress: (phase, fraction) => {
        held.inMemory = phase === 'reading';
        watch.onProgress(phase, fraction);
      },
    };
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
