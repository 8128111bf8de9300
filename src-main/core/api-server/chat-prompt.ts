import { SarviError } from '#contract/errors';
import type { MessagesInput } from '../engine/generation-request.ts';
import type { EngineModel } from '../engine/engine-model.ts';
import type { PromptMessage } from '../prompt/prompt.ts';
import type { EndpointParts } from './endpoint-parts.ts';
import { toldTools, withToolsInWords, type ToolUse } from './tools.ts';

type Asked = Pick<MessagesInput, 'messages' | 'tools'>;

/**
 * The messages as the model's template takes them. Tools are handed to a template that knows tools, else written out;
 * system messages that a template refuses become the beginning of the next message of the user.
 *
 * @throws SarviError as `Engine.renderPrompt`
 */
export async function messagesFor(
  engine: Pick<EndpointParts['engine'], 'vocabulary' | 'renderPrompt'>,
  { model, messages }: { readonly model: EngineModel; readonly messages: readonly PromptMessage[] },
  toolUse: ToolUse | null,
): Promise<Asked> {
  const hasTools = toolUse !== null || messages.some(({ role, toolCalls }) => role === 'tool' || toolCalls);
  const hasSystem = messages.some(({ role }) => role === 'system');
  if (!hasTools && !hasSystem) return { messages };
  const { chatTemplate } = await engine.vocabulary(model);
  const asked = hasTools ? withTools(messages, toolUse, chatTemplate) : { messages };
  // Only such a template can refuse a role.
  if (!hasSystem || chatTemplate?.includes('raise_exception') !== true) return asked;
  try {
    await engine.renderPrompt({ model, ...asked, addGenerationPrompt: true });
    return asked;
  } catch (error) {
    if (SarviError.from(error).code !== 'template-failed') throw error;
    return { ...asked, messages: withoutSystem(asked.messages) };
  }
}

function withTools(messages: readonly PromptMessage[], toolUse: ToolUse | null, template: string | null): Asked {
  const tools = toolUse?.tools ?? [];
  if (template === null || !/\btools\b/.test(template)) return { messages: withToolsInWords(messages, tools) };
  return tools.length === 0 ? { messages } : { messages, tools: toldTools(tools) };
}

function withoutSystem(messages: readonly PromptMessage[]): PromptMessage[] {
  let told = '';
  const kept: PromptMessage[] = [];
  for (const message of messages) {
    if (message.role === 'system') told += `${message.content}\n\n`;
    else if (message.role === 'user') {
      kept.push({ ...message, content: told + message.content });
      told = '';
    } else kept.push(message);
  }
  return told === '' ? kept : [...kept, { role: 'user', content: told.trimEnd() }];
}
