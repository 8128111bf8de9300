/** Real clients against the local API with the guide model: what each of them makes of its answers. */
import Anthropic from '@anthropic-ai/sdk';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, framesOf, startApi, type OpenApi } from '../../../builders/api.ts';
import { ANSWER, CALL, CALL_CHUNKS, CHUNKS, COMPLETION, MODELS, REFUSAL } from '../../../builders/recorded-answers.ts';

const QUESTION = 'Kuka olet?';
const messages = [{ role: 'user' as const, content: QUESTION }];
const CITIES = ['Oulu', 'Turku'];
const parameters = { type: 'object' as const, properties: { city: { enum: CITIES } }, required: ['city'] };
const WEATHER = { type: 'function' as const, function: { name: 'get_weather', parameters } };
const MOST_TOKENS = 12;
const WITH_USAGE = { stream: true, stream_options: { include_usage: true } } as const;

let api: OpenApi;
let model: string;
let baseURL: string;
/** Of the greedy answer, which is the same for every client. */
let text: string;

interface Plain {
  readonly model: string;
  readonly messages: { role: 'user'; content: string }[];
  readonly temperature: number;
  readonly max_tokens: number;
}
const plain = (): Plain => ({ model, messages, temperature: 0, max_tokens: MOST_TOKENS });

beforeAll(async () => {
  api = await startApi();
  model = api.modelId;
  baseURL = `http://127.0.0.1:${api.port}/v1`;
  const { json } = await ask(api, '/v1/chat/completions', plain());
  text = (json as OpenAI.ChatCompletion).choices[0]?.message.content ?? '';
  expect(text).not.toBe('');
});

afterAll(() => api.close());

const cityOf = (input: unknown): string => String((input as { city?: unknown }).city);

describe('openai', () => {
  const open = (apiKey = api.key): OpenAI => new OpenAI({ baseURL, apiKey, maxRetries: 0 });

  test('answers, streams and counts', async () => {
    const whole = await open().chat.completions.create({ ...plain(), logprobs: true, top_logprobs: 2 });
    expect(whole.choices[0]?.message.content).toBe(text);
    expect(whole.choices[0]?.logprobs?.content).toHaveLength(whole.usage?.completion_tokens ?? -1);
    let streamed = '';
    let usage: OpenAI.CompletionUsage | null | undefined = null;
    for await (const chunk of await open().chat.completions.create({ ...plain(), ...WITH_USAGE })) {
      streamed += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
    }
    expect([streamed, usage?.completion_tokens]).toEqual([text, whole.usage?.completion_tokens]);
    const { choices } = await open().completions.create({ model, prompt: 'Poro on', max_tokens: 4 });
    expect(choices[0]?.text).not.toBe('');
  });

  test('puts a streamed call of a tool together', async () => {
    const called = await open()
      .chat.completions.stream({ ...plain(), tools: [WEATHER], tool_choice: 'required', max_tokens: 60 })
      .finalChatCompletion();
    const call = called.choices[0]?.message.tool_calls?.[0];
    expect(call?.type).toBe('function');
    expect(CITIES).toContain(cityOf(JSON.parse(call?.type === 'function' ? call.function.arguments : '{}')));
  });

  test('lists the models', async () => {
    expect((await open().models.list()).data.map(({ id }) => id)).toContain(model);
  });

  test('tells why it is refused', async () => {
    const { completions } = open().chat;
    const long = [{ role: 'user' as const, content: 'poro '.repeat(20_000) }];
    await expect(completions.create({ ...plain(), model: 'gpt-4o' })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    await expect(completions.create({ ...plain(), messages: long })).rejects.toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
    });
    await expect(open('wrong').models.list()).rejects.toMatchObject({ status: 401 });
    await expect(open().embeddings.create({ model, input: 'a' })).rejects.toMatchObject({ status: 501 });
  });
});

