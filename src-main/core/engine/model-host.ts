import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SarviError } from '#contract/errors';
import type { EngineStatus, KvCacheType } from '#contract/vocabulary';
import type { Ports } from '../ports.ts';
import { EngineConnection } from './engine-connection.ts';
import type { AdapterUse, LoadedModel, LoadRequest } from './protocol.ts';

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

/** How contexts are made. */
export interface HostOptions {
  readonly maxContextTokens: number;
  readonly kvCacheType: () => KvCacheType;
}

/** A model in the memory of a living process, when it was made; the process may have died since. */
export interface HostedModel {
  readonly connection: EngineConnection;
  readonly model: LoadedModel;
}

type LoadOptions = Pick<LoadRequest, 'maxContextTokens' | 'kvCacheType' | 'adapters'>;

const STOPPED: EngineStatus = {
  state: 'stopped',
  modelId: null,
  backend: null,
  loadFraction: null,
  contextTokens: null,
};

/**
 * The engine process and the one model in it: starts the process when it is first needed, loads on demand, and knows
 * the status of both. Not for use by two at a time; the engine gives turns.
 */
export class ModelHost {
  readonly #ports: EnginePorts;
  readonly #options: HostOptions;
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  #status: EngineStatus = STOPPED;
  #connection: EngineConnection | null = null;
  #loaded: (HostedModel & { readonly fingerprint: string }) | null = null;
  /** Set when the process started only without graphics cards; lasts as long as this object. */
  #cpuOnly = false;
  readonly #disposal = new AbortController();

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

  /**
   * Makes `model` the loaded one; frees another first. A file or a setting that changed since has it loaded anew.
   *
   * @throws SarviError `model-file-missing`, `model-load-failed`, `engine-unavailable`
   */
  async load(model: EngineModel, onProgress: (fraction: number) => void = () => undefined): Promise<HostedModel> {
    const options = this.#loadOptions(model);
    const fingerprint = await fingerprintOf(model, options);
    const current = this.#loaded;
    if (current?.connection.alive && current.fingerprint === fingerprint) {
      if (this.#status.modelId !== model.id) this.#setStatus({ ...this.#status, modelId: model.id });
      return current;
    }
    this.#loaded = null;
    const connection = await this.#connect();
    const loading = { ...STOPPED, state: 'loading', modelId: model.id } as const;
    const report = (fraction: number): void => {
      this.#setStatus({ ...loading, loadFraction: fraction });
      onProgress(fraction);
    };
    report(0);
    try {
      const answer = await connection.ask({ kind: 'load', path: model.path, ...options }, 'loaded', {
        onProgress: (message) => message.kind === 'load-progress' && report(message.fraction),
      });
      report(1);
      this.#loaded = { connection, fingerprint, model: answer.model };
      const { backend, contextTokens } = answer.model;
      this.#setStatus({ state: 'ready', modelId: model.id, backend, loadFraction: null, contextTokens });
      return this.#loaded;
    } catch (thrown) {
      this.#setStatus(STOPPED);
      throw loadFailure(model, thrown);
    }
  }

  /** The model in memory, if it is this one in its present form. @throws SarviError `model-file-missing` */
  async loaded(model: EngineModel): Promise<HostedModel | null> {
    const fingerprint = await fingerprintOf(model, this.#loadOptions(model));
    const current = this.#loaded;
    return current?.connection.alive && current.fingerprint === fingerprint ? current : null;
  }

  isLoaded({ connection, model }: HostedModel): boolean {
    return connection.alive && this.#loaded?.connection === connection && this.#loaded.model === model;
  }

  async unload(): Promise<void> {
    const connection = this.#connection;
    if (!this.#loaded || !connection?.alive) return;
    this.#loaded = null;
    await connection.ask({ kind: 'unload' }, 'unloaded');
    this.#setStatus(STOPPED);
  }

  /** Shows the loaded model as generating while `work` goes on. */
  async whileGenerating<Value>({ connection }: HostedModel, work: () => Promise<Value>): Promise<Value> {
    this.#setStatus({ ...this.#status, state: 'generating' });
    try {
      return await work();
    } finally {
      if (connection.alive) this.#setStatus({ ...this.#status, state: 'ready' });
    }
  }

  /** Ends the process at once. */
  dispose(): void {
    this.#disposal.abort();
    this.#connection?.kill();
  }

  #loadOptions(model: EngineModel): LoadOptions {
    return {
      maxContextTokens: model.contextTokens ?? this.#options.maxContextTokens,
      kvCacheType: this.#options.kvCacheType(),
      adapters: model.adapters ?? [],
    };
  }

  async #connect(): Promise<EngineConnection> {
    if (this.#disposal.signal.aborted) throw new SarviError('engine-unavailable', { reason: 'Sarvi is closing' });
    if (this.#connection?.alive) return this.#connection;
    this.#setStatus({ ...STOPPED, state: 'starting' });
    try {
      this.#connection = await this.#open();
    } catch (error) {
      this.#setStatus(STOPPED);
      throw error;
    }
    const connection = this.#connection;
    connection.onEnd((cause) => {
      if (!this.#disposal.signal.aborted) this.#ports.log.warn('the engine process ended', { cause });
      if (this.#connection !== connection) return;
      this.#connection = null;
      this.#loaded = null;
      this.#setStatus(STOPPED);
    });
    return connection;
  }

  /** A driver that crashes or hangs at the start must not take chatting away: the second try leaves it alone. */
  async #open(): Promise<EngineConnection> {
    const { signal } = this.#disposal;
    try {
      return await EngineConnection.open(this.#ports, { cpuOnly: this.#cpuOnly, signal });
    } catch (error) {
      if (signal.aborted) throw error;
      this.#ports.log.warn('the engine did not start; trying without graphics cards', { error: String(error) });
    }
    const connection = await EngineConnection.open(this.#ports, { cpuOnly: true, signal });
    this.#cpuOnly = true;
    return connection;
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }
}

/** Of all files and how they are loaded; two equal ones are the same model. @throws SarviError `model-file-missing` */
async function fingerprintOf({ name, path }: EngineModel, options: LoadOptions): Promise<string> {
  const files: unknown[] = [];
  for (const file of [path, ...options.adapters.map((adapter) => adapter.path)]) {
    try {
      const { size, mtimeMs } = await stat(file);
      files.push({ file, size, mtimeMs });
    } catch (error) {
      throw new SarviError('model-file-missing', { name, path: file }, { cause: error });
    }
  }
  return JSON.stringify({ files, ...options });
}

function loadFailure(model: EngineModel, thrown: unknown): SarviError {
  const error = SarviError.from(thrown);
  if (error.code !== 'engine-crashed') return error;
  const reason = `the engine ended while loading it: ${error.details['reason'] ?? ''}`;
  return new SarviError('model-load-failed', { name: basename(model.path), reason }, { cause: error });
}
