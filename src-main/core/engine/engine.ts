import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SarviError } from '#contract/errors';
import type { EngineStatus } from '#contract/vocabulary';
import { fitMessages } from '../chat/fit-messages.ts';
import type { Ports } from '../ports.ts';
import { AsyncQueue } from './async-queue.ts';
import { EngineConnection } from './engine-connection.ts';
import type {
  EngineMessage,
  GenerationEnd,
  GenerationFigures,
  LoadedModel,
  PromptMessage,
  RenderedPrompt,
  SettledSampling,
} from './protocol.ts';
import { Turns } from './turns.ts';

export interface EngineModel {
  readonly id: string;
  readonly name: string;
  /** Absolute path of the GGUF file. */
  readonly path: string;
}

export interface GenerationRequest {
  readonly model: EngineModel;
  /** The conversation, oldest first; a system prompt is its first message. */
  readonly messages: readonly PromptMessage[];
  readonly sampling: SettledSampling;
  /** Stops the answer; the iteration then ends with the stop reason `stopped`. */
  readonly signal?: AbortSignal;
}

/** In this order, `loading`, `reading` and `text` any number of times; one that is stopped early skips to the end. */
export type EngineUpdate =
  | { readonly kind: 'loading'; readonly fraction: number }
  /** The turn has come and the model is in memory. */
  | { readonly kind: 'preparing' }
  | {
      readonly kind: 'started';
      readonly figures: GenerationFigures;
      readonly backend: string;
      readonly contextTokens: number;
      /** Oldest messages that did not fit into the window. */
      readonly droppedMessages: number;
    }
  | { readonly kind: 'reading'; readonly tokensDone: number; readonly tokensTotal: number }
  | { readonly kind: 'text'; readonly delta: string; readonly generatedTokens: number }
  | { readonly kind: 'finished'; readonly end: GenerationEnd };

export interface EngineOptions {
  /** Largest context window to make. */
  readonly maxContextTokens?: number;
  /** How long a chat template may run, next to the time that the length of the text gives it. */
  readonly renderDeadlineMs?: number;
}

interface Loaded {
  readonly connection: EngineConnection;
  readonly fingerprint: string;
  readonly modelId: string;
  readonly model: LoadedModel;
}

/** Poro 2's window; a longer one costs memory that a laptop may not have. */
const DEFAULT_MAX_CONTEXT_TOKENS = 8192;
const DEFAULT_RENDER_DEADLINE_MS = 10_000;
/** Slower than any tokenizer: a long text is no hanging template. */
const RENDERED_CHARACTERS_PER_MS = 100;

const STOPPED: EngineStatus = {
  state: 'stopped',
  modelId: null,
  backend: null,
  loadFraction: null,
  contextTokens: null,
};

/**
 * The app's side of the engine process: starts it when it is first needed, loads models on demand, gives turns to
 * those who ask, and treats its death as an ordinary event. The next request after a death starts a new process.
 */
export class Engine {
  readonly #ports: Pick<Ports, 'spawn' | 'entries' | 'log'>;
  readonly #maxContextTokens: number;
  readonly #renderDeadlineMs: number;
  readonly #turns = new Turns();
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  #status: EngineStatus = STOPPED;
  #connection: EngineConnection | null = null;
  #loaded: Loaded | null = null;
  /** Set when a graphics backend ended the process; lasts as long as this object. */
  #cpuOnly = false;
  #disposed = false;

  constructor(ports: Pick<Ports, 'spawn' | 'entries' | 'log'>, options: EngineOptions = {}) {
    this.#ports = ports;
    this.#maxContextTokens = options.maxContextTokens ?? DEFAULT_MAX_CONTEXT_TOKENS;
    this.#renderDeadlineMs = options.renderDeadlineMs ?? DEFAULT_RENDER_DEADLINE_MS;
  }

  get status(): EngineStatus {
    return this.#status;
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Answers the last message. Requests take turns in the order of asking. What came before a failure is yielded before
   * it is thrown.
   *
   * @throws SarviError `model-file-missing`, `model-load-failed`, `template-failed`, `prompt-too-long`,
   *   `engine-crashed`, `engine-unavailable`
   */
  async *generate(request: GenerationRequest): AsyncGenerator<EngineUpdate, void, void> {
    const updates = new AsyncQueue<EngineUpdate>();
    const leave = new AbortController();
    const signal = request.signal ? AbortSignal.any([request.signal, leave.signal]) : leave.signal;
    void this.#generate(request, signal, (update) => updates.push(update)).then(
      () => updates.end(),
      (error: unknown) => updates.fail(error),
    );
    try {
      yield* updates;
    } finally {
      leave.abort();
    }
  }

