import type { SarviError } from '#contract/errors';
import { DEFAULT_CONTEXT_TOKENS, type KvCacheType } from '#contract/context-window';
import type { EngineModel } from './engine-model.ts';
import type { BackendPicker } from './engine-process.ts';
import type { HangLimits } from './hang-watch.ts';
import type { SpeculationUse } from './protocol.ts';
import type { RunnerOptions } from './model-runner.ts';
import type { StateStore } from './states/state-store.ts';
import type { ThreadCounts } from './thread-counts.ts';

/** A model in another process. */
export interface OtherModel {
  readonly model: EngineModel;
  /** Otherwise it is on its way there, and what it takes is still free. */
  readonly inMemory: boolean;
}

export interface EngineOptions {
  /** Largest context window to make of a model that asks for none, in tokens. 8192 unless told. */
  readonly maxContextTokens?: number;
  /** `f16` unless told. Asked before every load; another answer has a model loaded anew. */
  readonly kvCacheType?: () => KvCacheType;
  /** Answers that one model may write at a time; each takes a window of its own. One unless told. */
  readonly sequences?: () => number;
  /** How many of so many sequences the memory has room for beside others; all of them unless told. */
  readonly affordableSequences?: (model: EngineModel, wanted: number, others: readonly OtherModel[]) => Promise<number>;
  /** Off unless told. With a temperature above 0 the same seed gives another text with guesses than without. */
  readonly speculation?: (model: EngineModel) => Promise<SpeculationUse>;
  /** Whether the memory has room for a model beside others, whose weights it keeps; without it there is one at a time. */
  readonly fitsWith?: (model: EngineModel, others: readonly OtherModel[]) => Promise<boolean>;
  /** Where the thread count of each model is kept; without one it is measured at every start. */
  readonly threadCounts?: ThreadCounts;
  /** Whether templates that take a date get today's. They do not unless told: a date changes the prompt every day. */
  readonly tellsDate?: () => boolean;
  /** Where KV caches are kept for the next answer; without one they end with the process. */
  readonly states?: StateStore | null;
  /** How long the engine must have had nothing to do before one is written. 1000 unless told. */
  readonly stateIdleMs?: number;
  /** Which backend to load with; without it the engine process takes the best that it can start. */
  readonly backends?: BackendPicker;
  /** How long an engine may give no sign of life; `hang-watch.ts` has the usual bounds. */
  readonly hangLimits?: HangLimits;
  /** Told when a model is used with other settings than the user's, and why. */
  readonly onNotice?: (notice: SarviError) => void;
  /** How long a model stays in memory when nothing is asked of it; null, as without it, keeps it. */
  readonly idleUnloadMs?: () => number | null;
  /** Whether an engine that died is started again before it is asked for. It is not unless told. */
  readonly restartsByItself?: boolean;
  /** How long a chat template may run, next to the time that the length of the text gives it. 10 000 unless told. */
  readonly renderDeadlineMs?: number;
  /** How long a grammar may take before the first token; the process is ended then. 8000 unless told. */
  readonly grammarDeadlineMs?: number;
}

/** Nobody reads an answer and asks again within it, and little is lost by a power cut. */
const DEFAULT_STATE_IDLE_MS = 1000;
const DEFAULT_RENDER_DEADLINE_MS = 10_000;
const DEFAULT_GRAMMAR_DEADLINE_MS = 8000;
/** What an engine's options come to for one of its processes; how it shares the memory with others is not among them. */
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
