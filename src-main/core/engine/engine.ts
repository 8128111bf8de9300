import { SarviError } from '#contract/errors';
import { DEFAULT_CONTEXT_TOKENS, type KvCacheType } from '#contract/context-window';
import type { EngineStatus } from '#contract/engine';
import { because } from '#contract/reasons';
import { AsyncQueue } from './async-queue.ts';
import type { EngineUpdate, GenerationRequest } from './generation-request.ts';
import type { HangLimits } from './hang-watch.ts';
import type { BackendPicker, EngineModel, EnginePorts } from './model-host.ts';
import type { SpeculationUse } from './protocol.ts';
import type { PromptMessage } from '../prompt/prompt.ts';
import { Seat } from './seat.ts';
import type { StateStore } from './states/state-store.ts';
import type { ThreadCounts } from './thread-counts.ts';
import { Turns } from './turns.ts';

/** A model in another process. */
export interface Beside {
  readonly model: EngineModel;
  /** Otherwise it is on its way there, and what it takes is still free. */
  readonly inMemory: boolean;
}

export interface EngineOptions {
  /** Largest context window to make of a model that asks for none. */
  readonly maxContextTokens?: number;
  readonly kvCacheType?: () => KvCacheType;
  /** Answers that one model may write at a time; each takes a window of its own. One unless told. */
  readonly slots?: () => number;
  /** How many of so many slots the memory has room for beside others; all of them unless told. */
  readonly affordableSlots?: (model: EngineModel, wanted: number, others: readonly Beside[]) => Promise<number>;
  readonly speculation?: (model: EngineModel) => Promise<SpeculationUse>;
  /** Whether the memory has room for a model beside others, whose weights it keeps; without it there is one at a time. */
  readonly fitsBeside?: (model: EngineModel, others: readonly Beside[]) => Promise<boolean>;
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
  /** How long a grammar may take before the first token. */
  readonly grammarDeadlineMs?: number;
}

/** Nobody reads an answer and asks again within it, and little is lost by a power cut. */
const DEFAULT_STATE_IDLE_MS = 1000;
const DEFAULT_RENDER_DEADLINE_MS = 10_000;
const DEFAULT_GRAMMAR_DEADLINE_MS = 8000;
/** A comparison has two sides. */
const MOST_SEATS = 2;

/**
 * The app's side of the engine processes: starts one when it is first needed, loads models on demand, gives turns to
 * those who ask, and treats a death as an ordinary event. The next request after a death starts a new process. A second
 * model has a process of its own, where the memory has room for both.
 */
export class Engine {
  readonly #ports: EnginePorts;
  readonly #options: EngineOptions;
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  /** The one that was used last comes first. */
  #seats: readonly Seat[];
  /** Models without a seat get theirs one after the other, each weighed against those before it. */
  readonly #seating = new Turns();
  #isDisposed = false;

  constructor(ports: EnginePorts, options: EngineOptions = {}) {
    this.#ports = ports;
    this.#options = options;
    this.#seats = [this.#makeSeat()];
  }

  /** Of the model that was asked for last. */
  get status(): EngineStatus {
    const [front, ...others] = this.#seats;
    if (!front) throw new Error('the engine has no seat');
    const besideIds = others.flatMap(({ host }) => {
      const { state, modelId } = host.status;
      return state === 'ready' || state === 'generating' ? (modelId ?? []) : [];
    });
    return { ...front.host.status, besideIds };
  }

