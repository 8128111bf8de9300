import { fitMessages, type FitTools, type FittedPrompt } from '../prompt/fit-messages.ts';
import type { PromptMessage, RenderedPrompt } from '../prompt/prompt.ts';
import { requireRoom } from '../prompt/require-room.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';
import type { GenerationRequest } from './generation-request.ts';
import type { HostedModel } from './model-host.ts';

/** The tokens that the model reads, and what was left out to fit them. */
export type FittedTokens = Omit<FittedPrompt, 'prompt'>;

/**
 * The tokens of a request. Messages are rendered and fitted into the window; a prompt or tokens must fit as they are.
 *
 * @throws SarviError `prompt-too-long`, `invalid-input`, `template-failed`; the engine's own
 */
export async function promptOfRequest(
  { connection, model: { contextTokens } }: HostedModel,
  request: GenerationRequest,
  count: FitTools['count'],
  render: (messages: readonly PromptMessage[], answerSoFar?: ThinkingAndText) => Promise<RenderedPrompt>,
): Promise<FittedTokens> {
  const limits = { contextTokens, maxTokens: request.isFromProgram === true ? 1 : request.sampling.maxTokens };
  if ('messages' in request && request.isFromProgram === true) {
    const { tokens, openTag } = await render(request.messages, request.answerSoFar);
    requireRoom(tokens, limits);
    return { tokens, droppedMessages: 0, cutMessages: [], ...(openTag === undefined ? {} : { openTag }) };
  }
  if ('messages' in request) {
    return fitMessages(request.messages, limits, {
      render: (messages) => render(messages, request.answerSoFar),
      count,
    });
  }
  const tokens =
    'tokens' in request
      ? request.tokens
      : (await connection.ask({ kind: 'parse', prompt: request.prompt }, 'parsed')).tokens;
  requireRoom(tokens, limits);
  return { tokens, droppedMessages: 0, cutMessages: [] };
}
