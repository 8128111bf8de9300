import { setTimeout as delay } from 'node:timers/promises';
import type { Backend } from '#contract/backends';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { Ports } from '../ports.ts';
import { EngineConnection } from './engine-connection.ts';
import type { HangLimits } from './hang-watch.ts';
import { RestartDelay } from './restart-delay.ts';

export type EnginePorts = Pick<Ports, 'spawn' | 'entries' | 'log'> & Partial<Pick<Ports, 'onResume'>>;

/** Chooses which backend to load with. */
export interface BackendPicker {
  choose(): Promise<Backend>;
  /** The backend worked when it was probed, and failed in use. */
  markBroken(backend: Backend, reason: string): Promise<void>;
}

export interface ProcessOptions {
  /** Null leaves the choice to the engine process. */
  readonly backends: BackendPicker | null;
  readonly hangLimits: HangLimits | undefined;
  /** Called with settings that are not the user's, and why. */
  readonly onNotice: (notice: SarviError) => void;
}

/** How many times in a row the process has died, and how long the next start waits because of that. */
export interface RestartPace {
  readonly deaths: number;
  readonly delayMs: number;
}

export interface ProcessListener {
  starting(): void;
  /** The process did not start. */
  notStarted(): void;
  /** The process in use has ended. Not called for one that was replaced. */
  ended(pace: RestartPace): void;
}

/** The life of one engine process: starts it when needed, with the chosen backend, and again after its death. */
export class EngineProcess {
  readonly #ports: EnginePorts;
  readonly #options: ProcessOptions;
  readonly #listener: ProcessListener;
  readonly #restartDelay = new RestartDelay();
  readonly #disposal = new AbortController();
  #connection: EngineConnection | null = null;
  #backend: Backend | 'auto' = 'auto';
  /** Set when the process started only without graphics cards; stays set. */
  #cpuOnly = false;

  constructor(ports: EnginePorts, options: ProcessOptions, listener: ProcessListener) {
    this.#ports = ports;
    this.#options = options;
    this.#listener = listener;
  }

  get connection(): EngineConnection | null {
    return this.#connection;
  }

  /** The backend that the process was started with. */
  get backend(): Backend | 'auto' {
    return this.#backend;
  }

  get isDisposed(): boolean {
    return this.#disposal.signal.aborted;
  }

  /** The backend for the next process. */
  async chooseBackend(): Promise<Backend | 'auto'> {
    return this.#cpuOnly ? 'cpu' : ((await this.#options.backends?.choose()) ?? 'auto');
  }

  /** Call this after useful work, so that the next death is not counted as one in a row. */
  worked(): void {
    this.#restartDelay.worked();
  }

  /** A process with this backend; the present one if it has it. @throws SarviError `engine-unavailable` */
  async connect(backend: Backend | 'auto'): Promise<EngineConnection> {
    const { signal } = this.#disposal;
    if (signal.aborted) throw new SarviError('engine-unavailable', { reason: because('sarvi-is-closing') });
    if (this.#connection?.alive) {
      if (this.#backend === backend) return this.#connection;
      const left = this.#connection;
      this.#connection = null;
      left.kill();
    }
    this.#listener.starting();
    try {
      await delay(this.#restartDelay.ms, undefined, { signal });
      this.#connection = await this.#open(backend);
    } catch (error) {
      this.#listener.notStarted();
      if (signal.aborted)
        throw new SarviError('engine-unavailable', { reason: because('sarvi-is-closing') }, { cause: error });
      throw error;
    }
    const connection = this.#connection;
    connection.onEnd((cause) => this.#ended(connection, cause));
    return connection;
  }

  /** Ends the process at once. */
  dispose(): void {
    this.#disposal.abort();
    this.#connection?.kill();
  }

  #ended(connection: EngineConnection, cause: string): void {
    if (!this.isDisposed) this.#ports.log.warn('the engine process ended', { cause });
    if (this.#connection !== connection) return;
    this.#restartDelay.died();
    this.#connection = null;
    const { deaths, ms: delayMs } = this.#restartDelay;
    this.#listener.ended({ deaths, delayMs });
  }

  /** Tries again without graphics when a driver crashes or hangs at the start. */
  async #open(backend: Backend | 'auto'): Promise<EngineConnection> {
    const { signal } = this.#disposal;
    const { hangLimits } = this.#options;
    try {
      const connection = await EngineConnection.open(this.#ports, { backend, signal, hangLimits });
      this.#backend = backend;
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
    // From here on, the picker's memory of the backend decides, until it is probed again.
    this.#cpuOnly = this.#options.backends === null;
    this.#backend = 'cpu';
    return connection;
  }
}
