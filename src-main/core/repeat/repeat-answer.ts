import { SarviError } from '#contract/errors';
import type { GenerationRecord } from '#contract/generation-record';
import type { Message } from '#contract/messages';
import type { Repeat } from '#contract/repeats';
import { MOST_ALTERNATIVES } from '#contract/sampling';
import type { GenerationEngine } from '../engine/generation-request.ts';
import type { GenerationOutcome, GenerationSink } from '../generation/generation-sink.ts';
import { runGeneration, type RunRequest } from '../generation/run-generation.ts';
import { settleSampling } from '../generation/settle-sampling.ts';
import { compareAnswers, countWords, type RepeatedToken } from './compare-answers.ts';
import { changesBetween, doubtsOf } from './repeat-doubts.ts';

/** An answer with all that is needed to write it again. */
export interface RepeatableAnswer {
  readonly message: Message;
  readonly record: GenerationRecord;
  readonly request: Pick<RunRequest, 'model' | 'hasRoom' | 'chosenAdapters'> & {
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly chatTemplate?: string | undefined;
  };
}

interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (phase: 'loading' | 'reading', fraction: number) => void;
}

/** All that an answer says, its thinking first. */
function saidIn({ asides = [], text }: Message): string {
  const last = asides.at(-1);
  return `${last?.kind === 'thinking' ? last.text : ''}${text}`;
}

/**
 * Writes an answer again, alone, with an empty cache and without guesses, and compares the two. Nothing is kept.
 *
 * @throws SarviError `cancelled`, and those of the engine
 */
export async function repeatAnswer(
  engine: GenerationEngine,
  { message, record, request }: RepeatableAnswer,
  { signal, onProgress }: Watch,
): Promise<Repeat> {
  const { stopReason } = message;
  const isPart = stopReason === 'stopped' || stopReason === 'failed' || (record.continuations ?? 0) > 0;
  const enough = new AbortController();
  const tokens: RepeatedToken[] = [];
  let said = 0;
  let outcome: GenerationOutcome | null = null;
  const sink: GenerationSink = {
    progress: (progress) => {
      if (progress.kind === 'loading') onProgress('loading', progress.fraction);
    },
    text: ({ thinking, text, choice, figures }) => {
      if (choice) tokens.push({ at: said, choice });
      said += thinking.length + text.length;
      onProgress('reading', Math.min(1, figures.generatedTokens / Math.max(1, record.generatedTokens)));
      if (isPart && figures.generatedTokens >= record.generatedTokens) enough.abort();
    },
    end: (ended) => {
      outcome = ended;
    },
  };
  const sampling = settleSampling(
    { seed: record.seed, repeatable: true, alternatives: MOST_ALTERNATIVES },
    record.sampling,
  );
  await runGeneration(
    engine,
    {
      ...request,
      ...{ sampling, chunks: record.setup?.chunks ?? undefined, signal: AbortSignal.any([signal, enough.signal]) },
    },
    sink,
  );
  const ended = outcome as GenerationOutcome | null;
  if (signal.aborted) throw new SarviError('cancelled');
  if (ended?.error) throw ended.error;
  if (!ended?.record) throw new SarviError('answer-not-repeatable');
  const repeated = `${ended.thoughtIsAnswer ? '' : ended.said.thinking}${ended.said.text}`;
  const original = saidIn(message);
  const difference = compareAnswers(original, repeated, tokens, isPart);
  const now = { ...ended.record, memoryBeginsAt: record.memoryBeginsAt };
  return {
    messageId: message.id,
    verdict: difference === null ? 'same' : 'differs',
    difference,
    words: countWords(original),
    isPart,
    doubts: [...doubtsOf(record), ...changesBetween(record, now)],
  };
}
