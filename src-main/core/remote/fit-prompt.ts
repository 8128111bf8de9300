/** Makes the prompt of a request that a server elsewhere answers, and leaves out what does not fit its window. */
import { DEFAULT_CONTEXT_TOKENS } from '#contract/context-window';
import { SarviError } from '#contract/errors';
import { estimateTokens } from '#contract/estimate-tokens';
import { because } from '#contract/reasons';
import type { GenerationRequest, MessagesInput } from '../engine/generation-request.ts';
import { fitMessages, type FitLimits } from '../prompt/fit-messages.ts';
import type { PromptMessage, RenderedPrompt } from '../prompt/prompt.ts';
import { requireRoom } from '../prompt/require-room.ts';
import { EMPTY_ANSWER, joinThinking } from '../thinking-splitter.ts';
import { countOnServer, estimatePrompt } from './count-prompt.ts';
import type { ExactPrompts, RemoteTarget } from './remote-target.ts';
import type { RemotePrompt } from './request-body.ts';

export interface FittedRequest {
  readonly prompt: RemotePrompt;
  readonly promptTokens: number;
  /** False for an estimate. */
  readonly counted: boolean;
  readonly droppedMessages: number;
  readonly cutMessages: readonly number[];
  readonly openTag?: string;
  /** White space at the end of the answer so far, which templates trim and models then write again. */
  readonly trimmed: string;
}

/** An estimate may be this much too low. */
const ESTIMATE_MARGIN = 1.6;

/** A server that counts more than this many windows is not believed; what it counts takes memory here. */
const MOST_WINDOWS = 4;

const UNCUT = { droppedMessages: 0, cutMessages: [], trimmed: '' } as const;

/** @throws SarviError `prompt-too-long`, `answer-not-continuable`, `invalid-input`, `template-failed` */
export async function fitPrompt(
  target: RemoteTarget,
  request: GenerationRequest,
  signal: AbortSignal | undefined,
): Promise<FittedRequest> {
  const limits = { contextTokens: windowOf(target), maxTokens: request.sampling.maxTokens };
  if ('messages' in request) {
    return target.exact ? asTokens(target.exact, request, limits) : asMessages(target, request, limits, signal);
  }
  if (!target.abilities.tokenIds) {
    const reason = because('server-takes-messages-only', { host: target.host });
    throw new SarviError('invalid-input', { reason });
  }
  if ('prompt' in request) {
    const promptTokens = estimateTokens(request.prompt);
    return { ...UNCUT, prompt: { form: 'text', text: request.prompt }, promptTokens, counted: false };
  }
  requireRoom(request.tokens, limits);
  const prompt = { form: 'tokens', tokens: request.tokens } as const;
  return { ...UNCUT, prompt, promptTokens: request.tokens.length, counted: true };
}

/** The window of a model; the usual one when nobody tells. */
export function windowOf({ contextTokens }: Pick<RemoteTarget, 'contextTokens'>): number {
  return contextTokens ?? DEFAULT_CONTEXT_TOKENS;
}

async function asTokens(
  exact: ExactPrompts,
  { messages, answerSoFar = EMPTY_ANSWER }: MessagesInput,
  limits: FitLimits,
): Promise<FittedRequest> {
  const fitted = await fitMessages(messages, limits, {
    render: (some) => exact.render(some, answerSoFar),
    count: (texts) => exact.count(texts),
  });
  const { tokens, openTag, droppedMessages, cutMessages } = fitted;
  return {
    prompt: { form: 'tokens', tokens },
    promptTokens: tokens.length,
    counted: true,
    ...{ droppedMessages, cutMessages, trimmed: '' },
    ...(openTag === undefined ? {} : { openTag }),
  };
}

async function asMessages(
  target: RemoteTarget,
  { messages, answerSoFar = EMPTY_ANSWER }: MessagesInput,
  limits: FitLimits,
  signal: AbortSignal | undefined,
): Promise<FittedRequest> {
  const soFar = joinThinking(answerSoFar);
  const begun = soFar.trimEnd();
  if (begun !== '' && !target.abilities.continues) {
    const reason = because('server-cannot-continue', { host: target.host });
    throw new SarviError('answer-not-continuable', { reason });
  }
  /** What each number of tokens is for; the fitting hands back one of them. */
  const asked = new WeakMap<Uint32Array, { messages: readonly PromptMessage[]; counted: boolean }>();
  const render = async (some: readonly PromptMessage[]): Promise<RenderedPrompt> => {
    const whole = begun === '' ? some : [...some, { role: 'assistant', content: begun }];
    const estimate = Math.round(estimatePrompt(whole) * target.estimates.factor);
    // A prompt that fits in any case needs no count.
    const isNear = estimate * ESTIMATE_MARGIN + limits.maxTokens > limits.contextTokens;
    const exact = isNear ? await countOnServer(target.connection, target, whole, signal) : null;
    const tokens = new Uint32Array(Math.min(exact ?? estimate, MOST_WINDOWS * limits.contextTokens));
    asked.set(tokens, { messages: whole, counted: exact !== null });
    return { prompt: '', tokens };
  };
  const count = (texts: readonly string[]): Promise<number[]> =>
    Promise.resolve(texts.map((text) => Math.ceil(estimateTokens(text) * target.estimates.factor)));
  const { tokens, droppedMessages, cutMessages } = await fitMessages(messages, limits, { render, count });
  const chosen = asked.get(tokens) ?? { messages, counted: false };
  return {
    prompt: { form: 'messages', messages: chosen.messages, continues: begun !== '' },
    promptTokens: tokens.length,
    counted: chosen.counted,
    ...{ droppedMessages, cutMessages, trimmed: begun === '' ? '' : soFar.slice(begun.length) },
  };
}
