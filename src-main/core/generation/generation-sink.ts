import type { SarviError } from '#contract/errors';
import type { GenerationRecord, StopReason, TokenChoice } from '#contract/generation-record';
import type { GenerationFigures } from '../engine/protocol.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';

/** Where one run tells what it comes to: any number of `progress`, then of `text`, and `end` once, however it ends. */
export interface GenerationSink {
  progress(progress: GenerationProgress): void;
  text(piece: GeneratedText): void;
  /** Nothing is told after it; the run is over when what it answers has resolved. */
  end(outcome: GenerationOutcome): void | Promise<void>;
}

/** In this order, `loading` and `reading` any number of times; a run that is stopped early skips to its end. */
export type GenerationProgress =
  /** For room in memory, and for the turns of others. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'loading'; readonly fraction: number }
  | ({ readonly kind: 'started' } & RunStart)
  | { readonly kind: 'reading'; readonly tokensDone: number; readonly tokensTotal: number };

export interface RunStart {
  readonly figures: GenerationFigures;
  readonly backend: string;
  /** Size of the context window. */
  readonly contextTokens: number;
  /** Oldest messages that did not fit into it. */
  readonly droppedMessages: number;
  /** Messages of which the model sees the end only, by their place in the request. */
  readonly cutMessages: readonly number[];
}

/** What one token has added; both may be empty while a character, a tag or a stop string may be under way. */
export interface GeneratedText extends ThinkingAndText {
  readonly figures: LiveFigures;
  /** When `sampling.alternatives` asks for it; none comes with what was held back until the end. */
  readonly choice?: TokenChoice;
}

/** How a run goes. */
export interface LiveFigures {
  readonly generatedTokens: number;
  /** Of the context window. */
  readonly contextUsedTokens: number;
  /** Null before there are two of them. */
  readonly tokensPerSecond: number | null;
  /** Null before the first one. */
  readonly timeToFirstTokenMs: number | null;
}

/** What a run knows of itself; which messages its model saw is known to whoever asked for it. */
export type RunRecord = Omit<GenerationRecord, 'memoryBeginsAt' | 'memoryCutIds' | 'continuations' | 'edited'>;

export interface GenerationOutcome {
  /** `failed` with an error. */
  readonly stopReason: StopReason;
  readonly error: SarviError | null;
  /** All of it, what the run went on from too. */
  readonly said: ThinkingAndText;
  /**
   * The model ended by itself in the middle of its thinking. So that was its answer, and has been told as text: what was
   * told as thinking counts no more.
   */
  readonly thoughtIsAnswer: boolean;
  /** Null when it never came to reading a prompt. */
  readonly record: RunRecord | null;
}
