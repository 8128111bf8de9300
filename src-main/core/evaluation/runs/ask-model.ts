import type { EvaluationAnswer } from '#contract/evaluations';
import { SarviError } from '#contract/errors';
import type { TokenChoice } from '#contract/generation-record';
import type { Sampling } from '#contract/sampling';
import type { Engine } from '../../engine/engine.ts';
import { modelIdentity, type EngineModel } from '../../engine/engine-model.ts';
import type { LoadedModelFacts } from '../../engine/protocol.ts';
import type { GenerationEngine } from '../../engine/generation-request.ts';
import type { GenerationOutcome } from '../../generation/generation-sink.ts';
import { runGeneration } from '../../generation/run-generation.ts';
import { settleSampling } from '../../generation/settle-sampling.ts';
import type { PromptMessage } from '../../prompt/prompt.ts';

export type AskingEngine = GenerationEngine & Pick<Engine, 'precedence' | 'factsOf'>;

/** Loads a model when nobody waits for an answer of another one. @throws SarviError `cancelled`; the engine's own */
export async function loadModel(
  engine: AskingEngine,
  model: EngineModel,
  signal: AbortSignal,
): Promise<LoadedModelFacts> {
  const turn = await engine.precedence.take(modelIdentity(model), signal);
  if (!turn) throw new SarviError('cancelled');
  try {
    return await engine.factsOf(model);
  } finally {
    turn.leave();
  }
}

export interface ModelAnswer extends EvaluationAnswer {
  /** Of the first token, if the sampling asks for alternatives. */
  readonly first: TokenChoice | null;
}

/**
 * Asks a model in the background: an answer that must make room for one of a person begins anew. The template writes its own
 * date, so that answers do not depend on the day.
 *
 * @throws SarviError `cancelled`; `prompt-too-long` for messages that do not fit whole; the engine's own
 */
export async function askModel(
  engine: AskingEngine,
  model: EngineModel,
  messages: readonly PromptMessage[],
  sampling: Sampling,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  if (model.remote) {
    const answer = await askOnce(engine, model, messages, sampling, signal);
    if (!answer) throw new SarviError('cancelled');
    return answer;
  }
  for (;;) {
    const turn = await engine.precedence.take(modelIdentity(model), signal);
    if (!turn) throw new SarviError('cancelled');
    try {
      const stopping = AbortSignal.any([turn.signal, signal]);
      const answer = await askOnce(engine, model, messages, sampling, stopping);
      if (answer) return answer;
    } finally {
      turn.leave();
    }
  }
}

/** Null when it was stopped. */
async function askOnce(
  engine: AskingEngine,
  model: EngineModel,
  messages: readonly PromptMessage[],
  sampling: Sampling,
  signal: AbortSignal,
): Promise<ModelAnswer | null> {
  const unfit = new AbortController();
  let contextTokens = 0;
  const ended = Promise.withResolvers<GenerationOutcome>();
  const request = {
    ...{ model, messages, tellsDate: false, background: true as const },
    sampling: settleSampling(sampling),
    signal: AbortSignal.any([signal, unfit.signal]),
  };
  await runGeneration(engine, request, {
    progress: (progress) => {
      if (progress.kind !== 'started') return;
      ({ contextTokens } = progress);
      // A conversation would go on without its beginning; here that would be another question.
      if (progress.droppedMessages > 0 || progress.cutMessages.length > 0) unfit.abort();
    },
    text: () => undefined,
    end: (outcome) => ended.resolve(outcome),
  });
  const { error, stopReason, said, thoughtIsAnswer, record } = await ended.promise;
  if (unfit.signal.aborted) throw new SarviError('prompt-too-long', { tokens: contextTokens, limit: contextTokens });
  if (signal.aborted) return null;
  if (error) throw error;
  return {
    text: said.text,
    thinking: thoughtIsAnswer ? '' : said.thinking,
    stopReason,
    seed: record?.seed ?? 0,
    promptTokens: (record?.freshTokens ?? 0) + (record?.cachedTokens ?? 0),
    generatedTokens: record?.generatedTokens ?? 0,
    promptMs: record?.promptMs ?? 0,
    generationMs: record?.generationMs ?? 0,
    first: record?.choices?.[0] ?? null,
  };
}
