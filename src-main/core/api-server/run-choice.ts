import type { GenerationEngine, GenerationRequest } from '../engine/generation-request.ts';
import type { GeneratedText, GenerationOutcome, RunStart } from '../generation/generation-sink.ts';
import { runGeneration } from '../generation/run-generation.ts';
import { EMPTY_ANSWER, type ThinkingAndText } from '../thinking-splitter.ts';
import { cancelledError } from './api-error.ts';
import type { Ticket } from './request-list.ts';

export interface ChoiceListener {
  /** The prompt is accepted; it is read from now on. */
  started?(start: RunStart): void;
  text?(piece: GeneratedText): void;
}

/** Why an answer ended, as OpenAI says it. */
export type FinishReason = 'stop' | 'length' | 'tool_calls';

export interface Choice {
  readonly outcome: GenerationOutcome;
  /** What was written now, without the beginning that was continued. */
  readonly written: ThinkingAndText;
  readonly start: RunStart;
  readonly finishReason: FinishReason;
}

/**
 * Runs one choice to its end.
 *
 * @throws SarviError what the run failed with; ApiError `cancelled` when it was stopped
 */
export async function runChoice(
  engine: GenerationEngine,
  request: GenerationRequest,
  ticket: Ticket,
  listener: ChoiceListener = {},
): Promise<Choice> {
  let start: RunStart | null = null;
  let outcome: GenerationOutcome | null = null;
  let written = EMPTY_ANSWER;
  await runGeneration(
    engine,
    { ...request, isFromProgram: true, keepsChoices: false },
    {
      progress: (progress) => {
        if (progress.kind !== 'started') return;
        start = progress;
        ticket.reading(progress.figures.freshTokens + progress.figures.cachedTokens);
        listener.started?.(progress);
      },
      text: (piece) => {
        ticket.writing(piece.figures);
        written = { thinking: written.thinking + piece.thinking, text: written.text + piece.text };
        listener.text?.(piece);
      },
      end: (ended) => {
        outcome = ended;
      },
    },
  );
  const [ended, begun] = [outcome as GenerationOutcome | null, start as RunStart | null];
  if (ended?.error) throw ended.error;
  if (!ended || !begun || ended.stopReason === 'stopped') throw cancelledError();
  const isCut = ended.stopReason === 'max-tokens' || ended.stopReason === 'context-full';
  return { outcome: ended, written, start: begun, finishReason: isCut ? 'length' : 'stop' };
}
