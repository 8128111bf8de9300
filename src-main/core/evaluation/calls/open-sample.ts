import type { Conversation } from '#contract/conversations';
import { SarviError } from '#contract/errors';
import type { EvaluationAnswer, EvaluationRun } from '#contract/evaluations';
import type { GenerationRecord } from '#contract/generation-record';
import type { Sampling } from '#contract/sampling';
import type { AskHistory } from '../../history/protocol.ts';
import type { RunState } from '../runs/run-state.ts';

/**
 * Makes an ordinary conversation of the answered turns of a sample, with the model, the adapters and the sampling of the
 * run, so that it continues as it began.
 *
 * @throws SarviError `evaluation-unknown` for a sample that the run does not have, or has not answered
 */
export async function openSample(
  history: { readonly ask: AskHistory },
  state: RunState,
  key: string,
): Promise<Conversation> {
  const sample = state.sampleOf(key);
  const answers = state.samples.find((each) => each.key === key)?.answers ?? [];
  if (!sample || answers.length === 0) throw new SarviError('evaluation-unknown');
  const { run } = state;
  const { model, adapters } = run.configuration;
  const { id } = await history.ask('createConversation', { modelId: model.id, modelName: model.name });
  const { sampling } = sample;
  let parentId: string | null = null;
  for (const [turn, answer] of answers.entries()) {
    const said = { conversationId: id, streaming: false };
    const text = sample.turns[turn] ?? '';
    const question: { id: string } = await history.ask('addMessage', { ...said, parentId, role: 'user', text });
    const reply: { id: string } = await history.ask('addMessage', {
      ...{ ...said, parentId: question.id, role: 'assistant', text: answer.text },
      end: {
        stopReason: answer.stopReason,
        generation: recordOf(run, sampling, answer),
        ...(answer.thinking === '' ? {} : { asides: [{ kind: 'thinking', text: answer.thinking }] }),
      },
    });
    parentId = reply.id;
  }
  return history.ask('updateConversation', { conversationId: id, sampling, adapters });
}

/** What the run knows of the answer; the rest of a chat's record is not measured there. */
function recordOf(
  { configuration, sessions }: EvaluationRun,
  sampling: Sampling,
  answer: EvaluationAnswer,
): GenerationRecord {
  const session = sessions.at(-1);
  return {
    modelId: configuration.model.id,
    modelName: configuration.model.name,
    backend: session?.backend ?? '',
    sampling,
    ...(configuration.adapters.length === 0 ? {} : { adapters: configuration.adapters }),
    seed: answer.seed,
    freshTokens: answer.promptTokens,
    cachedTokens: 0,
    generatedTokens: answer.generatedTokens,
    timeToFirstTokenMs: null,
    promptMs: answer.promptMs,
    generationMs: answer.generationMs,
    contextTokens: session?.contextTokens ?? 0,
    contextUsedTokens: answer.promptTokens + answer.generatedTokens,
    memoryBeginsAt: null,
  };
}