describe('the AI SDK', () => {
  const open = (name = model) =>
    createOpenAICompatible({ name: 'sarvi', baseURL, apiKey: api.key, includeUsage: true })(name);
  const asked = () => ({ model: open(), prompt: QUESTION, temperature: 0, maxOutputTokens: MOST_TOKENS });

  test('answers and streams', async () => {
    expect(await generateText(asked())).toMatchObject({ text, finishReason: 'length' });
    const stream = streamText(asked());
    let streamed = '';
    for await (const part of stream.textStream) streamed += part;
    expect([streamed, await stream.finishReason]).toEqual([text, 'length']);
  });

  test('calls a tool', async () => {
    const inputSchema = jsonSchema<{ city: string }>(parameters);
    const { toolCalls } = await generateText({
      ...asked(),
      tools: { get_weather: tool({ description: 'Weather', inputSchema }) },
      toolChoice: 'required',
      maxOutputTokens: 60,
    });
    expect(CITIES).toContain(cityOf(toolCalls[0]?.input));
  });

  test('tells why it is refused', async () => {
    const refused = generateText({ ...asked(), model: open('gpt-4o'), maxRetries: 0 });
    await expect(refused).rejects.toThrow(/no such model/);
  });
});

describe('Anthropic’s SDK', () => {
  const open = (): Anthropic =>
    new Anthropic({ baseURL: baseURL.replace(/\/v1$/, ''), apiKey: api.key, maxRetries: 0 });

  test('answers, streams and counts', async () => {
    const message = await open().messages.create(plain());
    expect(message.content).toMatchObject([{ type: 'text', text }]);
    expect((await open().messages.stream(plain()).finalMessage()).content).toEqual(message.content);
    const { input_tokens: fresh, cache_read_input_tokens: cached } = message.usage;
    expect((await open().messages.countTokens({ model, messages })).input_tokens).toBe(fresh + (cached ?? 0));
  });

  test('puts a streamed call of a tool together', async () => {
    const tools = [{ name: 'get_weather', input_schema: parameters }];
    const { content } = await open()
      .messages.stream({ ...plain(), tools, tool_choice: { type: 'any' }, max_tokens: 60 })
      .finalMessage();
    const use = content.find((part) => part.type === 'tool_use');
    expect(CITIES).toContain(cityOf(use?.input));
  });

  test('tells why it is refused', async () => {
    await expect(open().messages.create({ ...plain(), model: 'claude' })).rejects.toMatchObject({ status: 404 });
  });
});

/** What is of which type; of a list, every form of its members once. The tokens that have a probability are no names. */
function formOf(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) {
    if (name === 'top_logprobs' && !('token' in (value[0] as object))) return 'probabilities by token';
    return [...new Set(value.map((member) => JSON.stringify(formOf(member))))].sort();
  }
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, formOf(inner, key)]));
}

describe('what is recorded, and held against the types of openai, has the form of what is answered', () => {
  const tools = { tools: [WEATHER], tool_choice: 'required', max_tokens: 60 };
  const probabilities = { logprobs: true, top_logprobs: 1 };
  const chunksOf = (reply: { text: string }): unknown[] => framesOf(reply.text).filter((frame) => frame !== '[DONE]');

  test.each([
    ['an answer', ANSWER, '/v1/chat/completions', () => ({ ...plain(), ...probabilities })],
    ['a call', CALL, '/v1/chat/completions', () => ({ ...plain(), ...tools })],
    ['a text', COMPLETION, '/v1/completions', () => ({ model, prompt: 'Poro on', max_tokens: 2, logprobs: 1 })],
    ['the models', MODELS, '/v1/models', (): undefined => undefined],
    ['a refusal', REFUSAL, '/v1/chat/completions', () => ({ ...plain(), model: 'gpt-4o' })],
  ])('%s', async (_, recorded, path, body) => {
    expect(formOf((await ask(api, path, body())).json)).toEqual(formOf(recorded));
  });

  test.each([
    ['the chunks of an answer', CHUNKS, probabilities],
    ['the chunks of a call', CALL_CHUNKS, tools],
  ])('%s', async (_, recorded, more) => {
    const reply = await ask(api, '/v1/chat/completions', { ...plain(), ...more, ...WITH_USAGE });
    expect(formOf(chunksOf(reply))).toEqual(formOf(recorded));
  });
});
