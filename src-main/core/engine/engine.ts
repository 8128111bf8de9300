import { SarviError } from '#contract/errors';
import type { EngineStatus } from '#contract/vocabulary';
import { fitMessages } from '../chat/fit-messages.ts';
import { AsyncQueue } from './async-queue.ts';
import { ModelHost, type EngineModel, type EnginePorts, type HostedModel } from './model-host.ts';
import type {
  EngineMessage,
  GenerationEnd,
  GenerationFigures,
  PromptMessage,
  RenderedPrompt,
  SettledSampling,
} from './protocol.ts';
import { Turns } from './turns.ts';

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

/** Poro 2's window; a longer one costs memory that a laptop may not have. */
const DEFAULT_MAX_CONTEXT_TOKENS = 8192;
const DEFAULT_RENDER_DEADLINE_MS = 10_000;
/** Slower than any tokenizer: a long text is no hanging template. */
const RENDERED_CHARACTERS_PER_MS = 100;

/**
 * The app's side of the engine process: starts it when it is first needed, loads models on demand, gives turns to
 * those who ask, and treats its death as an ordinary event. The next request after a death starts a new process.
 */
export class Engine {
  readonly #host: ModelHost;
  readonly #renderDeadlineMs: number;
  readonly #turns = new Turns();

  constructor(ports: EnginePorts, options: EngineOptions = {}) {
    this.#host = new ModelHost(ports, options.maxContextTokens ?? DEFAULT_MAX_CONTEXT_TOKENS);
    this.#renderDeadlineMs = options.renderDeadlineMs ?? DEFAULT_RENDER_DEADLINE_MS;
  }

  get status(): EngineStatus {
    return this.#host.status;
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    return this.#host.onStatus(listener);
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
      const loaded = await this.#host.load(request.model);
      const { prompt, tokens } = await this.#render(loaded, request.messages, request.addGenerationPrompt);
      return { prompt, tokens: [...tokens] };
    });
  }

  /** Tokens of `text` alone. @throws SarviError as `generate` */
  countTokens(model: EngineModel, text: string): Promise<number> {
    return this.#inTurn(async () => {
      const loaded = await this.#host.load(model);
      const { counts } = await loaded.connection.ask({ kind: 'count', texts: [text] }, 'counted');
      return counts[0] ?? 0;
    });
  }

  /** Frees the loaded model, after the requests before this one. */
  unload(): Promise<void> {
    return this.#inTurn(() => this.#host.unload());
  }

  /** Ends the process at once; running requests fail. */
  dispose(): Promise<void> {
    this.#host.dispose();
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
      const load = this.#host.load(request.model, (fraction) => push({ kind: 'loading', fraction }));
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
    loaded: HostedModel,
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
    const generate = { kind: 'generate', tokens: fitted.tokens, sampling: request.sampling } as const;
    const { end } = await this.#host.whileGenerating(loaded, () =>
      connection.ask(generate, 'finished', { onProgress, signal }),
    );
    push({ kind: 'finished', end });
  }

  async #render(
    { connection }: HostedModel,
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
