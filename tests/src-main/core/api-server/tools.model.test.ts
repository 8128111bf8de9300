import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, framesOf, startApi, type OpenApi, type Reply } from '../../../builders/api.ts';

let api: OpenApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather in a city.',
    parameters: { type: 'object', properties: { city: { enum: ['Oulu', 'Turku'] } }, required: ['city'] },
  },
};
const NOW = { type: 'function', function: { name: 'now' } };
const ODD = {
  type: 'function',
  function: {
    name: 'odd',
    parameters: {
      $schema: 'x',
      type: 'object',
      properties: { a: { type: 'string', pattern: '^(a+)+$' }, b: { type: 'integer', minimum: 3 } },
    },
  },
};
const QUESTION = { role: 'user', content: 'Millainen sää on Oulussa?' };
const chat = (body: object): Promise<Reply> =>
  ask(api, '/v1/chat/completions', {
    messages: [QUESTION],
    tools: [WEATHER, NOW],
    temperature: 0,
    max_tokens: 80,
    ...body,
  });

interface Call {
  readonly index?: number;
  readonly id?: string;
  readonly type?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
}
interface Answer {
  readonly choices: readonly {
    readonly message: { readonly content: string | null; readonly tool_calls?: readonly Call[] };
    readonly finish_reason: string;
  }[];
  readonly usage: { readonly prompt_tokens: number };
}
interface Chunk {
  readonly choices: readonly {
    readonly delta: { readonly content?: string; readonly tool_calls?: readonly Call[] };
    readonly finish_reason: string | null;
  }[];
}

