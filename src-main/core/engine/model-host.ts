import type { SarviError } from '#contract/errors';
import type { EngineStatus } from '#contract/engine';
import type { EngineConnection } from './engine-connection.ts';
import type { EngineModel } from './engine-model.ts';
import { EngineProcess, type RestartPace, type EnginePorts, type ProcessOptions } from './engine-process.ts';
import { HostStatus } from './host-status.ts';
import { LoadFallbacks } from './load-fallbacks.ts';
import { loadModel, type LoadModelOptions } from './load-model.ts';
import {
  fingerprintOf,
  fingerprintWithoutAdapters,
  loadOptionsOf,
  modelKeyOf,
  type LoadOptions,
  type LoadPlan,
  type LoadSettings,
} from './load-plan.ts';
import type { LoadedModelFacts } from './protocol.ts';
import { SequenceTable } from './sequence-table.ts';

export interface HostOptions extends LoadSettings, ProcessOptions, LoadModelOptions {
  /**
   * Unloads models of other runners that would not leave room for this one. Called before a load that needs more
   * memory.
   */
  readonly makeRoom: (model: EngineModel) => Promise<void>;
}

/** A model that was loaded into a process; the process may have died since. */
export interface HostedModel {
  readonly connection: EngineConnection;
  readonly model: LoadedModelFacts;
  readonly sequences: SequenceTable;
  /** Identifies the model and the user's settings for it. */
  readonly key: string;
}

type DeathListener = (model: EngineModel, pace: RestartPace) => void;

interface ModelInMemory extends HostedModel {
  readonly asked: EngineModel;
  readonly fingerprint: string;
  readonly withoutAdapters: string;
}

/**
 * The engine process and its model: loads on demand, and tries safer settings for a model that keeps failing. Only one
 * load runs at a time; the request queue sees to that.
 */
export class ModelHost {
  readonly #options: HostOptions;
  readonly #process: EngineProcess;
  readonly #status = new HostStatus();
  readonly #fallbacks: LoadFallbacks;
  readonly #deathListeners: DeathListener[] = [];
  /** On a graphics card, by model file. */
  readonly #layers = new Map<string, number>();
  #loaded: ModelInMemory | null = null;
  #loading: EngineModel | null = null;

