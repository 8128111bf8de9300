/** The messages of Anthropic's form as the chat has them. */
import * as v from 'valibot';
import type { PromptMessage, ToolCall } from '../prompt/prompt.ts';
import { refusedField } from './api-error.ts';
import type { ToolChoice, ToolDescription } from './tools.ts';

const MOST_MESSAGES = 10_000;
/** One client puts its account there, which changes with every request and would spoil the common beginning. */
const BILLING = 'x-anthropic-billing-header:';

const Block = v.looseObject({ type: v.string() });
type Block = v.InferOutput<typeof Block>;
const Content = v.union([v.string(), v.array(Block)]);

export const AnthropicMessages = v.pipe(
  v.array(v.object({ role: v.picklist(['user', 'assistant']), content: Content })),
  v.nonEmpty(),
  v.maxLength(MOST_MESSAGES),
);
export const AnthropicSystem = Content;
export const AnthropicTools = v.pipe(
  v.array(
    v.object({
      type: v.nullish(v.string()),
      name: v.pipe(v.string(), v.regex(/^[\w.-]{1,128}$/)),
      description: v.nullish(v.pipe(v.string(), v.maxLength(20_000))),
      input_schema: v.nullish(v.record(v.string(), v.unknown())),
    }),
  ),
  v.maxLength(128),
);
export const AnthropicToolChoice = v.object({
  type: v.picklist(['auto', 'any', 'none', 'tool']),
  name: v.nullish(v.string()),
});

/** @throws ApiError 400 naming the place */
export function anthropicPrompt(
  system: v.InferOutput<typeof AnthropicSystem> | null | undefined,
  given: v.InferOutput<typeof AnthropicMessages>,
): { readonly messages: readonly PromptMessage[]; readonly answerSoFar: string | null } {
  const messages = given.flatMap(({ role, content }, index) => messagesOf(role, content, `messages.${index}.content`));
  const told = systemOf(system);
  const all = told === '' ? messages : [{ role: 'system', content: told }, ...messages];
  const last = all.at(-1);
  if (last?.role !== 'assistant' || last.toolCalls) return { messages: all, answerSoFar: null };
  if (all.length === 1 || all.at(-2)?.role === 'assistant') {
    throw refusedField('messages', 'An answer is continued behind a question.');
  }
  return { messages: all.slice(0, -1), answerSoFar: last.content };
}

export function anthropicTools(tools: v.InferOutput<typeof AnthropicTools> | null | undefined): ToolDescription[] {
  return (tools ?? []).map(({ type, name, description, input_schema }) => {
    if (type && type !== 'custom')
      throw refusedField('tools', `Sarvi has no tool ${JSON.stringify(type.slice(0, 40))}.`);
    return { type: 'function', function: { name, description, parameters: input_schema } };
  });
}

export function anthropicChoice(
  choice: v.InferOutput<typeof AnthropicToolChoice> | null | undefined,
): ToolChoice | null {
  if (!choice || choice.type === 'auto') return null;
  if (choice.type === 'tool') return { type: 'function', function: { name: choice.name ?? '' } };
  return choice.type === 'any' ? 'required' : 'none';
}

function systemOf(system: v.InferOutput<typeof AnthropicSystem> | null | undefined): string {
  if (system === null || system === undefined) return '';
  const texts = typeof system === 'string' ? [system] : system.map((block) => textOf(block, 'system'));
  return texts.filter((text, index) => index > 0 || !text.startsWith(BILLING)).join('\n\n');
}

/** Results of tools are messages of their own, before what the user says besides. */
function messagesOf(role: string, content: v.InferOutput<typeof Content>, place: string): PromptMessage[] {
  if (typeof content === 'string') return [{ role, content }];
  const results = content
    .filter(({ type }) => type === 'tool_result')
    .map((block): PromptMessage => ({ role: 'tool', content: resultOf(block, place) }));
  const calls = content.filter(({ type }) => type === 'tool_use').map((block) => callOf(block, place));
  const rest = content.filter(
    ({ type }) => !['tool_result', 'tool_use', 'thinking', 'redacted_thinking'].includes(type),
  );
  const text = rest.map((block) => textOf(block, place)).join('');
  const isSaid = text !== '' || calls.length > 0 || results.length === 0;
  const own = { role, content: text, ...(calls.length === 0 ? {} : { toolCalls: calls }) };
  return [...results, ...(isSaid ? [own] : [])];
}

function callOf({ name, input }: Block, place: string): ToolCall {
  if (typeof name !== 'string') throw refusedField(place, 'A tool_use has a name.');
  return { name, arguments: input ?? {} };
}

function resultOf({ content }: Block, place: string): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  const parsed = v.safeParse(v.array(Block), content);
  if (!parsed.success) throw refusedField(place, 'The content of a tool_result is text.');
  return parsed.output.map((block) => textOf(block, place)).join('');
}

function textOf({ type, text }: Block, place: string): string {
  if (type === 'text' && typeof text === 'string') return text;
  throw refusedField(place, `Sarvi reads text only, not ${JSON.stringify(type.slice(0, 40))}.`);
}
