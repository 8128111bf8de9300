import { SarviError } from '#contract/errors';
import type { Child, ChildExit, Ports } from '../ports.ts';
import type { Backend } from '#contract/backends';
import { because, type Reason } from '#contract/reasons';
import { describeExit } from './describe-exit.ts';
import { DEFAULT_HANG_LIMITS, HangWatch, ProgressPauses, type HangLimits } from './hang-watch.ts';
import { BACKEND_VARIABLE, type EngineMessage, type EngineRequest, type FromEngine } from './protocol.ts';

type EngineRequestBody = EngineRequest extends infer Each
  ? Each extends EngineRequest
    ? Omit<Each, 'id'>
    : never
  : never;

interface Pending {
  readonly listener: (message: EngineMessage) => void;
  readonly reject: (error: SarviError) => void;
}

export interface AskOptions {
  readonly onProgress?: (message: EngineMessage) => void;
  readonly signal?: AbortSignal;
  /** Replaces `HangLimits.leastMs` for this request. */
  readonly leastMs?: number;
}

/** Long enough for a slow disk and for the first use of a graphics driver. */
const START_DEADLINE_MS = 60_000;

/** One engine process from start to end: matches answers to requests and knows why the process ended. */
export class EngineConnection {
  readonly #child: Child;
  readonly #pending = new Map<number, Pending>();
  readonly #exitListeners: ((cause: string) => void)[] = [];
  readonly #hangLimits: HangLimits;
  readonly #onResume: Ports['onResume'] | undefined;
  /** Loading and answering have different speeds. */
  readonly #pauses = { load: new ProgressPauses(), generate: new ProgressPauses() };
  #nextId = 1;
  /** Why this side ended the process; null when it did not. */
  #killedFor: string | null = null;
  /** Why the process ended, in words; null while it lives. */
  #ended: string | null = null;
  #onFirst: ((message: FromEngine | null) => void) | null = null;

  private constructor(child: Child, hangLimits: HangLimits, onResume: Ports['onResume'] | undefined) {
    this.#child = child;
    this.#onResume = onResume;
    this.#hangLimits = hangLimits;
    child.onMessage((message) => this.#receive(message as FromEngine));
    child.onExit((exit) => this.#exited(exit));
  }

  /**
   * Starts an engine process and waits until its backend is up; an abort ends it.
   *
   * @throws SarviError `engine-unavailable`
   */
  static async open(
    ports: Pick<Ports, 'spawn' | 'entries'> & Partial<Pick<Ports, 'onResume'>>,
    options: {
      backend: Backend | 'auto';
      signal: AbortSignal;
      hangLimits?: HangLimits | undefined;
      /** Without them the process runs models. */
      args?: readonly string[];
    },
  ): Promise<EngineConnection> {
    const connection = new EngineConnection(
      ports.spawn(ports.entries.engine, {
        title: 'Sarvi engine',
        ...(options.args === undefined ? {} : { args: options.args }),
        environment: {
          // Every libuv thread that enters ggml builds its own worker threads; one thread keeps them warm.
          UV_THREADPOOL_SIZE: '1',
          ...(options.backend === 'auto' ? {} : { [BACKEND_VARIABLE]: options.backend }),
        },
      }),
      options.hangLimits ?? DEFAULT_HANG_LIMITS,
      ports.onResume,
    );
    const abort = (): void => connection.kill();
    options.signal.addEventListener('abort', abort, { once: true });
    try {
      await connection.#becomeReady();
    } finally {
      options.signal.removeEventListener('abort', abort);
    }
    return connection;
  }

  get alive(): boolean {
    return this.#ended === null;
  }

  /** Calls `listener` once with the reason when the process has ended. */
  onEnd(listener: (cause: string) => void): void {
    this.#exitListeners.push(listener);
  }

  /**
   * Sends a request and waits for the answer of kind `end`; earlier messages go to `onProgress`. An abort asks the
   * process to stop, and the answer still comes. A process that gives no sign of life while it loads or answers is
   * ended.
   *
   * @throws SarviError the engine's own, or `engine-crashed` when the process ends first
   */
  async ask<End extends EngineMessage['kind']>(
    body: Exclude<EngineRequestBody, { kind: 'stop' }>,
    end: End,
    { onProgress, signal, leastMs }: AskOptions = {},
  ): Promise<Extract<EngineMessage, { kind: End }>> {
    if (this.#ended !== null) throw crashed(this.#ended);
    const id = this.#nextId++;
    const stop = (): void => this.#child.send({ kind: 'stop', id } satisfies EngineRequest);
    const watch = this.#watch(body.kind, { ...this.#hangLimits, ...(leastMs === undefined ? {} : { leastMs }) });
    const endListening = watch ? this.#onResume?.(() => watch.afterSleep()) : undefined;
    try {
      return await new Promise((resolve, reject) => {
        const listener = (message: EngineMessage): void => {
          watch?.sign(isStep(message));
          if (message.kind === 'failed') reject(SarviError.fromReport(message.error));
          else if (message.kind === end) resolve(message as Extract<EngineMessage, { kind: End }>);
          else onProgress?.(message);
        };
        this.#pending.set(id, { listener, reject });
        this.#child.send({ ...body, id } satisfies EngineRequest);
        if (signal?.aborted) stop();
        else signal?.addEventListener('abort', stop, { once: true });
      });
    } finally {
      watch?.end();
      endListening?.();
      this.#pending.delete(id);
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Ends the process at once. @param reason - reported instead of how the process ended */
  kill(reason?: Reason): void {
    this.#killedFor ??= reason ?? null;
    this.#child.kill();
  }

  #watch(kind: EngineRequestBody['kind'], limits: HangLimits): HangWatch | null {
    if (kind !== 'load' && kind !== 'generate') return null;
    return new HangWatch(this.#pauses[kind], limits, (silentMs) => {
      this.kill(because('no-sign-of-life', { seconds: Math.max(1, Math.round(silentMs / 1000)) }));
    });
  }

  async #becomeReady(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const first = await new Promise<FromEngine | null | 'late'>((resolve) => {
      this.#onFirst = resolve;
      timer = setTimeout(() => resolve('late'), START_DEADLINE_MS);
    });
    clearTimeout(timer);
    this.#onFirst = null;
    if (first !== null && first !== 'late' && first.kind === 'ready') return;
    this.kill();
    const reason =
      first === 'late'
        ? because('no-answer-in-time')
        : first?.kind === 'unavailable'
          ? first.reason
          : (this.#ended ?? because('broke-the-protocol'));
    throw new SarviError('engine-unavailable', { reason });
  }

  #receive(message: FromEngine): void {
    if (message.kind === 'ready' || message.kind === 'unavailable') this.#onFirst?.(message);
    else this.#pending.get(message.id)?.listener(message);
  }

  #exited(exit: ChildExit): void {
    this.#ended = this.#killedFor ?? describeExit(exit);
    this.#onFirst?.(null);
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(crashed(this.#ended));
    for (const listener of this.#exitListeners) listener(this.#ended);
  }
}

/** Whether a message shows the engine's speed. The first progress of an answer comes at once and does not. */
function isStep(message: EngineMessage): boolean {
  if (message.kind === 'reading') return message.tokensDone > 0;
  return message.kind === 'load-progress' || message.kind === 'text';
}

function crashed(reason: string): SarviError {
  return new SarviError('engine-crashed', { reason });
}