  /** How many answers the model that was asked for last can write at a time; 0 while none is in memory. */
  get slots(): number {
    return this.#seats[0]?.host.slots ?? 0;
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Answers the last message. Requests for one model take turns in the order of asking, as many at a time as it has
   * slots. What came before a failure is yielded before it is thrown.
   *
   * @throws SarviError `model-file-missing`, `model-load-failed`, `template-failed`, `prompt-too-long`,
   *   `grammar-invalid`, `engine-crashed`, `engine-unavailable`
   */
  async *generate(request: GenerationRequest): AsyncGenerator<EngineUpdate, void, void> {
    const updates = new AsyncQueue<EngineUpdate>();
    const leave = new AbortController();
    const signal = request.signal ? AbortSignal.any([request.signal, leave.signal]) : leave.signal;
    const generate = (seat: Seat): Promise<void> => seat.generate(request, signal, (update) => updates.push(update));
    void this.#inSeat(request.model, generate).then(
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
  async renderPrompt(request: {
    model: EngineModel;
    messages: readonly PromptMessage[];
    addGenerationPrompt: boolean;
  }): Promise<{ prompt: string; tokens: number[] }> {
    const { model, messages, addGenerationPrompt } = request;
    const { prompt, tokens } = await this.#inSeat(model, (seat) =>
      seat.renderPrompt(model, messages, addGenerationPrompt),
    );
    return { prompt, tokens: [...tokens] };
  }

  /** Tokens of `text` alone, at once; null when the model is not in memory, or went while it was asked. */
  async countIfLoaded(model: EngineModel, text: string): Promise<number | null> {
    const seat = this.#seats.find(({ host }) => host.inMemory?.path === model.path);
    return seat ? seat.countIfLoaded(model, text).catch(() => null) : null;
  }

  /** Tokens of `text` alone. Waits for no running answer when the model is in memory. @throws SarviError as `generate` */
  countTokens(model: EngineModel, text: string): Promise<number> {
    return this.#inSeat(model, (seat) => seat.countTokens(model, text));
  }

  /** Resolves when what has been read is on disk, as far as it is going to be. */
  async settled(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.settled()));
  }

  /** Whether a model is in memory, or wanted there. */
  usageOf(modelId: string): 'none' | 'loaded' | 'busy' {
    if (this.#seats.some((seat) => seat.isBusy(modelId))) return 'busy';
    return this.#seats.some(({ host }) => host.model?.id === modelId) ? 'loaded' : 'none';
  }

  /** Frees the loaded models after the requests before this one; or only that one, and waits for no answers of others. */
  async unload(modelId?: string): Promise<void> {
    await Promise.all(this.#seats.map((seat) => (modelId === undefined ? seat.unload() : seat.free(modelId))));
  }

  /** After a change of the time that `idleUnloadMs` answers. */
  refreshIdle(): void {
    for (const seat of this.#seats) seat.refreshIdle();
  }

  /** Ends the processes; running requests fail. What was read last is written first, when nobody is being answered. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await Promise.all(this.#seats.map((seat) => seat.dispose()));
  }

  async #inSeat<Value>(model: EngineModel, work: (seat: Seat) => Promise<Value>): Promise<Value> {
    const seat = await this.#enterSeat(model);
    try {
      return await work(seat);
    } finally {
      seat.leave(model);
    }
  }

  /** Where the model is or is wanted, else beside the others where they leave room, else in place of one. */
  async #enterSeat(model: EngineModel): Promise<Seat> {
    const found = this.#findSeat(model);
    if (found) return this.#enter(found, model);
    const turn = await this.#seating.take();
    try {
      const seat = this.#findSeat(model) ?? (await this.#freeSeat(model)) ?? this.#seatToGiveUp();
      if (this.#isDisposed) throw new SarviError('engine-unavailable', { reason: because('sarvi-is-closing') });
      return this.#enter(seat, model);
    } finally {
      turn?.release();
    }
  }

  #findSeat({ path }: EngineModel): Seat | undefined {
    return this.#seats.find((seat) => seat.models.some((one) => one.path === path));
  }

  /** An empty one, if there may be one more model in memory. */
  async #freeSeat(model: EngineModel): Promise<Seat | null> {
    const empty = this.#seats.find(({ models }) => models.length === 0);
    if (!empty && this.#seats.length === MOST_SEATS) return null;
    for (const seat of this.#seats) {
      for (const other of seat.models) {
        if (!(await this.#fits(model, { model: other, inMemory: seat.host.inMemory === other }))) return null;
      }
    }
    if (empty || this.#isDisposed) return empty ?? null;
    const seat = this.#makeSeat();
    this.#seats = [...this.#seats, seat];
    return seat;
  }

  #seatToGiveUp(): Seat {
    const taken = this.#seats.filter(({ models }) => models.length > 0);
    const seat = taken.findLast((one) => !one.isBusy()) ?? taken.at(-1) ?? this.#seats.at(-1);
    if (!seat) throw new Error('the engine has no seat');
    return seat;
  }

  async #fits(model: EngineModel, other: Beside): Promise<boolean> {
    return (await this.#options.fitsBeside?.(model, [other])) === true;
  }

  /**
   * Frees what lies in other seats when the model would not fit beside it, after the answers that it writes. A seat
   * that waits for this has nothing in memory, so no two of them wait for each other.
   */
  async #makeRoom(model: EngineModel, seat: Seat): Promise<void> {
    for (const other of this.#seats) {
      if (other === seat) continue;
      for (let held = other.host.inMemory; held; held = other.host.inMemory) {
        if (await this.#fits(model, { model: held, inMemory: true })) break;
        await other.free(held.id);
      }
    }
  }

  #beside(seat: Seat): Beside[] {
    const others = this.#seats.filter((other) => other !== seat);
    return others.flatMap(({ host }) => (host.model ? { model: host.model, inMemory: host.inMemory !== null } : []));
  }

  #enter(seat: Seat, model: EngineModel): Seat {
    seat.enter(model);
    if (this.#seats[0] !== seat) {
      this.#seats = [seat, ...this.#seats.filter((other) => other !== seat)];
      this.#tellStatus();
    }
    return seat;
  }

  #makeSeat(): Seat {
    const options = this.#options;
    const seat: Seat = new Seat(this.#ports, {
      maxContextTokens: options.maxContextTokens ?? DEFAULT_CONTEXT_TOKENS,
      kvCacheType: options.kvCacheType ?? (() => 'f16'),
      slots: options.slots ?? (() => 1),
      affordableSlots: (model, wanted) =>
        options.affordableSlots?.(model, wanted, this.#beside(seat)) ?? Promise.resolve(wanted),
      makeRoom: (model) => this.#makeRoom(model, seat),
      speculation: options.speculation ?? (() => Promise.resolve({ kind: 'off' })),
      backends: options.backends ?? null,
      hangLimits: options.hangLimits,
      threadCounts: options.threadCounts ?? null,
      onNotice: options.onNotice ?? (() => undefined),
      tellsDate: options.tellsDate ?? (() => false),
      states: options.states ?? null,
      stateIdleMs: options.stateIdleMs ?? DEFAULT_STATE_IDLE_MS,
      idleUnloadMs: options.idleUnloadMs ?? (() => null),
      restartsByItself: options.restartsByItself ?? false,
      renderDeadlineMs: options.renderDeadlineMs ?? DEFAULT_RENDER_DEADLINE_MS,
      grammarDeadlineMs: options.grammarDeadlineMs ?? DEFAULT_GRAMMAR_DEADLINE_MS,
    });
    seat.host.onStatus(() => this.#tellStatus());
    return seat;
  }

  #tellStatus(): void {
    const { status } = this;
    for (const listener of this.#listeners) listener(status);
  }
}
