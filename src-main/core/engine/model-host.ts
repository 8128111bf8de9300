import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Backend } from '#contract/backends';
import { SarviError } from '#contract/errors';
import type { KvCacheType } from '#contract/context-window';
import { STOPPED_ENGINE, type EngineStatus } from '#contract/engine';
import { because } from '#contract/reasons';
import type { Ports } from '../ports.ts';
import { EngineConnection } from './engine-connection.ts';
import type { HangLimits } from './hang-watch.ts';
import { layerCountOf } from './layer-count.ts';
import type { AdapterUse, LoadedModel, LoadRequest, SpeculationUse } from './protocol.ts';
import { RestartDelay } from './restart-delay.ts';
import { SaferSettings, type LoadedHow } from './safer-settings.ts';
import { SlotTable } from './slot-table.ts';
import type { ThreadCounts } from './thread-counts.ts';

export type EnginePorts = Pick<Ports, 'spawn' | 'entries' | 'log'>;

export interface EngineModel {
  readonly id: string;
  readonly name: string;
  /** Absolute path of the GGUF file. */
  readonly path: string;
  /** Context window to make; without one the engine's default. The model's own and the free memory may make it smaller. */
  readonly contextTokens?: number | undefined;
  /** Applied to every answer. */
  readonly adapters?: readonly AdapterUse[] | undefined;
}

/** Which backend to load with. */
export interface BackendPicker {
  choose(): Promise<Backend>;
  /** It worked when it was tried, and failed when it was used. */
  markBroken(backend: Backend, reason: string): Promise<void>;
}

export interface HostOptions {
  readonly maxContextTokens: number;
  readonly kvCacheType: () => KvCacheType;
  /** Answers that one model may write at a time, if the memory has room for their windows. */
  readonly slots: () => number;
  /** How many of so many slots the memory has room for; asked before a load. */
  readonly affordableSlots: (model: EngineModel, wanted: number) => Promise<number>;
  /** Frees what lies elsewhere and would not leave room for this one; asked before a load that needs more memory. */
  readonly makeRoom: (model: EngineModel) => Promise<void>;
  readonly speculation: (model: EngineModel) => Promise<SpeculationUse>;
  /** Null leaves the choice to the engine process. */
  readonly backends: BackendPicker | null;
  readonly hangLimits: HangLimits | undefined;
  /** Null has every start measure anew. */
  readonly threadCounts: ThreadCounts | null;
  /** Told of settings that are not the user's, and why. */
  readonly onNotice: (notice: SarviError) => void;
}

/** A model in the memory of a living process, when it was made; the process may have died since. */
export interface HostedModel {
  readonly connection: EngineConnection;
  readonly model: LoadedModel;
  readonly slots: SlotTable;
  /** Stands for the model and the user's settings for it. */
  readonly wish: string;
}

/** @param pace - deaths in a row, and how long the next process is to wait for its turn because of them */
type DeathListener = (model: EngineModel, pace: { readonly deaths: number; readonly delayMs: number }) => void;

interface Holding extends HostedModel {
  readonly asked: EngineModel;
  readonly fingerprint: string;
  /** The same without the adapters, which a model changes in place. */
  readonly frame: string;
}

type LoadOptions = Omit<LoadRequest, 'kind' | 'id' | 'path' | 'threads'>;

/**
 * The engine process and the one model in it: starts the process when it is first needed, loads on demand, and knows
 * the status of both. Loading is not for use by two at a time; the engine gives turns.
 */
export class ModelHost {
  readonly #ports: EnginePorts;
  readonly #options: HostOptions;
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  readonly #deathListeners: DeathListener[] = [];
  #status: EngineStatus = STOPPED_ENGINE;
  #connection: EngineConnection | null = null;
  #loaded: Holding | null = null;
  #loading: EngineModel | null = null;
  #connectionBackend: Backend | 'auto' = 'auto';
  /** Set when the process started only without graphics cards; lasts as long as this object. */
  #cpuOnly = false;
  readonly #safer = new SaferSettings();
  readonly #restartDelay = new RestartDelay();
  readonly #disposal = new AbortController();
  #generating = 0;
  /** Several answers may end with one process: that is one failure. */
  readonly #failedConnections = new WeakSet<EngineConnection>();