  constructor(ports: EnginePorts, options: HostOptions) {
    this.#options = options;
    this.#fallbacks = new LoadFallbacks(options.onNotice);
    this.#process = new EngineProcess(ports, options, {
      starting: () => this.#status.starting(),
      notStarted: () => this.#status.stopped(),
      ended: (pace) => this.#ended(pace),
    });
  }

  get status(): EngineStatus {
    return this.#status.current;
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    return this.#status.onChange(listener);
  }

  /** Calls `listener` when the process dies while a model is loaded. */
  onDeath(listener: DeathListener): void {
    this.#deathListeners.push(listener);
  }

  /**
   * Loads `model`, and unloads another one first. A changed file or setting loads it again. A graphics card that cannot
   * take the model gets fewer of its layers, then none.
   *
   * @throws SarviError `model-file-missing`, `model-load-failed`, `engine-unavailable`
   */
  async load(model: EngineModel, onProgress: (fraction: number) => void = () => undefined): Promise<HostedModel> {
    this.#loading = model;
    try {
      return await this.#load(model, onProgress);
    } finally {
      this.#loading = null;
    }
  }

  async #load(model: EngineModel, onProgress: (fraction: number) => void): Promise<HostedModel> {
    const key = this.keyOf(model);
    const notices: SarviError[] = [];
    for (;;) {
      const plan = await this.#planOf(model, key);
      const fingerprint = await fingerprintOf(model, plan);
      const current = this.#loaded?.connection.alive ? this.#loaded : null;
      if (current?.fingerprint === fingerprint) {
        this.#status.renamed(model.id);
        return current;
      }
      const keeps = current !== null && current.withoutAdapters === (await fingerprintWithoutAdapters(model, plan));
      if (!keeps) {
        await this.#free();
        await this.#options.makeRoom(model);
      }
      this.#loaded = null;
      const connection = await this.#process.connect(plan.backend);
      try {
        const sequencesNow = keeps ? current.model.sequences : null;
        const loaded = await this.#loadInto(connection, model, plan.options, sequencesNow, onProgress);
        // The process may have started with another backend than planned.
        const made = { ...plan, backend: this.#process.backend };
        this.#loaded = {
          ...{ connection, model: loaded, sequences: new SequenceTable(loaded.sequences), key, asked: model },
          fingerprint: await fingerprintOf(model, made),
          withoutAdapters: await fingerprintWithoutAdapters(model, made),
        };
        for (const notice of notices) this.#options.onNotice(notice);
        return this.#loaded;
      } catch (thrown) {
        this.#status.stopped();
        const attempt = { model, key, options: plan.options, backend: this.#process.backend };
        notices.push(await this.#fallbacks.afterFailedLoad(thrown, attempt, notices.length > 0));
      }
    }
  }

  /** The loaded model, if its file and settings have not changed. @throws SarviError `model-file-missing` */
  async loaded(model: EngineModel): Promise<HostedModel | null> {
    const fingerprint = await fingerprintOf(model, await this.#planOf(model, this.keyOf(model)));
    const current = this.#loaded;
    return current?.connection.alive && current.fingerprint === fingerprint ? current : null;
  }

  /** Identifies a model with the settings of its use: answers with the same key can be written side by side. */
  keyOf(model: EngineModel): string {
    return modelKeyOf(model, this.#options);
  }

  /** How many answers the loaded model can write at a time; 0 when another model or none is loaded. */
  sequencesOf(key: string): number {
    return this.#loaded?.key === key && this.#loaded.connection.alive ? this.#loaded.model.sequences : 0;
  }

  /** How many answers the loaded model can write at a time; 0 without one. */
  get sequences(): number {
    return this.#loaded?.model.sequences ?? 0;
  }

  /** The model that is loaded or being loaded. */
  get model(): EngineModel | null {
    return this.#loading ?? this.inMemory;
  }

  /** How many layers a model had on a graphics card when it was loaded here last. */
  layersOf(path: string): number | null {
    return this.#layers.get(path) ?? null;
  }

  get inMemory(): EngineModel | null {
    return this.#loaded?.asked ?? null;
  }

  isLoaded({ connection, model }: HostedModel): boolean {
    return connection.alive && this.#loaded?.connection === connection && this.#loaded.model === model;
  }

  async unload(): Promise<void> {
    const { connection } = this.#process;
    if (!this.#loaded || !connection?.alive) return;
    this.#loaded = null;
    await connection.ask({ kind: 'unload' }, 'unloaded');
    this.#status.stopped();
  }

  /** Unloads before another load, so that its memory is free for the next model. */
  async #free(): Promise<void> {
    const { connection } = this.#process;
    if (!this.#loaded || !connection?.alive) return;
    this.#loaded = null;
    this.#status.stopped();
    // A process that ends instead has freed the model, too.
    await connection.ask({ kind: 'unload' }, 'unloaded').catch(() => undefined);
  }

  /** Shows the model as generating while `work` runs. A model that keeps ending the process gets safer settings. */
  async whileGenerating<Value>({ connection, model, key }: HostedModel, work: () => Promise<Value>): Promise<Value> {
    return this.#status.whileGenerating(connection, async () => {
      try {
        const value = await work();
        this.#fallbacks.succeeded(key);
        this.#process.worked();
        return value;
      } catch (error) {
        if (!this.#process.isDisposed) this.#fallbacks.afterFailedAnswer(error, { connection, model, key });
        throw error;
      }
    });
  }

  /** Ends the process at once. */
  dispose(): void {
    this.#process.dispose();
  }

  #ended(pace: RestartPace): void {
    const lost = this.#loaded?.asked;
    this.#loaded = null;
    this.#status.stopped();
    if (!lost || this.#process.isDisposed) return;
    for (const listener of this.#deathListeners) listener(lost, pace);
  }

  async #planOf(model: EngineModel, key: string): Promise<LoadPlan> {
    const limits = this.#fallbacks.limitsOf(key);
    const backend = limits.cpuOnly ? 'cpu' : await this.#process.chooseBackend();
    return { backend, options: await loadOptionsOf(model, this.#options, limits) };
  }

  async #loadInto(
    connection: EngineConnection,
    model: EngineModel,
    options: LoadOptions,
    sequencesNow: number | null,
    onProgress: (fraction: number) => void,
  ): Promise<LoadedModelFacts> {
    const report = (fraction: number): void => {
      this.#status.loading(model.id, fraction);
      onProgress(fraction);
    };
    const loaded = await loadModel(connection, model, { ...this.#options, options, sequencesNow, onProgress: report });
    this.#layers.set(model.path, loaded.gpuLayers);
    this.#status.ready(model.id, loaded);
    return loaded;
  }
}
