import type { SarviError } from '#contract/errors';
import { DEFAULT_CONTEXT_TOKENS, type KvCacheType } from '#contract/context-window';
import type { EngineModel } from './engine-model.ts';
import type { BackendPicker } from './engine-process.ts';
import type { HangLimits } from './hang-watch.ts';
import type { SpeculationUse } from './protocol.ts';
import type { RunnerOptions } from './model-runner.ts';
import type { StateStore } from './states/state-store.ts';
import type { KnownThreadCounts } from './thread-counts.ts';

/** A model in another process. */
export interface OtherModel {
  readonly model: EngineModel;
  /** False while it is being loaded: its memory is then still counted as free. */
  readonly inMemory: boolean;
}

export interface EngineOptions {
  /** Largest context window, in tokens, for a model that asks for none. Default 8192. */
  readonly maxContextTokens?: number;
  /** Default `f16`. Called before every load; another value loads the model again. */
  readonly kvCacheType?: () => KvCacheType;
  /** Answers that one model may write at a time; each takes a context window of memory. Default 1. */
  readonly sequences?: () => number;
  /** Answers how many of the wanted sequences memory has room for next to other models. Default: all of them. */
  readonly affordableSequences?: (model: EngineModel, wanted: number, others: readonly OtherModel[]) => Promise<number>;
  /** Default off. With a temperature above 0, the same seed gives another text with speculation than without. */
  readonly speculation?: (model: EngineModel) => Promise<SpeculationUse>;
  /**
   * Whether memory has room for a model next to others, whose weights stay. Without it there is one model at a time.
   */
  readonly fitsWith?: (model: EngineModel, others: readonly OtherModel[]) => Promise<boolean>;
  /** Knows the thread count of each model. Without it, threads are measured at every start. */
  readonly threadCounts?: KnownThreadCounts;
  /** Whether templates that take a date get today's. Default false, because a date changes the prompt every day. */
  readonly tellsDate?: () => boolean;
  /** Where KV states are kept on disk. Without it, they end with the process. */
  readonly states?: StateStore | null;
  /** Idle time before a KV state is written, in milliseconds. Default 1000. */
  readonly stateIdleMs?: number;
  /** Chooses the backend. Without it, the engine process takes the best one that starts. */
  readonly backends?: BackendPicker;
  /** How long an engine may give no sign of life; the defaults are in `hang-watch.ts`. */
  readonly hangLimits?: HangLimits;
  /** Called when a model is used with other settings than the user's, with the reason. */
  readonly onNotice?: (notice: SarviError) => void;
  /** Idle time after which a model is unloaded, in milliseconds. Null, the default, keeps it. */
  readonly idleUnloadMs?: () => number | null;
  /** Whether an engine that died restarts before the next request. Default false. */
  readonly restartsByItself?: boolean;
  /**
   * How long a chat template may run, in milliseconds, on top of what the length of the text allows. Default 10,000.
   */
  readonly renderDeadlineMs?: number;
  /** How long a grammar may take before the first token, in milliseconds; then the process is ended. Default 8000. */
  readonly grammarDeadlineMs?: number;
}

/** Shorter than the time in which a user reads and asks again, so that little is lost by a power cut. */
const DEFAULT_STATE_IDLE_MS = 1000;
const DEFAULT_RENDER_DEADLINE_MS = 10_000;
const DEFAULT_GRAMMAR_DEADLINE_MS = 8000;
/** The options of one runner with defaults filled in, without those about sharing memory between runners. */
export function settledOptions(options: EngineOptions): Omit<RunnerOptions, 'affordableSequences' | 'makeRoom'> {
  return {
    maxContextTokens: options.maxContextTokens ?? DEFAULT_CONTEXT_TOKENS,
    kvCacheType: options.kvCacheType ?? (() => 'f16'),
    sequences: options.sequences ?? (() => 1),
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
  };
}
