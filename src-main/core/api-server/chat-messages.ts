/** The messages of a chat request as prompts have them. */
import * as v from 'valibot';
import type { PromptMessage, ToolCall } from '../prompt/prompt.ts';
import { ApiError, refusedField } from './api-error.ts';
import { requireShallow } from './read-body.ts';

const MOST_MESSAGES = 10_000;

const TextPart = v.object({ type: v.string(), text: v.nullish(v.string()) });
const Content = v.union([v.string(), v.array(TextPart)]);

const CalledTool = v.object({ function: v.object({ name: v.string(), arguments: v.nullish(v.string()) }) });

const ChatMessage = v.object({
  role: v.picklist(['system', 'developer', 'user', 'assistant', 'tool']),
  content: v.nullish(Content),
  tool_calls: v.nullish(v.pipe(v.array(CalledTool), v.maxLength(128))),
});
type ChatMessage = v.InferOutput<typeof ChatMessage>;

export const ChatMessages = v.pipe(v.array(ChatMessage), v.nonEmpty(), v.maxLength(MOST_MESSAGES));

export interface ReadMessages {
  readonly messages: readonly PromptMessage[];
  /** The text of a last message of the assistant, which is continued. */
  readonly answerSoFar: string | null;
}

/** @throws ApiError 400 naming the message */
export function readMessages(given: readonly ChatMessage[]): ReadMessages {
  const messages = given.map((message, index): PromptMessage => {
    const content = textOf(message.content, `messages.${index}.content`);
    // OpenAI's newer name for the same.
    const role = message.role === 'developer' ? 'system' : message.role;
    const called = (message.tool_calls ?? []).map((call) => readCall(call, `messages.${index}.tool_calls`));
    return { role, content, ...(called.length === 0 ? {} : { toolCalls: called }) };
  });
  const last = messages.at(-1);
  if (last?.role !== 'assistant' || last.toolCalls) return { messages, answerSoFar: null };
  if (messages.at(-2)?.role === 'assistant') {
    throw refusedField('messages', 'Two messages of the assistant at the end cannot be continued.');
  }
  if (messages.length === 1) throw refusedField('messages', 'An answer cannot be continued without a question.');
  return { messages: messages.slice(0, -1), answerSoFar: last.content };
}

function readCall({ function: { name, arguments: given } }: v.InferOutput<typeof CalledTool>, place: string): ToolCall {
  try {
    const read = JSON.parse(given === null || given === undefined || given === '' ? '{}' : given) as unknown;
    requireShallow({ read });
    return { name, arguments: read };
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw refusedField(place, 'The arguments of a call are JSON as a text.');
  }
}

/** Texts of several parts are joined without anything between them. */
export function textOf(content: v.InferOutput<typeof Content> | null | undefined, place: string): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  return content
    .map(({ type, text }, index) => {
      if ((type === 'text' || type === 'input_text') && typeof text === 'string') return text;
      throw refusedField(`${place}.${index}`, `Sarvi reads text only, not ${JSON.stringify(type.slice(0, 40))}.`);
    })
    .join('');
}