  constructor(ports: EnginePorts, options: HostOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  get status(): EngineStatus {
    return this.#status;
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called when the process ends with a model in it that nobody freed. */
  onDeath(listener: DeathListener): void {
    this.#deathListeners.push(listener);
  }

  /**
   * Makes `model` the loaded one; frees another first. A file or a setting that changed since has it loaded anew. A
   * graphics card that cannot take it gets fewer layers of it, then none.
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
    const wish = this.wishOf(model);
    const notices: SarviError[] = [];
    for (;;) {
      const backend = await this.#backendFor(wish);
      const options = await this.#loadOptions(model, wish);
      const fingerprint = await fingerprintOf(model, options, backend);
      const current = this.#loaded;
      if (current?.connection.alive && current.fingerprint === fingerprint) {
        if (this.#status.modelId !== model.id) this.#setStatus({ ...this.#status, modelId: model.id });
        return current;
      }
      const frame = await fingerprintOf(model, { ...options, adapters: [] }, backend);
      const keeps = current?.connection.alive === true && current.frame === frame;
      if (!keeps) {
        await this.#free();
        await this.#options.makeRoom(model);
      }
      this.#loaded = null;
      const connection = await this.#connect(backend);
      try {
        const slotsNow = keeps ? current.model.slots : null;
        const loaded = await this.#loadInto(connection, model, options, slotsNow, onProgress);
        // The process may have started with another backend than it was to.
        const made = await fingerprintOf(model, options, this.#connectionBackend);
        const frameMade = await fingerprintOf(model, { ...options, adapters: [] }, this.#connectionBackend);
        const slots = new SlotTable(loaded.slots);
        const held = { connection, model: loaded, slots, wish };
        this.#loaded = { ...held, asked: model, fingerprint: made, frame: frameMade };
        for (const notice of notices) this.#options.onNotice(notice);
        return this.#loaded;
      } catch (thrown) {
        this.#setStatus(STOPPED_ENGINE);
        const error = loadFailure(model, thrown);
        const crashed = isCrash(thrown);
        const reason = String(SarviError.from(thrown).details['reason'] ?? '');
        const how = await this.#failedHow(model, options);
        const notice = crashed
          ? this.#safer.failed(wish, how, reason)
          : how.gpuLayers > 0 && error.code === 'model-load-failed'
            ? this.#safer.stepDown(wish, how, reason)
            : null;
        if (crashed && notice) this.#options.onNotice(notice);
        if (crashed || !notice) {
          // What fails without a graphics card too is not the card's fault.
          if (notices.length > 0) this.#safer.forget(wish);
          throw error;
        }
        notices.push(notice);
      }
    }
  }

  /** The model in memory, if it is this one in its present form. @throws SarviError `model-file-missing` */
  async loaded(model: EngineModel): Promise<HostedModel | null> {
    const wish = this.wishOf(model);
    const options = await this.#loadOptions(model, wish);
    const fingerprint = await fingerprintOf(model, options, await this.#backendFor(wish));
    const current = this.#loaded;
    return current?.connection.alive && current.fingerprint === fingerprint ? current : null;
  }

  /** Stands for a model and the settings that it is to be used with: answers of one wish can be written side by side. */
  wishOf({ path, contextTokens, adapters }: EngineModel): string {
    return JSON.stringify({ path, contextTokens, adapters, kvCacheType: this.#options.kvCacheType() });
  }

  /** How many answers the loaded model can write at a time; 0 when another one, or none, is loaded. */
  slotsOf(wish: string): number {
    return this.#loaded?.wish === wish && this.#loaded.connection.alive ? this.#loaded.model.slots : 0;
  }

  /** How many answers the model in memory can write at a time; 0 without one. */
  get slots(): number {
    return this.#loaded?.model.slots ?? 0;
  }

  /** What is in memory, or on its way there. */
  get model(): EngineModel | null {
    return this.#loading ?? this.inMemory;
  }

  get inMemory(): EngineModel | null {
    return this.#loaded?.asked ?? null;
  }

  isLoaded({ connection, model }: HostedModel): boolean {
    return connection.alive && this.#loaded?.connection === connection && this.#loaded.model === model;
  }

  async unload(): Promise<void> {
    const connection = this.#connection;
    if (!this.#loaded || !connection?.alive) return;
    this.#loaded = null;
    await connection.ask({ kind: 'unload' }, 'unloaded');
    this.#setStatus(STOPPED_ENGINE);
  }

  /** Before another load: what the model takes must not be counted against the next one. */
  async #free(): Promise<void> {
    const connection = this.#connection;
    if (!this.#loaded || !connection?.alive) return;
    this.#loaded = null;
    this.#setStatus(STOPPED_ENGINE);
    // One that ends instead has freed it, too.
    await connection.ask({ kind: 'unload' }, 'unloaded').catch(() => undefined);
  }

  /** Shows the loaded model as generating while `work` goes on. One that keeps ending the process gets safer settings. */
  async whileGenerating<Value>(hosted: HostedModel, work: () => Promise<Value>): Promise<Value> {
    const { connection, model, wish } = hosted;
    this.#generating += 1;
    if (connection.alive) this.#setStatus({ ...this.#status, state: 'generating' });
    try {
      const value = await work();
      this.#safer.succeeded(wish);
      this.#restartDelay.worked();
      return value;
    } catch (error) {
      if (isCrash(error) && !this.#disposal.signal.aborted && !this.#failedConnections.has(connection)) {
        this.#failedConnections.add(connection);
        const notice = this.#safer.failed(wish, model, String(SarviError.from(error).details['reason'] ?? ''));
        if (notice) this.#options.onNotice(notice);
      }
      throw error;
    } finally {
      this.#generating -= 1;
      if (connection.alive && this.#generating === 0) this.#setStatus({ ...this.#status, state: 'ready' });
    }
  }

  /** Ends the process at once. */
  dispose(): void {
    this.#disposal.abort();
    this.#connection?.kill();
  }

  async #loadInto(
    connection: EngineConnection,
    model: EngineModel,
    options: LoadOptions,
    slotsNow: number | null,
    onProgress: (fraction: number) => void,
  ): Promise<LoadedModel> {
    const loading = { ...STOPPED_ENGINE, state: 'loading', modelId: model.id } as const;
    const report = (fraction: number): void => {
      this.#setStatus({ ...loading, loadFraction: fraction });
      onProgress(fraction);
    };
    report(0);
    const threads = (await this.#options.threadCounts?.get(model.path)) ?? null;
    const slots = slotsNow ?? (options.slots === 1 ? 1 : await this.#options.affordableSlots(model, options.slots));
    const answer = await connection.ask({ kind: 'load', path: model.path, ...options, slots, threads }, 'loaded', {
      onProgress: (message) => message.kind === 'load-progress' && report(message.fraction),
    });
    report(1);
    if (threads === null && answer.model.threads !== null) {
      await this.#options.threadCounts?.put(model.path, answer.model.threads);
    }
    const { backend, contextTokens, draftFailure } = answer.model;
    if (draftFailure !== null) {
      this.#options.onNotice(new SarviError('engine-without-draft', { reason: draftFailure }));
    }
    this.#setStatus({ ...STOPPED_ENGINE, state: 'ready', modelId: model.id, backend, contextTokens });
    return answer.model;
  }

  /** A failed load does not tell how many layers it had put where. */
  async #failedHow(model: EngineModel, { maxGpuLayers, maxContextTokens }: LoadOptions): Promise<LoadedHow> {
    const onCard = this.#connectionBackend !== 'cpu' && this.#connectionBackend !== 'auto';
    const gpuLayers = onCard ? (maxGpuLayers ?? (await layerCountOf(model.path))) : 0;
    return { gpuLayers, contextTokens: maxContextTokens };
  }

  async #loadOptions(model: EngineModel, wish: string): Promise<LoadOptions> {
    const { maxContextTokens, maxGpuLayers } = this.#safer.limitsOf(wish);
    const wanted = model.contextTokens ?? this.#options.maxContextTokens;
    return {
      maxContextTokens: Math.min(wanted, maxContextTokens ?? wanted),
      kvCacheType: this.#options.kvCacheType(),
      maxGpuLayers,
      adapters: model.adapters ?? [],
      slots: this.#options.slots(),
      speculation: await this.#options.speculation(model),
    };
  }

  async #backendFor(wish: string): Promise<Backend | 'auto'> {
    if (this.#cpuOnly || this.#safer.limitsOf(wish).cpuOnly) return 'cpu';
    return (await this.#options.backends?.choose()) ?? 'auto';
  }

  async #connect(backend: Backend | 'auto'): Promise<EngineConnection> {
    const { signal } = this.#disposal;
    if (signal.aborted) throw new SarviError('engine-unavailable', { reason: because('sarvi-is-closing') });
    if (this.#connection?.alive) {
      if (this.#connectionBackend === backend) return this.#connection;
      const left = this.#connection;
      this.#connection = null;
      left.kill();
    }
    this.#setStatus({ ...STOPPED_ENGINE, state: 'starting' });
    try {
      await delay(this.#restartDelay.ms, undefined, { signal });
      this.#connection = await this.#open(backend);
    } catch (error) {
      this.#setStatus(STOPPED_ENGINE);
      if (signal.aborted)
        throw new SarviError('engine-unavailable', { reason: because('sarvi-is-closing') }, { cause: error });
      throw error;
    }
    const connection = this.#connection;
    connection.onEnd((cause) => {
      if (!this.#disposal.signal.aborted) this.#ports.log.warn('the engine process ended', { cause });
      if (this.#connection !== connection) return;
      this.#restartDelay.died();
      const lost = this.#loaded?.asked;
      this.#connection = null;
      this.#loaded = null;
      this.#setStatus(STOPPED_ENGINE);
      if (!lost || this.#disposal.signal.aborted) return;
      const { deaths, ms: delayMs } = this.#restartDelay;
      for (const listener of this.#deathListeners) listener(lost, { deaths, delayMs });
    });
    return connection;
  }

  /** A driver that crashes or hangs at the start must not take chatting away: the second try leaves it alone. */
  async #open(backend: Backend | 'auto'): Promise<EngineConnection> {
    const { signal } = this.#disposal;
    const { hangLimits } = this.#options;
    try {
      const connection = await EngineConnection.open(this.#ports, { backend, signal, hangLimits });
      this.#connectionBackend = backend;
      return connection;
    } catch (error) {
      if (signal.aborted) throw error;
      this.#ports.log.warn('the engine did not start; trying without graphics cards', { error: String(error) });
      if (backend !== 'auto' && backend !== 'cpu') {
        const reason = String(SarviError.from(error).details['reason'] ?? '');
        await this.#options.backends?.markBroken(backend, reason);
        this.#options.onNotice(new SarviError('engine-without-graphics', { reason }));
      }
    }
    const connection = await EngineConnection.open(this.#ports, { backend: 'cpu', signal, hangLimits });
    // With a picker, what is remembered of the backend decides from here on, until it is tried again.
    this.#cpuOnly = this.#options.backends === null;
    this.#connectionBackend = 'cpu';
    return connection;
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }
}

/** Of all files and how they are loaded; two equal ones are the same model. @throws SarviError `model-file-missing` */
async function fingerprintOf(
  { name, path }: EngineModel,
  options: LoadOptions,
  backend: Backend | 'auto',
): Promise<string> {
  const files: unknown[] = [];
  for (const file of [path, ...options.adapters.map((adapter) => adapter.path)]) {
    try {
      const { size, mtimeMs } = await stat(file);
      files.push({ file, size, mtimeMs });
    } catch (error) {
      throw new SarviError('model-file-missing', { name, path: file }, { cause: error });
    }
  }
  return JSON.stringify({ files, backend, ...options });
}

function isCrash(thrown: unknown): boolean {
  return thrown instanceof SarviError && thrown.code === 'engine-crashed';
}

function loadFailure(model: EngineModel, thrown: unknown): SarviError {
  const error = SarviError.from(thrown);
  if (error.code !== 'engine-crashed') return error;
  const reason = because('ended-while-loading', { cause: error.details['reason'] ?? '' });
  return new SarviError('model-load-failed', { name: basename(model.path), reason }, { cause: error });
}
