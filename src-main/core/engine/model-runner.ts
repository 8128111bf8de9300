import { answerRequest, STOPPED_EARLY, type AnswerParts, type RenderOptions } from './answer-request.ts';
import type { EngineUpdate, GenerationRequest } from './generation-request.ts';
import { IdleUnload } from './idle-unload.ts';
import type { EngineModel } from './engine-model.ts';
import type { EnginePorts } from './engine-process.ts';
import { ModelHost, type HostedModel, type HostOptions } from './model-host.ts';
import type { LoadedModelFacts } from './protocol.ts';
import type { PromptMessage, RenderedPrompt } from '../prompt/prompt.ts';
import type { Pieces, VocabularyFacts } from './protocol.ts';
import { renderInTime } from './render-in-time.ts';
import { retryAfterDeath } from './retry-after-death.ts';
import { AutoRestart } from './auto-restart.ts';
import { StatePersistence } from './states/state-persistence.ts';
import type { StateStore } from './states/state-store.ts';
import { EMPTY_ANSWER } from '../thinking-splitter.ts';
import { RequestQueue, type Permit } from './request-queue.ts';
import { untilAborted } from './until-aborted.ts';

export interface RunnerOptions extends HostOptions {
  readonly tellsDate: () => boolean;
  readonly states: StateStore | null;
  readonly stateIdleMs: number;
  readonly idleUnloadMs: () => number | null;
  readonly restartsByItself: boolean;
  readonly renderDeadlineMs: number;
  readonly grammarDeadlineMs: number;
}

/** Closing the app waits no longer than this for the KV state to be written. */
const FLUSH_MS = 3000;

/**
 * Runs one model at a time: an engine process, the queue of requests for it, and the KV states on disk.
 * Answers of one model with the same settings are written side by side, one in each sequence; all else runs alone.
 */
export class ModelRunner {
  readonly host: ModelHost;
  readonly #queue: RequestQueue;
  readonly #persistence: StatePersistence | null;
  readonly #idle: IdleUnload;
  readonly #autoRestart: AutoRestart | null;
  readonly #options: RunnerOptions;
  readonly #answerParts: AnswerParts;
  /** The model of each request that runs or waits here. */
  readonly #requested: EngineModel[] = [];

