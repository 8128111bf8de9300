import type { MessagesInput } from '../engine/generation-request.ts';
import type { EngineModel } from '../engine/engine-model.ts';
import type { EndpointParts } from './endpoint-parts.ts';
import { toldTools, withToolsInWords, type ToolUse } from './tools.ts';

/**
 * The messages with their tools: handed to a template that knows tools, else written out.
 *
 * @throws SarviError as `Engine.vocabulary`
 */
export async function messagesFor(
  engine: Pick<EndpointParts['engine'], 'vocabulary'>,
  { model, messages }: MessagesInput & { readonly model: EngineModel },
  toolUse: ToolUse | null,
): Promise<Pick<MessagesInput, 'messages' | 'tools'>> {
  const hasTools = toolUse !== null || messages.some(({ role, toolCalls }) => role === 'tool' || toolCalls);
  if (!hasTools) return { messages };
  const { chatTemplate } = await engine.vocabulary(model);
  const tools = toolUse?.tools ?? [];
  if (chatTemplate === null || !/\btools\b/.test(chatTemplate)) return { messages: withToolsInWords(messages, tools) };
  return tools.length === 0 ? { messages } : { messages, tools: toldTools(tools) };
}
