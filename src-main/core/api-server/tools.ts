/**
 * Tools in the form of Llama 3.1: the model is told of them in words, and calls one by a JSON object with `name` and
 * `parameters`. A template that knows tools writes the words; for others they are written here as Llama 3.1's does.
 */
import * as v from 'valibot';
import type { Grammar } from '#contract/sampling';
import { parseAnswerSchema } from '../parse-answer-schema.ts';
import type { PromptMessage } from '../prompt/prompt.ts';
import { refusedField } from './api-error.ts';

const MOST_TOOLS = 128;
const Name = v.pipe(v.string(), v.regex(/^[\w.-]{1,128}$/, 'a name has letters, digits, _, - and .'));

export const ToolDescription = v.object({
  type: v.literal('function'),
  function: v.object({
    name: Name,
    description: v.nullish(v.pipe(v.string(), v.maxLength(20_000))),
    /** Some clients leave it out for a function without arguments. */
    parameters: v.nullish(v.record(v.string(), v.unknown())),
    strict: v.nullish(v.boolean()),
  }),
});
export type ToolDescription = v.InferOutput<typeof ToolDescription>;
export const ToolDescriptions = v.pipe(v.array(ToolDescription), v.maxLength(MOST_TOOLS));

export const ToolChoice = v.union([
  v.picklist(['none', 'auto', 'required']),
  v.object({ type: v.literal('function'), function: v.object({ name: Name }) }),
]);
export type ToolChoice = v.InferOutput<typeof ToolChoice>;

/** The tools of a request: what the model is told, and whether it must call one. */
export interface ToolUse {
  readonly tools: readonly ToolDescription[];
  /** Null where the model may answer in words. */
  readonly grammar: Grammar | null;
}

/** @returns null without tools, or when none may be called. @throws ApiError 400 */
export function readTools(
  tools: readonly ToolDescription[] | null | undefined,
  choice: ToolChoice | null | undefined,
): ToolUse | null {
  const isNamed = typeof choice === 'object' && choice !== null;
  if (!tools || tools.length === 0) {
    if (choice === 'required' || isNamed) throw refusedField('tool_choice', 'tool_choice needs tools.');
    return null;
  }
  if (choice === 'none') return null;
  if (!isNamed) return { tools, grammar: choice === 'required' ? callGrammar(tools) : null };
  const wanted = tools.filter(({ function: { name } }) => name === choice.function.name);
  if (wanted.length === 0) throw refusedField('tool_choice', 'No tool has this name.');
  return { tools, grammar: callGrammar(wanted) };
}

/** The descriptions as a template gets them; every function has parameters. */
export function toldTools(tools: readonly ToolDescription[]): unknown[] {
  return tools.map(({ function: { name, description, parameters } }) => ({
    type: 'function',
    function: { name, description: description ?? '', parameters: parameters ?? { type: 'object', properties: {} } },
  }));
}

/** Messages for a template that knows no tools: the same words and roles that Llama 3.1's template writes. */
export function withToolsInWords(
  messages: readonly PromptMessage[],
  tools: readonly ToolDescription[],
): PromptMessage[] {
  const first = messages.findIndex(({ role }) => role === 'user');
  return messages.map((message, index): PromptMessage => {
    const { role, content, toolCalls } = message;
    if (role === 'tool') return { role: 'ipython', content: JSON.stringify(content) };
    const [call] = toolCalls ?? [];
    if (call) return { role, content: JSON.stringify({ name: call.name, parameters: call.arguments }) };
    return index === first && tools.length > 0 ? { role, content: `${inWords(tools)}${content}` } : { role, content };
  });
}

function inWords(tools: readonly ToolDescription[]): string {
  const told = toldTools(tools).map((tool) => `${JSON.stringify(tool, null, 4)}\n\n`);
  return `Given the following functions, please respond with a JSON for a function call with its proper arguments that best answers the given prompt.\n\nRespond in the format {"name": function name, "parameters": dictionary of argument name and its value}. Do not use variables.\n\n${told.join('')}`;
}

/** A grammar for a call of one of these tools. What a schema says beyond what can be kept is left to the model. */
function callGrammar(tools: readonly ToolDescription[]): Grammar {
  const calls = tools.map(({ function: { name, parameters, strict } }) => ({
    type: 'object',
    properties: { name: { const: name }, parameters: keepable(parameters, strict === true) },
    required: ['name', 'parameters'],
  }));
  return { kind: 'json-schema', text: JSON.stringify(calls.length === 1 ? calls[0] : { oneOf: calls }) };
}

/** @throws ApiError 400 for a strict tool whose schema cannot be kept */
function keepable(parameters: Readonly<Record<string, unknown>> | null | undefined, isStrict: boolean): unknown {
  const empty = { type: 'object', properties: {} };
  if (!parameters || Object.keys(parameters).length === 0) return empty;
  for (const schema of [parameters, simplified(parameters)]) {
    try {
      parseAnswerSchema(JSON.stringify(schema));
      return schema;
    } catch {
      if (isStrict) throw refusedField('tools', 'A strict tool has a schema that cannot be kept.');
    }
  }
  return { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } };
}

const KEPT_KEYWORDS = ['type', 'properties', 'required', 'items', 'enum', 'const', 'anyOf', 'oneOf'];

/** A schema without the keywords that no grammar keeps, such as `pattern` and `minimum`. */
function simplified(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema;
  const kept = Object.entries(schema).flatMap(([keyword, value]: [string, unknown]) => {
    if (!KEPT_KEYWORDS.includes(keyword)) return [];
    if (keyword === 'properties') return [[keyword, mapped(value)] as const];
    if (keyword === 'items') return [[keyword, simplified(value)] as const];
    if (keyword === 'anyOf' || keyword === 'oneOf') {
      return [[keyword, Array.isArray(value) ? value.map(simplified) : value] as const];
    }
    return [[keyword, value] as const];
  });
  return Object.fromEntries(kept);
}

function mapped(properties: unknown): unknown {
  if (typeof properties !== 'object' || properties === null) return properties;
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, simplified(schema)]));
}