  /**
   * What the model would see, and its token ids.
   *
   * @throws SarviError as `generate`
   */
  renderPrompt(request: {
    model: EngineModel;
    messages: readonly PromptMessage[];
    addGenerationPrompt: boolean;
  }): Promise<{ prompt: string; tokens: number[] }> {
    return this.#inTurn(async () => {
      const loaded = await this.#load(request.model);
      const { prompt, tokens } = await this.#render(loaded, request.messages, request.addGenerationPrompt);
      return { prompt, tokens: [...tokens] };
    });
  }

  /** Tokens of `text` alone. @throws SarviError as `generate` */
  countTokens(model: EngineModel, text: string): Promise<number> {
    return this.#inTurn(async () => {
      const loaded = await this.#load(model);
      const { counts } = await loaded.connection.ask({ kind: 'count', texts: [text] }, 'counted');
      return counts[0] ?? 0;
    });
  }

  /** Frees the loaded model, after the requests before this one. */
  unload(): Promise<void> {
    return this.#inTurn(async () => {
      const connection = this.#connection;
      if (!this.#loaded || !connection?.alive) return;
      this.#loaded = null;
      await connection.ask({ kind: 'unload' }, 'unloaded');
      this.#setStatus(STOPPED);
    });
  }

  /** Ends the process at once; running requests fail. */
  dispose(): Promise<void> {
    this.#disposed = true;
    this.#connection?.kill();
    return Promise.resolve();
  }

  async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const release = await this.#turns.take();
    try {
      return await retryAfterDeath(work, () => true);
    } finally {
      release?.();
    }
  }

  async #generate(
    request: GenerationRequest,
    signal: AbortSignal,
    push: (update: EngineUpdate) => void,
  ): Promise<void> {
    const release = await this.#turns.take(signal);
    if (!release) return push(STOPPED_EARLY);
    let loading: Promise<unknown> = Promise.resolve();
    let started = false;
    const attempt = async (): Promise<void> => {
      const load = this.#load(request.model, (fraction) => push({ kind: 'loading', fraction }));
      loading = load;
      const loaded = await untilAborted(load, signal);
      if (!loaded) return push(STOPPED_EARLY);
      push({ kind: 'preparing' });
      await this.#answer(loaded, request, signal, (update) => {
        started ||= update.kind === 'started';
        push(update);
      });
    };
    try {
      await retryAfterDeath(attempt, () => !started);
    } finally {
      // A stop while a model loads is answered at once; the load goes on, since the next message will want it.
      void loading.catch(() => undefined).finally(release);
    }
  }

  async #answer(
    loaded: Loaded,
    request: GenerationRequest,
    signal: AbortSignal,
    push: (update: EngineUpdate) => void,
  ): Promise<void> {
    const { connection } = loaded;
    const { contextTokens, backend } = loaded.model;
    const { maxTokens } = request.sampling;
    const fitted = await fitMessages(
      request.messages,
      { contextTokens, maxTokens },
      {
        render: (messages) => this.#render(loaded, messages, true),
        count: async (texts) => (await connection.ask({ kind: 'count', texts }, 'counted')).counts,
      },
    );
    if (signal.aborted) return push(STOPPED_EARLY);
    this.#setStatus({ ...this.#status, state: 'generating' });
    const onProgress = (message: EngineMessage): void => {
      if (message.kind === 'started') {
        const { droppedMessages } = fitted;
        push({ kind: 'started', figures: message.figures, backend, contextTokens, droppedMessages });
      } else if (message.kind === 'reading') {
        push({ kind: 'reading', tokensDone: message.tokensDone, tokensTotal: message.tokensTotal });
      } else if (message.kind === 'text') {
        push({ kind: 'text', delta: message.delta, generatedTokens: message.generatedTokens });
      }
    };
    let stop = (): void => undefined;
    try {
      const { end } = await connection.ask(
        { kind: 'generate', tokens: fitted.tokens, sampling: request.sampling },
        'finished',
        onProgress,
        (id) => {
          stop = () => connection.stop(id);
          signal.addEventListener('abort', stop, { once: true });
        },
      );
      push({ kind: 'finished', end });
    } finally {
      signal.removeEventListener('abort', stop);
      if (connection.alive) this.#setStatus({ ...this.#status, state: 'ready' });
    }
  }

  async #render(
    { connection }: Loaded,
    messages: readonly PromptMessage[],
    addGenerationPrompt: boolean,
  ): Promise<RenderedPrompt> {
    const length = messages.reduce((sum, { content }) => sum + content.length, 0);
    const deadlineMs = this.#renderDeadlineMs + length / RENDERED_CHARACTERS_PER_MS;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      connection.kill();
    }, deadlineMs);
    try {
      return (await connection.ask({ kind: 'render', messages, addGenerationPrompt }, 'rendered')).rendered;
    } catch (thrown) {
      const error = SarviError.from(thrown);
      if (error.code !== 'engine-crashed') throw error;
      if (late) {
        throw new SarviError('template-failed', {
          reason: `it ran for more than ${Math.round(deadlineMs / 1000)} seconds`,
        });
      }
      const reason = `the engine ended while it ran: ${error.details['reason'] ?? ''}`;
      throw new SarviError('template-failed', { reason }, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Makes `model` the loaded one; frees another first. A file that changed since is loaded anew. */
  async #load(model: EngineModel, onProgress: (fraction: number) => void = () => undefined): Promise<Loaded> {
    const fingerprint = await fingerprintOf(model);
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
      const answer = await connection.ask(
        { kind: 'load', path: model.path, maxContextTokens: this.#maxContextTokens },
        'loaded',
        (message) => message.kind === 'load-progress' && report(message.fraction),
      );
      report(1);
      this.#loaded = { connection, fingerprint, modelId: model.id, model: answer.model };
      const { backend, contextTokens } = answer.model;
      this.#setStatus({ state: 'ready', modelId: model.id, backend, loadFraction: null, contextTokens });
      return this.#loaded;
    } catch (thrown) {
      this.#setStatus(STOPPED);
      throw loadFailure(model, thrown);
    }
  }

  async #connect(): Promise<EngineConnection> {
    if (this.#disposed) throw new SarviError('engine-unavailable', { reason: 'Sarvi is closing' });
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
      if (!this.#disposed) this.#ports.log.warn('the engine process ended', { cause });
      if (this.#connection !== connection) return;
      this.#connection = null;
      this.#loaded = null;
      this.#setStatus(STOPPED);
    });
    // Closing may have come while the process started; nobody would end it otherwise.
    if (this.#disposed) connection.kill();
    return connection;
  }

  /** A driver that crashes or hangs at the start must not take chatting away: the second try leaves it alone. */
  async #open(): Promise<EngineConnection> {
    try {
      return await EngineConnection.open(this.#ports, { cpuOnly: this.#cpuOnly });
    } catch (error) {
      this.#ports.log.warn('the engine did not start; trying without graphics cards', { error: String(error) });
      if (this.#disposed) throw error;
    }
    const connection = await EngineConnection.open(this.#ports, { cpuOnly: true });
    this.#cpuOnly = true;
    return connection;
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }
}

const STOPPED_EARLY: EngineUpdate = {
  kind: 'finished',
  end: { stopReason: 'stopped', generatedTokens: 0, promptMs: 0, generationMs: 0 },
};

/**
 * A process may have died unseen since the last request, or be ended by the system just when this one came: what has
 * not begun yet is tried once more, with a new process. Work that ends the process by itself fails the second time.
 */
async function retryAfterDeath<Value>(work: () => Promise<Value>, mayRetry: () => boolean): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!mayRetry() || !isDeath(error)) throw error;
    return await work();
  }
}

function isDeath(error: unknown): boolean {
  return error instanceof SarviError && (error.code === 'engine-crashed' || isDeath(error.cause));
}

/** Null when `signal` aborts first. */
function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value | null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(null);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Path, size and time of change; two equal ones are the same model. @throws SarviError `model-file-missing` */
async function fingerprintOf({ name, path }: EngineModel): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path);
    return `${path} ${size} ${mtimeMs}`;
  } catch (error) {
    throw new SarviError('model-file-missing', { name, path }, { cause: error });
  }
}

function loadFailure(model: EngineModel, thrown: unknown): SarviError {
  const error = SarviError.from(thrown);
  if (error.code !== 'engine-crashed') return error;
  const reason = `the engine ended while loading it: ${error.details['reason'] ?? ''}`;
  return new SarviError('model-load-failed', { name: basename(model.path), reason }, { cause: error });
}
