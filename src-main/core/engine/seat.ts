import { AnswerProgress } from './answer-progress.ts';
import type { EngineUpdate, GenerationRequest } from './generation-request.ts';
import { guardGrammar } from './guard-grammar.ts';
import { IdleUnload } from './idle-unload.ts';
import type { EngineModel } from './engine-model.ts';
import type { EnginePorts } from './engine-process.ts';
import { ModelHost, type HostedModel, type HostOptions } from './model-host.ts';
import type { PromptMessage, RenderedPrompt } from '../prompt/prompt.ts';
import type { EngineMessage } from './protocol.ts';
import { promptOfRequest } from './prompt-of-request.ts';
import { renderInTime } from './render-in-time.ts';
import { retryAfterDeath } from './retry-after-death.ts';
import { Revive } from './revive.ts';
import { StateKeeper } from './states/state-keeper.ts';
import type { StateStore } from './states/state-store.ts';
import { NOTHING_SAID, type Said } from '../thinking-splitter.ts';
import { Turns, type Turn } from './turns.ts';
import { untilAborted } from './until-aborted.ts';

export interface SeatOptions extends HostOptions {
  readonly tellsDate: () => boolean;
  readonly states: StateStore | null;
  readonly stateIdleMs: number;
  readonly idleUnloadMs: () => number | null;
  readonly restartsByItself: boolean;
  readonly renderDeadlineMs: number;
  readonly grammarDeadlineMs: number;
}

/** A grammar that has shown its speed and then says nothing for so long grows with every token. */
const GRAMMAR_HANGS_MS = 10_000;
/** Writing what was read last is not worth a longer wait when the app is closed. */
const FLUSH_MS = 3000;

/**
 * Room for one model: an engine process of its own, the turns of those who want it, and what is kept of its work.
 * Answers of one model and one set of settings are written side by side, as many as it has slots; all else takes turns.
 */
export class Seat {
  readonly host: ModelHost;
  readonly #turns: Turns;
  readonly #keeper: StateKeeper | null;
  readonly #idle: IdleUnload;
  readonly #revive: Revive | null;
  readonly #options: SeatOptions;
  /** By those who use it, or wait for it. */
  readonly #asked: EngineModel[] = [];

  constructor(ports: EnginePorts, options: SeatOptions) {
    const { log } = ports;
    this.#options = options;
    const host = new ModelHost(ports, options);
    const turns = new Turns((key, held) => held < host.slotsOf(key));
    this.host = host;
    this.#turns = turns;
    this.#idle = new IdleUnload({ host, turns, log, idleMs: options.idleUnloadMs });
    this.#revive = options.restartsByItself ? new Revive({ host, turns, log }) : null;
    this.#keeper = options.states
      ? new StateKeeper({
          store: options.states,
          turns,
          log,
          idleMs: options.stateIdleMs,
          isLoaded: (hosted) => host.isLoaded(hosted),
          render: (hosted, messages) => this.#render(hosted, messages, false),
        })
      : null;
  }