describe('tools', () => {
  test('a required call has a known name and keeps to the schema, whole and streamed', async () => {
    for (const choice of ['required', { type: 'function', function: { name: 'get_weather' } }]) {
      const [only] = ((await chat({ tool_choice: choice })).json as Answer).choices;
      expect(only?.finish_reason).toBe('tool_calls');
      expect(only?.message.content).toBeNull();
      const [call] = only?.message.tool_calls ?? [];
      expect(call).toMatchObject({ id: expect.stringMatching(/^call_/) as string, type: 'function' });
      expect(['get_weather', 'now']).toContain(call?.function.name);
      const given = JSON.parse(call?.function.arguments ?? '') as { city?: string };
      if (call?.function.name === 'get_weather') expect(['Oulu', 'Turku']).toContain(given.city);
      const chunks = framesOf((await chat({ tool_choice: choice, stream: true })).text).slice(0, -1) as Chunk[];
      const deltas = chunks.flatMap(({ choices: [one] }) => one?.delta.tool_calls ?? []);
      expect(deltas[0]).toMatchObject({
        index: 0,
        id: expect.stringMatching(/^call_/) as string,
        type: 'function',
        function: { name: call?.function.name, arguments: '' },
      });
      expect(deltas.slice(1).every((delta) => delta.index === 0 && delta.id === undefined)).toBe(true);
      expect(deltas.map((delta) => delta.function.arguments).join('')).toBe(call?.function.arguments);
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
      expect(chunks.every(({ choices: [one] }) => !one?.delta.content)).toBe(true);
    }
  });

  test('none, auto and results of tools give words', async () => {
    const without = (await chat({ tools: undefined })).json as Answer;
    const none = (await chat({ tool_choice: 'none' })).json as Answer;
    expect(none.choices[0]?.message).toEqual(without.choices[0]?.message);
    const auto = await chat({});
    expect(auto.status).toBe(200);
    expect((auto.json as Answer).usage.prompt_tokens).toBeGreaterThan(without.usage.prompt_tokens + 50);
    const called = { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Oulu"}' } };
    const messages = [
      QUESTION,
      { role: 'assistant', content: null, tool_calls: [called] },
      { role: 'tool', tool_call_id: 'call_1', content: 'Lunta, -5 °C' },
    ];
    expect((await chat({ messages })).status).toBe(200);
    expect((await chat({ messages, tools: null })).status).toBe(200);
  });

  test('schemas that no grammar keeps are kept as far as they go, strict ones are refused', async () => {
    const [only] = ((await chat({ tools: [ODD], tool_choice: 'required' })).json as Answer).choices;
    expect(JSON.parse(only?.message.tool_calls?.[0]?.function.arguments ?? '')).toMatchObject({
      b: expect.any(Number) as number,
    });
    const strict = { type: 'function', function: { ...ODD.function, strict: true } };
    expect(await chat({ tools: [strict], tool_choice: 'required' })).toMatchObject({
      status: 400,
      json: { error: { param: 'tools' } },
    });
    expect((await chat({ tools: undefined, tool_choice: 'required' })).status).toBe(400);
    expect((await chat({ tool_choice: { type: 'function', function: { name: 'other' } } })).status).toBe(400);
    expect((await chat({ tools: [{ type: 'function', function: { name: 'a b' } }] })).status).toBe(400);
    expect((await chat({ tools: [{ type: 'web_search' }] })).status).toBe(400);
  });
});

describe('the form of Anthropic', () => {
  const say = (body: object): Promise<Reply> =>
    ask(api, '/v1/messages', { messages: [QUESTION], temperature: 0, max_tokens: 80, ...body });
  const tool = { name: 'get_weather', input_schema: WEATHER.function.parameters };

  interface Message {
    readonly content: readonly { readonly type: string; readonly text?: string; readonly input?: { city?: string } }[];
    readonly usage: { readonly input_tokens: number; readonly cache_read_input_tokens: number };
  }
  interface Event {
    readonly type: string;
    readonly index?: number;
    readonly delta?: { readonly text?: string; readonly partial_json?: string; readonly stop_reason?: string };
  }

  test('an answer is the same whole and streamed, in the order of events that clients rely on', async () => {
    const whole = await say({ max_tokens: 8 });
    expect(whole.json).toMatchObject({
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text' }],
      stop_reason: 'max_tokens',
      stop_sequence: null,
      usage: { output_tokens: 8 },
    });
    const reply = await say({ max_tokens: 8, stream: true });
    const events = framesOf(reply.text) as Event[];
    const names = reply.text.split('\n').flatMap((line) => (line.startsWith('event: ') ? [line.slice(7)] : []));
    expect(names).toEqual(events.map(({ type }) => type));
    const order = names.filter((name, place) => name !== names[place - 1]);
    expect(order).toEqual([
      'message_start',
      'ping',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    const text = events.map(({ delta }) => delta?.text ?? '').join('');
    expect(text).toBe((whole.json as Message).content[0]?.text);
  });

  test('tools are called and their results come back', async () => {
    const call = await say({ tools: [tool], tool_choice: { type: 'any' } });
    expect(call.json).toMatchObject({
      stop_reason: 'tool_use',
      content: [{ type: 'tool_use', name: 'get_weather', id: expect.any(String) as string }],
    });
    const { content } = call.json as Message;
    expect(['Oulu', 'Turku']).toContain(content[0]?.input?.city);
    const events = framesOf((await say({ tools: [tool], tool_choice: { type: 'any' }, stream: true })).text) as Event[];
    const json = events.map(({ delta }) => delta?.partial_json ?? '').join('');
    expect(JSON.parse(json)).toEqual(content[0]?.input);
    const result = { type: 'tool_result', tool_use_id: 'x', content: [{ type: 'text', text: 'Lunta' }] };
    const messages = [QUESTION, { role: 'assistant', content }, { role: 'user', content: [result] }];
    expect((await say({ messages, tools: [tool] })).status).toBe(200);
  });

  test('the header with an account is left out, so that the beginning stays common', async () => {
    const rest = { type: 'text', text: 'Olet avulias. Vastaa aina suomeksi ja lyhyesti, vaikka kysymys olisi pitkä.' };
    const billed = (account: string): object[] => [
      { type: 'text', text: `x-anthropic-billing-header: ${account}` },
      rest,
    ];
    const count = async (system: unknown): Promise<unknown> =>
      (await ask(api, '/v1/messages/count_tokens', { system, messages: [QUESTION] })).json;
    expect(await count(billed('a=1; b=2'))).toEqual(await count([rest]));
    expect(await count(rest.text)).toEqual(await count([rest]));
    await say({ system: billed('one'), max_tokens: 1 });
    const { usage } = (await say({ system: billed('quite another'), max_tokens: 1 })).json as Message;
    expect([usage.input_tokens, usage.cache_read_input_tokens > 20]).toEqual([1, true]);
  });

  test('errors have the form of Anthropic', async () => {
    const image = { role: 'user', content: [{ type: 'image', source: { type: 'url', url: 'http://127.0.0.1/' } }] };
    for (const body of [
      { messages: [] },
      { messages: [image] },
      { max_tokens: 0 },
      { tools: [{ type: 'bash_20250124', name: 'bash' }] },
    ]) {
      expect(await say(body)).toMatchObject({
        status: 400,
        json: { type: 'error', error: { type: 'invalid_request_error' } },
      });
    }
    expect(await say({ model: 'claude' })).toMatchObject({ status: 404, json: { error: { type: 'not_found_error' } } });
  });
});
