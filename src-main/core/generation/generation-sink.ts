import type { SarviError } from '#contract/errors';
import type { GenerationRecord, RemoteRecord, StopReason, TokenChoice } from '#contract/generation-record';
import type { StartedSetup } from '../engine/generation-request.ts';
import type { GenerationFigures } from '../engine/protocol.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';

/** Receives the events of one run: any number of `progress`, then of `text`, and `end` once, however the run ends. */
export interface GenerationSink {
  progress(progress: GenerationProgress): void;
  text(piece: GeneratedText): void;
  /** The last event. The run is over when the returned promise has resolved. */
  end(outcome: GenerationOutcome): void | Promise<void>;
}

/** In this order; `loading` and `reading` may repeat, and a stopped run skips to its end. */
export type GenerationProgress =
  /** Waiting for room in memory, and for other requests. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'loading'; readonly fraction: number }
  | ({ readonly kind: 'started' } & RunStart)
  | { readonly kind: 'reading'; readonly tokensDone: number; readonly tokensTotal: number };

export interface RunStart {
  readonly figures: GenerationFigures;
  readonly backend: string;
  /** Size of the context window. */
  readonly contextTokens: number;
  /** How many of the oldest messages did not fit into the window. */
  readonly droppedMessages: number;
  /** Messages of which the model sees only the end, by their place in the request. */
  readonly cutMessages: readonly number[];
  /** Missing when a server elsewhere answers. */
  readonly setup?: StartedSetup;
  /** Present when a server elsewhere answers. */
  readonly remote?: RemoteRecord;
}

/** The text of one token; both parts may be empty while a character, a tag or a stop string is incomplete. */
export interface GeneratedText extends ThinkingAndText {
  readonly figures: LiveFigures;
  /** Present when `sampling.alternatives` asks for it; missing for text that was held back until the end. */
  readonly choice?: TokenChoice;
}

/** Counts and speed of a running generation. */
export interface LiveFigures {
  readonly generatedTokens: number;
  /** Tokens of the context window in use. */
  readonly contextUsedTokens: number;
  /** Null before the second token. */
  readonly tokensPerSecond: number | null;
  /** Null before the first token. */
  readonly timeToFirstTokenMs: number | null;
}

/** The record of a run. Only its caller knows which messages the model saw. */
export type RunRecord = Omit<
  GenerationRecord,
  'memoryBeginsAt' | 'memoryCutIds' | 'continuations' | 'continuedPrompts' | 'keptTokens' | 'edited'
>;

export interface GenerationOutcome {
  /** `failed` with an error. */
  readonly stopReason: StopReason;
  readonly error: SarviError | null;
  /** The whole answer, including the text that the run continued. */
  readonly said: ThinkingAndText;
  /**
   * True when the model ended in the middle of its thinking. The thinking was then sent again as text, and is the
   * answer.
   */
  readonly thoughtIsAnswer: boolean;
  /** Null when the run ended before it read a prompt. */
  readonly record: RunRecord | null;
}