  constructor(ports: EnginePorts, options: RunnerOptions) {
    const { log } = ports;
    this.#options = options;
    const host = new ModelHost(ports, options);
    const queue = new RequestQueue((key, held) => held < host.sequencesOf(key));
    this.host = host;
    this.#queue = queue;
    this.#idle = new IdleUnload({ host, queue, log, idleMs: options.idleUnloadMs });
    this.#autoRestart = options.restartsByItself ? new AutoRestart({ host, queue, log }) : null;
    this.#persistence = options.states
      ? new StatePersistence({
          store: options.states,
          queue,
          log,
          idleMs: options.stateIdleMs,
          isLoaded: (hosted) => host.isLoaded(hosted),
          render: (hosted, messages) => this.#render(hosted, messages, false),
        })
      : null;
    this.#answerParts = {
      host,
      persistence: this.#persistence,
      grammarDeadlineMs: options.grammarDeadlineMs,
      render: (hosted, messages, options) => this.#render(hosted, messages, true, options),
    };
  }

  /** What it has in memory or loads, and what was requested of it; only one of them is in memory at a time. */
  get models(): readonly EngineModel[] {
    const { model } = this.host;
    return model ? [model, ...this.#requested] : this.#requested;
  }

  /** Whether a request runs or waits here; with an id, one for that model. */
  isBusy(modelId?: string): boolean {
    return modelId === undefined ? this.#requested.length > 0 : this.#requested.some(({ id }) => id === modelId);
  }

  /** To be called before a request for `model`, and `release` after it. */
  retain(model: EngineModel): void {
    this.#requested.push(model);
    this.#persistence?.pause();
  }

  release(model: EngineModel): void {
    this.#requested.splice(this.#requested.indexOf(model), 1);
    if (!this.isBusy()) this.#persistence?.resume();
  }

  /** @throws SarviError as `Engine.generate` */
  async generate(request: GenerationRequest, signal: AbortSignal, push: (update: EngineUpdate) => void): Promise<void> {
    const { model } = request;
    // A grammar may end the process, so it must not run next to answers of others; what is computed beside others
    // cannot be repeated.
    const { grammar, repeatable } = request.sampling;
    const key = grammar || repeatable === true ? null : this.host.keyOf(model);
    let permit: Permit | null = await this.#queue.take(signal, key);
    if (!permit) return push(STOPPED_EARLY);
    let loading: Promise<unknown> = Promise.resolve();
    let started = false;
    const attempt = async (): Promise<void> => {
      let hosted = permit?.isShared === true ? await this.host.loaded(model) : null;
      if (!hosted) {
        // A load would take the model away from the others.
        if (permit?.isShared === true) {
          permit.release();
          permit = await this.#queue.take(signal);
        }
        if (!permit) return push(STOPPED_EARLY);
        const load = this.host.load(model, (fraction) => push({ kind: 'loading', fraction }));
        loading = load;
        hosted = await untilAborted(load, signal);
        if (!hosted) return push(STOPPED_EARLY);
        if (key !== null) permit.share(key);
      }
      push({ kind: 'preparing' });
      await answerRequest(this.#answerParts, hosted, request, signal, (update) => {
        started ||= update.kind === 'started';
        push(update);
      });
    };
    try {
      await retryAfterDeath(attempt, () => !started);
    } finally {
      // A stop during a load is answered at once. The load continues, because the next message will need the model.
      void loading.catch(() => undefined).finally(() => permit?.release());
    }
  }

  /** Renders a prompt. Waits for no running answer when the model is loaded. @throws SarviError as `Engine.generate` */
  renderPrompt(
    model: EngineModel,
    messages: readonly PromptMessage[],
    adds: boolean,
    tools?: readonly unknown[],
  ): Promise<RenderedPrompt> {
    return this.#withModel(model, (hosted) => this.#render(hosted, messages, adds, { tools }));
  }

  /** Counts the tokens of `text`. Waits for no running answer when the model is loaded. */
  countTokens(model: EngineModel, text: string): Promise<number> {
    return this.#withModel(model, async ({ connection }) => {
      const { counts } = await connection.ask({ kind: 'count', texts: [text] }, 'counted');
      return counts[0] ?? 0;
    });
  }

  /** What the engine knows of a model, which is loaded if necessary. @throws SarviError as `Engine.generate` */
  factsOf(model: EngineModel): Promise<LoadedModelFacts> {
    return this.#withModel(model, (hosted) => Promise.resolve(hosted.model));
  }

  /** The tokens of a text in which control tokens are read. Waits for no running answer when the model is loaded. */
  parse(model: EngineModel, prompt: string): Promise<Uint32Array> {
    return this.#withModel(
      model,
      async ({ connection }) => (await connection.ask({ kind: 'parse', prompt }, 'parsed')).tokens,
    );
  }

  /** What is known of the model's vocabulary. Waits for no running answer when the model is loaded. */
  vocabulary(model: EngineModel): Promise<VocabularyFacts> {
    return this.#withModel(
      model,
      async ({ connection }) => (await connection.ask({ kind: 'vocabulary' }, 'vocabulary-facts')).facts,
    );
  }

  /** What tokens stand for. Waits for no running answer when the model is loaded. */
  pieces(model: EngineModel, tokens: Uint32Array): Promise<Pieces> {
    return this.#withModel(
      model,
      async ({ connection }) => (await connection.ask({ kind: 'pieces', tokens }, 'pieces')).pieces,
    );
  }

  /** Like `countTokens`, but loads nothing: null when the model is not loaded. */
  async countIfLoaded(model: EngineModel, text: string): Promise<number | null> {
    // Adapters do not change tokens, so any will do.
    const own = this.host.model;
    const hosted = own?.path === model.path ? await this.host.loaded(own) : null;
    if (!hosted) return null;
    const { counts } = await hosted.connection.ask({ kind: 'count', texts: [text] }, 'counted');
    return counts[0] ?? 0;
  }

  /** Unloads the model after the requests before this one. */
  unload(): Promise<void> {
    return this.#alone(() => this.host.unload());
  }

  /** Unloads only this model. Does not wait once another model has replaced it. */
  async free(modelId: string): Promise<void> {
    const replaced = new AbortController();
    const isReplaced = (): boolean => this.host.inMemory?.id !== modelId && this.host.model?.id !== modelId;
    if (isReplaced()) return;
    const stopListening = this.host.onStatus(({ state }) => {
      // The engine counts as stopped while it is being unloaded.
      if (state !== 'stopped' && isReplaced()) replaced.abort();
    });
    try {
      await this.#alone(async () => {
        if (this.host.model?.id === modelId) await this.host.unload();
      }, replaced.signal);
    } finally {
      stopListening();
    }
  }

  refreshIdle(): void {
    this.#idle.refresh();
  }

  /** Resolves when the KV states are on disk, as far as they will be written. */
  async settled(): Promise<void> {
    await this.#persistence?.settled();
  }

  /** Writes the last KV state if no request runs, and ends the process; running requests fail. */
  async dispose(): Promise<void> {
    this.#idle.dispose();
    this.#autoRestart?.dispose();
    if (this.#persistence && !this.isBusy()) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, FLUSH_MS);
      });
      await Promise.race([this.#persistence.flush(), late]);
      clearTimeout(timer);
    }
    this.#persistence?.pause();
    this.host.dispose();
  }

  /** Runs `work`, which needs only the model's vocabulary. Loads the model first if necessary. */
  #withModel<Value>(model: EngineModel, work: (hosted: HostedModel) => Promise<Value>): Promise<Value> {
    const run = async (): Promise<Value> => {
      const loaded = await this.host.loaded(model);
      return loaded ? work(loaded) : this.#alone(async () => work(await this.host.load(model)));
    };
    return retryAfterDeath(run, () => true);
  }

  #alone<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Answers null, and does nothing, when `signal` aborts before the request is admitted. */
  #alone<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value | null>;
  async #alone<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value | null> {
    const permit = await this.#queue.take(signal);
    if (!permit) return null;
    try {
      return await retryAfterDeath(work, () => true);
    } finally {
      permit.release();
    }
  }

  async #render(
    { connection }: HostedModel,
    messages: readonly PromptMessage[],
    addGenerationPrompt: boolean,
    { answerSoFar = EMPTY_ANSWER, chatTemplate, tools, tellsDate = this.#options.tellsDate() }: RenderOptions = {},
  ): Promise<RenderedPrompt> {
    const request = { messages, addGenerationPrompt, answerSoFar, chatTemplate, tools, tellsDate };
    return renderInTime(connection, request, this.#options.renderDeadlineMs);
  }
}
