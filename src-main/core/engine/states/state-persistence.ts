import { SarviError } from '#contract/errors';
import type { Log } from '../../ports.ts';
import type { HostedModel } from '../model-host.ts';
import type { PromptMessage, RenderedPrompt } from '../../prompt/prompt.ts';
import type { TakenSequence } from '../sequence-table.ts';
import type { RequestQueue } from '../request-queue.ts';
import { commonPrefix } from './common-prefix.ts';
import type { KeptState, StateStore } from './state-store.ts';

export interface StatePersistenceParts {
  readonly store: StateStore;
  readonly queue: RequestQueue;
  readonly log: Log;
  /** Idle time of the engine before a state is written. */
  readonly idleMs: number;
  /** Whether the model is still loaded. */
  readonly isLoaded: (hosted: HostedModel) => boolean;
  readonly render: (hosted: HostedModel, messages: readonly PromptMessage[]) => Promise<RenderedPrompt>;
}

/** An answer that has ended and whose tokens are in the KV cache. */
export interface FinishedAnswer {
  readonly hosted: HostedModel;
  readonly sequence: number;
  readonly modelId: string;
  readonly owner: string;
  readonly systemPrompt: PromptMessage | null;
  /** How many tokens of the prompt and the answer are worth saving. */
  readonly tokens: number;
  /** Whether the cache has more tokens after them. */
  readonly isCut: boolean;
}

/** Reading fewer tokens than this is faster than loading a file. */
const LEAST_TOKENS = 16;
/** Loading a state takes time for each of its tokens; it must save at least this share of them. */
const LEAST_SHARE = 1 / 64;
/** A system prompt shorter than this is not worth a state of its own. */
const LEAST_SHARED_TOKENS = 48;

/**
 * Saves and restores KV caches: before an answer it loads the state on disk that matches more of the prompt than the
 * cache does; after an answer, when the engine is idle, it writes the new state. A new request waits at most for the
 * one file that is being written.
 */
export class StatePersistence {
  readonly #parts: StatePersistenceParts;
  readonly #bytesPerToken = new Map<string, number>();
  /** The answer of each sequence whose state is not written yet. */
  readonly #pending = new Map<number, FinishedAnswer>();
  #timer: NodeJS.Timeout | undefined;
  /** Aborts the running or latest work at its next step. */
  #work = new AbortController();
  #done: Promise<void> = Promise.resolve();

  constructor(parts: StatePersistenceParts) {
    this.#parts = parts;
  }

  /**
   * Fills a sequence's KV cache with as much of `tokens` as the cache or a state on disk has. A state that cannot be
   * used is removed, and the next best one is tried.
   *
   * @throws SarviError `engine-crashed` when the process dies while it loads a state; that state is removed
   */
  async restore(
    { connection, model }: HostedModel,
    sequence: Pick<TakenSequence, 'index' | 'commonTokens'>,
    tokens: Uint32Array,
    owner: string | null,
  ): Promise<void> {
    const { store, log } = this.#parts;
    // The cache of this sequence is about to change.
    this.#pending.delete(sequence.index);
    let live = sequence.commonTokens;
    for (;;) {
      const found = await store.best(model.stateKey, tokens);
      if (!found) return;
      const { state, common } = found;
      if (common - live < Math.max(LEAST_TOKENS, state.tokens.length * LEAST_SHARE)) return;
      if (!(await store.verify(state))) continue;
      try {
        const { path, tokens: held } = state;
        await connection.ask({ kind: 'load-state', sequence: sequence.index, path, tokens: held }, 'state-loaded');
      } catch (error) {
        log.warn('a kept state could not be used', { id: state.id, error: String(error) });
        await store.remove(state);
        if (!connection.alive) throw error;
        live = 0;
        continue;
      }
      this.#inBackground(store.use(state, owner));
      return;
    }
  }

  /** The KV cache of this sequence is about to change, and what was in it is not written. */
  abandon(sequence: number): void {
    this.#pending.delete(sequence);
  }

  /** Writes the state of this answer when the engine has been idle for a while. */
  schedule(answer: FinishedAnswer): void {
    if (answer.tokens >= LEAST_TOKENS) this.#pending.set(answer.sequence, answer);
  }

