import type { PromptMessage, RenderedPrompt } from '../prompt/prompt.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';
import { AnswerProgress } from './answer-progress.ts';
import type { EngineUpdate, GenerationRequest } from './generation-request.ts';
import { guardGrammar } from './guard-grammar.ts';
import type { HostedModel, ModelHost } from './model-host.ts';
import { promptOfRequest } from './prompt-of-request.ts';
import type { EngineMessage } from './protocol.ts';
import type { StatePersistence } from './states/state-persistence.ts';
import { untilAborted } from './until-aborted.ts';

export interface RenderOptions {
  readonly answerSoFar?: ThinkingAndText | undefined;
  /** Used instead of the model's own template. */
  readonly chatTemplate?: string | undefined;
  readonly tools?: readonly unknown[] | undefined;
  /** Default: the user's setting. */
  readonly tellsDate?: boolean | undefined;
}

export interface AnswerParts {
  readonly host: ModelHost;
  /** Null when no KV states are kept on disk. */
  readonly persistence: StatePersistence | null;
  readonly grammarDeadlineMs: number;
  readonly render: (
    hosted: HostedModel,
    messages: readonly PromptMessage[],
    options: RenderOptions,
  ) => Promise<RenderedPrompt>;
}

/** A grammar that produced tokens and is then silent for this long is growing with every token. */
const GRAMMAR_HANGS_MS = 10_000;

/** The end of a request that was stopped before it reached the model. */
export const STOPPED_EARLY: EngineUpdate = {
  kind: 'finished',
  end: { stopReason: 'stopped', generatedTokens: 0, promptMs: 0, generationMs: 0, draft: null },
};

/**
 * Answers one request with a loaded model: fits the prompt, chooses a sequence, restores its KV state, generates, and
 * schedules the new state to be saved.
 *
 * @throws SarviError as `Engine.generate`
 */
export async function answerRequest(
  { host, persistence, grammarDeadlineMs, render }: AnswerParts,
  hosted: HostedModel,
  request: GenerationRequest,
  signal: AbortSignal,
  push: (update: EngineUpdate) => void,
): Promise<void> {
  const { connection } = hosted;
  const count = async (texts: readonly string[]): Promise<readonly number[]> =>
    (await connection.ask({ kind: 'count', texts }, 'counted')).counts;
  const { chatTemplate, tellsDate, tools } = 'messages' in request ? request : {};
  const fitting = promptOfRequest(hosted, request, count, (messages, answerSoFar) =>
    render(hosted, messages, { answerSoFar, chatTemplate, tellsDate, tools }),
  );
  const fitted = await untilAborted(fitting, signal);
  if (!fitted) return push(STOPPED_EARLY);
  const { tokens } = fitted;
  const { isFromProgram = false, chunks } = request;
  const isRepeatable = request.sampling.repeatable === true;
  const matches = (await connection.ask({ kind: 'match', tokens }, 'matched')).sequences;
  const sequence = hosted.sequences.take(matches, isFromProgram);
  let usefulTokens: number | undefined;
  try {
    if (sequence.isForeign) await connection.ask({ kind: 'clear', sequence: sequence.index }, 'cleared');
    if (isFromProgram || isRepeatable) persistence?.abandon(sequence.index);
    else await persistence?.restore(hosted, sequence, tokens, request.owner ?? null);
    const progress = new AnswerProgress(request, hosted.model, fitted, push);
    const onProgress = (message: EngineMessage): void => progress.follow(message);
    const generate = {
      kind: 'generate',
      sequence: sequence.index,
      tokens,
      sampling: request.sampling,
      chunks,
    } as const;
    const { grammar } = request.sampling;
    const ask = (): Promise<Extract<EngineMessage, { kind: 'finished' }>> =>
      connection.ask(generate, 'finished', { onProgress, signal, ...(grammar ? { leastMs: GRAMMAR_HANGS_MS } : {}) });
    const { end } = await host.whileGenerating(hosted, () => {
      if (!grammar) return ask();
      const code = grammar.kind === 'gbnf' ? 'grammar-invalid' : 'schema-invalid';
      const work = (ready: () => void): ReturnType<typeof ask> => {
        progress.onReady = ready;
        return ask();
      };
      return guardGrammar(connection, grammarDeadlineMs, work, code);
    });
    usefulTokens = await progress.usefulTokens(end, (text) =>
      count([text]).then(
        ([tokensOfText = 0]) => tokensOfText,
        () => 0,
      ),
    );
    push({ kind: 'finished', end });
    if (request.owner === undefined || isRepeatable) return;
    const [first] = 'messages' in request ? request.messages : [];
    persistence?.schedule({
      hosted,
      sequence: sequence.index,
      modelId: request.model.id,
      owner: request.owner,
      systemPrompt: first?.role === 'system' ? first : null,
      tokens: usefulTokens,
      isCut: usefulTokens < tokens.length + end.generatedTokens,
    });
  } finally {
    sequence.release(usefulTokens);
  }
}