  /** What it has in memory or loads, and what is asked of it; one of them is in memory at a time. */
  get models(): readonly EngineModel[] {
    const { model } = this.host;
    return model ? [model, ...this.#asked] : this.#asked;
  }

  /** Whether anyone uses it, or waits for it; with an id, for that model. */
  isBusy(modelId?: string): boolean {
    return modelId === undefined ? this.#asked.length > 0 : this.#asked.some(({ id }) => id === modelId);
  }

  /** To be called before a request for `model`, and `leave` after it. */
  enter(model: EngineModel): void {
    this.#asked.push(model);
    this.#keeper?.pause();
  }

  leave(model: EngineModel): void {
    this.#asked.splice(this.#asked.indexOf(model), 1);
    if (!this.isBusy()) this.#keeper?.resume();
  }

  /** @throws SarviError as `Engine.generate` */
  async generate(request: GenerationRequest, signal: AbortSignal, push: (update: EngineUpdate) => void): Promise<void> {
    const { model } = request;
    // What a grammar can do to the process must not be done to the answers of others.
    const key = request.sampling.grammar ? null : this.host.keyOf(model);
    let turn: Turn | null = await this.#turns.take(signal, key);
    if (!turn) return push(STOPPED_EARLY);
    let loading: Promise<unknown> = Promise.resolve();
    let started = false;
    const attempt = async (): Promise<void> => {
      let hosted = turn?.isShared === true ? await this.host.loaded(model) : null;
      if (!hosted) {
        // A load must not take the model away from others.
        if (turn?.isShared === true) {
          turn.release();
          turn = await this.#turns.take(signal);
        }
        if (!turn) return push(STOPPED_EARLY);
        const load = this.host.load(model, (fraction) => push({ kind: 'loading', fraction }));
        loading = load;
        hosted = await untilAborted(load, signal);
        if (!hosted) return push(STOPPED_EARLY);
        if (key !== null) turn.share(key);
      }
      push({ kind: 'preparing' });
      await this.#answer(hosted, request, signal, (update) => {
        started ||= update.kind === 'started';
        push(update);
      });
    };
    try {
      await retryAfterDeath(attempt, () => !started);
    } finally {
      // A stop while a model loads is answered at once; the load goes on, since the next message will want it.
      void loading.catch(() => undefined).finally(() => turn?.release());
    }
  }

  /** Waits for no running answer when the model is in memory. @throws SarviError as `Engine.generate` */
  renderPrompt(model: EngineModel, messages: readonly PromptMessage[], adds: boolean): Promise<RenderedPrompt> {
    return this.#withModel(model, (hosted) => this.#render(hosted, messages, adds));
  }

  /** Tokens of `text` alone. Waits for no running answer when the model is in memory. */
  countTokens(model: EngineModel, text: string): Promise<number> {
    return this.#withModel(model, async ({ connection }) => {
      const { counts } = await connection.ask({ kind: 'count', texts: [text] }, 'counted');
      return counts[0] ?? 0;
    });
  }

  /** As `countTokens`, but loads nothing: null when the model is not in memory. */
  async countIfLoaded(model: EngineModel, text: string): Promise<number | null> {
    // With whatever adapters: they change no token.
    const own = this.host.model;
    const hosted = own?.path === model.path ? await this.host.loaded(own) : null;
    if (!hosted) return null;
    const { counts } = await hosted.connection.ask({ kind: 'count', texts: [text] }, 'counted');
    return counts[0] ?? 0;
  }

  /** Frees the model after the requests before this one. */
  unload(): Promise<void> {
    return this.#alone(() => this.host.unload());
  }

  /** The same for that model alone: waits for nobody once another one has taken its place. */
  async free(modelId: string): Promise<void> {
    const replaced = new AbortController();
    const isReplaced = (): boolean => this.host.inMemory?.id !== modelId && this.host.model?.id !== modelId;
    if (isReplaced()) return;
    const stopListening = this.host.onStatus(({ state }) => {
      // While it is being freed the engine counts as stopped.
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

  /** Resolves when what has been read is on disk, as far as it is going to be. */
  async settled(): Promise<void> {
    await this.#keeper?.settled();
  }

  /** Writes what was read last, if nobody is being answered, and ends the process; running requests fail. */
  async dispose(): Promise<void> {
    this.#idle.dispose();
    this.#revive?.dispose();
    if (this.#keeper && !this.isBusy()) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, FLUSH_MS);
      });
      await Promise.race([this.#keeper.flush(), late]);
      clearTimeout(timer);
    }
    this.#keeper?.pause();
    this.host.dispose();
  }

  /** Runs `work`, which needs the model's vocabulary only; loads the model first when it is not in memory. */
  #withModel<Value>(model: EngineModel, work: (hosted: HostedModel) => Promise<Value>): Promise<Value> {
    const run = async (): Promise<Value> => {
      const loaded = await this.host.loaded(model);
      return loaded ? work(loaded) : this.#alone(async () => work(await this.host.load(model)));
    };
    return retryAfterDeath(run, () => true);
  }

  #alone<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Null, and nothing done, when `signal` aborts before the turn comes. */
  #alone<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value | null>;
  async #alone<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value | null> {
    const turn = await this.#turns.take(signal);
    if (!turn) return null;
    try {
      return await retryAfterDeath(work, () => true);
    } finally {
      turn.release();
    }
  }

  async #answer(
    hosted: HostedModel,
    request: GenerationRequest,
    signal: AbortSignal,
    push: (update: EngineUpdate) => void,
  ): Promise<void> {
    const { connection } = hosted;
    const count = async (texts: readonly string[]): Promise<readonly number[]> =>
      (await connection.ask({ kind: 'count', texts }, 'counted')).counts;
    const fitting = promptOfRequest(hosted, request, count, (messages, answerSoFar) =>
      this.#render(hosted, messages, true, answerSoFar),
    );
    const fitted = await untilAborted(fitting, signal);
    if (!fitted) return push(STOPPED_EARLY);
    const { tokens } = fitted;
    const slot = hosted.slots.take((await connection.ask({ kind: 'match', tokens }, 'matched')).slots);
    let usefulTokens: number | undefined;
    try {
      await this.#keeper?.restore(hosted, slot, tokens, request.owner ?? null);
      const progress = new AnswerProgress(request, hosted.model, fitted, push);
      const onProgress = (message: EngineMessage): void => progress.follow(message);
      const generate = { kind: 'generate', slot: slot.index, tokens, sampling: request.sampling } as const;
      const { grammar } = request.sampling;
      const ask = (): Promise<Extract<EngineMessage, { kind: 'finished' }>> =>
        connection.ask(generate, 'finished', { onProgress, signal, ...(grammar ? { leastMs: GRAMMAR_HANGS_MS } : {}) });
      const { end } = await this.host.whileGenerating(hosted, () => {
        if (!grammar) return ask();
        return guardGrammar(connection, this.#options.grammarDeadlineMs, (ready) => {
          progress.onReady = ready;
          return ask();
        });
      });
      usefulTokens = await progress.usefulTokens(end, (text) =>
        count([text]).then(
          ([tokensOfText = 0]) => tokensOfText,
          () => 0,
        ),
      );
      push({ kind: 'finished', end });
      if (request.owner === undefined) return;
      const [first] = 'messages' in request ? request.messages : [];
      this.#keeper?.schedule({
        hosted,
        slot: slot.index,
        modelId: request.model.id,
        owner: request.owner,
        systemPrompt: first?.role === 'system' ? first : null,
        tokens: usefulTokens,
        isCut: usefulTokens < tokens.length + end.generatedTokens,
      });
    } finally {
      slot.release(usefulTokens);
    }
  }

  async #render(
    { connection }: HostedModel,
    messages: readonly PromptMessage[],
    addGenerationPrompt: boolean,
    answerSoFar: Said = NOTHING_SAID,
  ): Promise<RenderedPrompt> {
    const { tellsDate, renderDeadlineMs } = this.#options;
    const request = { messages, addGenerationPrompt, answerSoFar, tellsDate: tellsDate() };
    return renderInTime(connection, request, renderDeadlineMs);
  }
}

const STOPPED_EARLY: EngineUpdate = {
  kind: 'finished',
  end: { stopReason: 'stopped', generatedTokens: 0, promptMs: 0, generationMs: 0, draft: null },
};