  /** A request has come: states that are not being written yet wait. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#work.abort();
    this.#work = new AbortController();
  }

  /** An answer has ended. */
  resume(): void {
    this.pause();
    if (this.#pending.size === 0) return;
    this.#timer = setTimeout(() => this.#keepPending(), this.#parts.idleMs);
    this.#timer.unref();
  }

  /** Writes the pending states at once if no request runs; used when the app ends. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#keepPending();
    await this.#done;
  }

  /** Resolves when no state is being written. */
  async settled(): Promise<void> {
    await this.#done;
    await this.#parts.store.settled();
  }

  #keepPending(): void {
    const { signal } = this.#work;
    this.#inBackground(
      (async () => {
        for (const [sequence, answer] of [...this.#pending]) {
          if (signal.aborted) return;
          const isDone = await this.#keep(answer, signal).catch((error: unknown) => this.#report(error));
          if (isDone && this.#pending.get(sequence) === answer) this.#pending.delete(sequence);
        }
      })(),
    );
  }

  #inBackground(work: Promise<void>): void {
    const reported = work.catch((error: unknown) => void this.#report(error));
    this.#done = this.#done.then(() => reported);
  }

  /** A state that could not be written is not tried again. */
  #report(error: unknown): true {
    this.#parts.log.warn('a state could not be kept', { reason: SarviError.from(error).message });
    return true;
  }

  /** Answers whether the work is done: the state is written, or can never be. */
  async #keep(answer: FinishedAnswer, signal: AbortSignal): Promise<boolean> {
    if (!this.#parts.isLoaded(answer.hosted)) return true;
    const { stateKey } = answer.hosted.model;
    const expectedBytes = answer.tokens * (this.#bytesPerToken.get(stateKey) ?? 1);
    if (!(await this.#parts.store.hasRoomFor(expectedBytes))) return true;
    const state = await this.#write(answer, signal, null);
    if (!state) return false;
    this.#bytesPerToken.set(stateKey, state.sizeBytes / state.tokens.length);
    if (answer.systemPrompt) await this.#keepShared(answer, answer.systemPrompt, state, signal);
    return true;
  }

  /** Saves the common beginning of all conversations with this system prompt, once for all of them. */
  async #keepShared(
    answer: FinishedAnswer,
    systemPrompt: PromptMessage,
    whole: KeptState,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, render } = this.#parts;
    const begin = await this.#whenIdle(answer, signal, () => render(answer.hosted, [systemPrompt, NOTHING_ASKED]));
    const common = begin ? commonPrefix(begin.tokens, whole.tokens) : 0;
    if (common < LEAST_SHARED_TOKENS) return;
    const isKept = (state: KeptState): boolean =>
      state.shared && state.key === whole.key && commonPrefix(state.tokens, whole.tokens) >= common;
    const shared = (await store.list()).find(isKept);
    if (shared) await store.use(shared, answer.owner);
    else await this.#write(answer, signal, { tokens: common, whole });
  }

  /** With `part`, writes only the first tokens, and then loads the whole state back. */
  async #write(
    answer: FinishedAnswer,
    signal: AbortSignal,
    part: { readonly tokens: number; readonly whole: KeptState } | null,
  ): Promise<KeptState | null> {
    const { store } = this.#parts;
    const { hosted, sequence, modelId, owner } = answer;
    const { connection, model } = hosted;
    const path = await store.draftPath();
    try {
      const tokens = await this.#whenIdle(answer, signal, async () => {
        const keepTokens = part?.tokens ?? (answer.isCut ? answer.tokens : null);
        const saved = await connection.ask({ kind: 'save-state', sequence, path, keepTokens }, 'state-saved');
        if (part && !signal.aborted) {
          const { path: wholePath, tokens: wholeTokens } = part.whole;
          const whole = { kind: 'load-state', sequence, path: wholePath, tokens: wholeTokens } as const;
          await connection.ask(whole, 'state-loaded');
        }
        return saved.tokens;
      });
      if (!tokens) return null;
      return await store.publish(path, { key: model.stateKey, modelId, owner, shared: part !== null, tokens });
    } finally {
      await store.discard(path);
    }
  }

  /** Answers null, and does nothing, when a request has come meanwhile. */
  async #whenIdle<Value>(
    { hosted }: FinishedAnswer,
    signal: AbortSignal,
    work: () => Promise<Value>,
  ): Promise<Value | null> {
    if (signal.aborted || !this.#parts.isLoaded(hosted)) return null;
    const release = this.#parts.queue.takeIfFree();
    if (!release) return null;
    try {
      return await work();
    } finally {
      release();
    }
  }
}

/** A short question after the system prompt shows where the tokens of the system prompt end. */
const NOTHING_ASKED: PromptMessage = { role: 'user', content: '' };
