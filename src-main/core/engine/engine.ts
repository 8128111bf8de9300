import { SarviError } from '#contract/errors';
import { DEFAULT_CONTEXT_TOKENS, type EngineStatus, type KvCacheType } from '#contract/vocabulary';
import { fitMessages, promptLimit } from '../chat/fit-messages.ts';
import { AsyncQueue } from './async-queue.ts';
import type { HangLimits } from './hang-watch.ts';
import { IdleUnload } from './idle-unload.ts';
import { ModelHost, type BackendPicker, type EngineModel, type EnginePorts, type HostedModel } from './model-host.ts';
import type {
  EngineMessage,
  GenerationEnd,
  GenerationFigures,
  PromptMessage,
  RenderedPrompt,
  SettledSampling,
  TextStep,
} from './protocol.ts';
import { retryAfterDeath } from './retry-after-death.ts';
import { Revive } from './revive.ts';
import { StateKeeper } from './states/state-keeper.ts';
import type { StateStore } from './states/state-store.ts';
import type { ThreadCounts } from './thread-counts.ts';
import { Turns } from './turns.ts';
import { untilAborted } from './until-aborted.ts';

export interface GenerationRequest {
  readonly model: EngineModel;
  /** The conversation, oldest first; a system prompt is its first message. */
  readonly messages: readonly PromptMessage[];
  readonly sampling: SettledSampling;
  /** The conversation, by which what was read is kept on disk for its next answer; without one nothing is kept. */
  readonly owner?: string | undefined;
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
  | ({ readonly kind: 'text' } & TextStep)
  | { readonly kind: 'finished'; readonly end: GenerationEnd };

export interface EngineOptions {
  /** Largest context window to make of a model that asks for none. */
  readonly maxContextTokens?: number;
  readonly kvCacheType?: () => KvCacheType;
  /** Where the thread count of each model is kept; without one it is measured at every start. */
  readonly threadCounts?: ThreadCounts;
  /** Whether templates that take a date get today's. */
  readonly tellsDate?: () => boolean;
  /** Where KV caches are kept for the next answer; without one they end with the process. */
  readonly states?: StateStore | null;
  /** How long the engine must have had nothing to do before one is written. */
  readonly stateIdleMs?: number;
  /** Which backend to load with; without it the engine process takes the best that it can start. */
  readonly backends?: BackendPicker;
  /** How long an engine may give no sign of life. */
  readonly hangLimits?: HangLimits;
  /** Told when a model is used with other settings than the user's, and why. */
  readonly onNotice?: (notice: SarviError) => void;
  /** How long a model stays in memory when nothing is asked of it; null keeps it. */
  readonly idleUnloadMs?: () => number | null;
  /** Whether an engine that died is started again before it is asked for. */
  readonly restartsByItself?: boolean;
  /** How long a chat template may run, next to the time that the length of the text gives it. */
  readonly renderDeadlineMs?: number;
}

/** Nobody reads an answer and asks again within it, and little is lost by a power cut. */
const DEFAULT_STATE_IDLE_MS = 1000;
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
  readonly #tellsDate: () => boolean;
  readonly #turns = new Turns();
  readonly #keeper: StateKeeper | null;
  readonly #idle: IdleUnload;
  readonly #revive: Revive | null;

  constructor(ports: EnginePorts, options: EngineOptions = {}) {
    this.#host = new ModelHost(ports, {
      maxContextTokens: options.maxContextTokens ?? DEFAULT_CONTEXT_TOKENS,
      kvCacheType: options.kvCacheType ?? (() => 'f16'),
      backends: options.backends ?? null,
      hangLimits: options.hangLimits,
      threadCounts: options.threadCounts ?? null,
      onNotice: options.onNotice ?? (() => undefined),
    });
    const idleMs = options.idleUnloadMs ?? (() => null);
    this.#idle = new IdleUnload({ host: this.#host, turns: this.#turns, log: ports.log, idleMs });
    this.#revive = options.restartsByItself
      ? new Revive({ host: this.#host, turns: this.#turns, log: ports.log })
      : null;
    this.#keeper = options.states
      ? new StateKeeper({
          store: options.states,
          turns: this.#turns,
          log: ports.log,
          idleMs: options.stateIdleMs ?? DEFAULT_STATE_IDLE_MS,
          isLoaded: (hosted) => this.#host.isLoaded(hosted),
          render: (hosted, messages) => this.#render(hosted, messages, false),
        })
      : null;
    this.#renderDeadlineMs = options.renderDeadlineMs ?? DEFAULT_RENDER_DEADLINE_MS;
    this.#tellsDate = options.tellsDate ?? (() => false);
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
   *   `grammar-invalid`, `engine-crashed`, `engine-unavailable`
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

  /**
   * Tokens of the prompt that `messages` make, and how many there may be for an answer to begin. Waits for no running
   * answer when the model is in memory.
   *
   * @throws SarviError as `generate`, but for `prompt-too-long`
   */
  async measurePrompt(
    model: EngineModel,
    messages: readonly PromptMessage[],
  ): Promise<{ tokens: number; limit: number }> {
    const measure = async (hosted: HostedModel): Promise<{ tokens: number; limit: number }> => {
      const { tokens } = await this.#render(hosted, messages, true);
      return { tokens: tokens.length, limit: promptLimit(hosted.model.contextTokens) };
    };
    const loaded = await this.#host.loaded(model);
    return loaded ? measure(loaded) : this.#inTurn(async () => measure(await this.#host.load(model)));
  }

  /** Resolves when what has been read is on disk, as far as it is going to be. */
  async settled(): Promise<void> {
    await this.#keeper?.settled();
  }

  /** Frees the loaded model, after the requests before this one. */
  unload(): Promise<void> {
    return this.#inTurn(() => this.#host.unload());
  }

  /** After a change of the time that `idleUnloadMs` answers. */
  refreshIdle(): void {
    this.#idle.refresh();
  }

  /** Ends the process at once; running requests fail. */
  dispose(): Promise<void> {
    this.#keeper?.cancel();
    this.#idle.dispose();
    this.#revive?.dispose();
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
    this.#keeper?.cancel();
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
    await this.#keeper?.restore(loaded, fitted.tokens, request.owner ?? null);
    const onProgress = (message: EngineMessage): void => {
      if (message.kind === 'started') {
        const { droppedMessages } = fitted;
        push({ kind: 'started', figures: message.figures, backend, contextTokens, droppedMessages });
      } else if (message.kind === 'reading') {
        push({ kind: 'reading', tokensDone: message.tokensDone, tokensTotal: message.tokensTotal });
      } else if (message.kind === 'text') {
        for (const step of message.steps) push({ kind: 'text', ...step });
      }
    };
    const generate = { kind: 'generate', tokens: fitted.tokens, sampling: request.sampling } as const;
    const { end } = await this.#host.whileGenerating(loaded, () =>
      connection.ask(generate, 'finished', { onProgress, signal }),
    );
    push({ kind: 'finished', end });
    if (request.owner === undefined) return;
    const [first] = request.messages;
    this.#keeper?.schedule({
      hosted: loaded,
      modelId: request.model.id,
      owner: request.owner,
      systemPrompt: first?.role === 'system' ? first : null,
      tokens: fitted.tokens.length + end.generatedTokens,
    });
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
      const request = { kind: 'render', messages, addGenerationPrompt, tellsDate: this.#tellsDate() } as const;
      return (await connection.ask(request, 'rendered')).rendered;
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
