import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, framesOf, startApi, type OpenApi, type Reply } from '../../../builders/api.ts';

let api: OpenApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

const PROMPT = 'Poro 2 on avoin kielimalli';
const complete = (body: object): Promise<Reply> =>
  ask(api, '/v1/completions', { prompt: PROMPT, temperature: 0, max_tokens: 5, ...body });

interface Logprobs {
  readonly tokens: readonly string[];
  readonly token_logprobs: readonly (number | null)[];
  readonly top_logprobs: readonly (Record<string, number> | null)[];
  readonly text_offset: readonly number[];
}
interface Completion {
  readonly choices: readonly { index: number; text: string; logprobs: Logprobs | null; finish_reason: string }[];
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
}
const completion = async (body: object): Promise<Completion> => {
  const reply = await complete(body);
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.json as Completion;
};

interface Tokenized {
  readonly count: number;
  readonly max_model_len: number;
  readonly tokens: readonly number[];
  readonly token_strs: readonly string[] | null;
}
const tokenize = async (body: object): Promise<Tokenized> => (await ask(api, '/tokenize', body)).json as Tokenized;

describe('a text that is continued', () => {
  test('is the same as a text, as its ids, in a batch and streamed', async () => {
    const { tokens } = await tokenize({ prompt: PROMPT });
    const single = await completion({});
    expect(single.choices).toHaveLength(1);
    const [{ text } = expect.unreachable('a choice')] = single.choices;
    const batch = await completion({ prompt: [PROMPT, tokens, PROMPT] });
    expect(batch.choices.map((choice) => [choice.index, choice.text])).toEqual([
      [0, text],
      [1, text],
      [2, text],
    ]);
    expect(batch.usage.prompt_tokens).toBe(3 * single.usage.prompt_tokens);
    expect((await completion({ prompt: tokens })).choices[0]?.text).toBe(text);
    const frames = framesOf((await complete({ stream: true, stream_options: { include_usage: true } })).text);
    const chunks = frames.slice(0, -1) as Completion[];
    expect(chunks.flatMap(({ choices }) => choices.map((choice) => choice.text)).join('')).toBe(text);
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { completion_tokens: single.usage.completion_tokens },
    });
    expect(frames.at(-1)).toBe('[DONE]');
  });

  test('gets the token that begins a text once', async () => {
    const [beginning] = (await tokenize({ prompt: 'a' })).token_strs ?? [];
    expect(beginning).toBeUndefined();
    const told = await tokenize({ prompt: 'a', return_token_strs: true });
    const name = told.token_strs?.[0] ?? '';
    expect(await tokenize({ prompt: `${name}a` })).toMatchObject({ tokens: told.tokens });
    expect((await tokenize({ prompt: 'a', add_special_tokens: false })).tokens).toEqual(told.tokens.slice(1));
  });

  test('with echo, the prompt is told with the log-probability of each token', async () => {
    const { tokens } = await tokenize({ prompt: PROMPT });
    const body = { prompt: [tokens], max_tokens: 1, echo: true, logprobs: 1 };
    const [{ text, logprobs } = expect.unreachable('a choice')] = (await completion(body)).choices;
    expect(logprobs?.tokens).toHaveLength(tokens.length + 1);
    expect(logprobs?.token_logprobs[0]).toBeNull();
    expect(logprobs?.top_logprobs[0]).toBeNull();
    const numbers = logprobs?.token_logprobs.slice(1) ?? [];
    expect(numbers.every((value) => value !== null && value <= 0 && value >= -9999)).toBe(true);
    expect(logprobs?.tokens.join('')).toBe(text);
    // The next token is the one that the engine writes by itself; the two processes round differently.
    const alone = await completion({ prompt: tokens, max_tokens: 1, logprobs: 1 });
    expect(text.endsWith(alone.choices[0]?.text ?? '?')).toBe(true);
    const own = alone.choices[0]?.logprobs?.token_logprobs[0] ?? 0;
    expect(Math.abs((numbers.at(-1) ?? 0) - own)).toBeLessThan(0.1);
    // A greedy token is told with the very number of the likeliest one.
    const greedy = await completion({ prompt: tokens, max_tokens: 8 });
    const longer = `${PROMPT}${greedy.choices[0]?.text ?? ''}`;
    const [again] = (await completion({ prompt: longer, max_tokens: 0, echo: true, logprobs: 2 })).choices;
    const last = again?.logprobs?.token_logprobs.length ?? 0;
    const place = last - 4;
    const top = Math.max(...Object.values(again?.logprobs?.top_logprobs[place] ?? {}));
    expect(again?.logprobs?.token_logprobs[place]).toBe(top);
    // The token that begins a text is not of the text.
    expect(again?.text).toBe(longer);
    expect(again?.logprobs?.tokens[0]).toBe('');
  });

  test('the log-probabilities of a prompt are told in the form of vLLM too', async () => {
    const { tokens } = await tokenize({ prompt: PROMPT });
    const asked = { prompt: tokens, max_tokens: 1, temperature: 0 };
    const [echoed] = (await completion({ ...asked, echo: true, logprobs: 1 })).choices;
    const told = (await complete({ ...asked, prompt_logprobs: 2 })).json as {
      choices: { text: string; prompt_logprobs: (Record<string, { logprob: number; rank: number }> | null)[] }[];
    };
    const [choice = expect.unreachable('a choice')] = told.choices;
    expect(choice.prompt_logprobs).toHaveLength(tokens.length);
    expect(choice.prompt_logprobs[0]).toBeNull();
    const own = tokens.slice(1).map((token, place) => choice.prompt_logprobs[place + 1]?.[token]?.logprob);
    expect(own).toEqual(echoed?.logprobs?.token_logprobs.slice(1, tokens.length));
    expect(choice.prompt_logprobs.slice(1).every((place) => [2, 3].includes(Object.keys(place ?? {}).length))).toBe(
      true,
    );
    // The prompt is not in the text, and nothing is told of what is written unless it is asked for.
    expect(echoed?.text.endsWith(choice.text)).toBe(true);
    expect(choice).toMatchObject({ logprobs: null, text: expect.not.stringContaining(PROMPT) as unknown });
  });

  test('the one token behind a scored prompt is banned by its bias', async () => {
    const asked = { prompt: PROMPT, max_tokens: 1, temperature: 0, echo: true, logprobs: 1 };
    const [free] = (await completion(asked)).choices;
    const { tokens } = await tokenize({ prompt: free?.text ?? '' });
    const [bound] = (await completion({ ...asked, logit_bias: { [String(tokens.at(-1))]: -100 } })).choices;
    expect(bound?.text).not.toBe(free?.text);
  });

  test('an echo without an answer is streamed', async () => {
    const reply = await complete({ prompt: PROMPT, max_tokens: 0, echo: true, stream: true });
    expect(reply.text).toContain(JSON.stringify(PROMPT).slice(1, -1));
  });

  test('is refused by name when it cannot be', async () => {
    const wrong: [object, string][] = [
      [{ prompt: '', add_special_tokens: false }, 'prompt'],
      [{ prompt: [] }, 'prompt'],
      [{ prompt: [[-1]] }, 'prompt'],
      [{ prompt: Array.from({ length: 200 }, () => 'a') }, 'prompt'],
      [{ prompt: Array.from({ length: 100 }, () => 'a'), n: 8 }, 'n'],
      [{ max_tokens: 0 }, 'max_tokens'],
      [{ suffix: 'end' }, 'suffix'],
      [{ best_of: 4 }, 'best_of'],
      [{ echo: true, logprobs: 1, stream: true }, 'stream'],
      [{ prompt_logprobs: 1, stream: true }, 'stream'],
      [{ prompt_logprobs: 21 }, 'prompt_logprobs'],
      [{ prompt_logprobs: 20, prompt: Array(128).fill(Array(400).fill(5)) }, 'logprobs'],
      [{ echo: true, logprobs: 20, prompt: Array(128).fill(Array(400).fill(5)) }, 'logprobs'],
      [{ logprobs: 50 }, 'logprobs'],
    ];
    for (const [body, param] of wrong) {
      const reply = await complete(body);
      const told = (reply.json as { error?: { param: string } }).error?.param ?? '';
      expect({ body, status: reply.status, param: told.split('.')[0] }).toEqual({ body, status: 400, param });
    }
    expect((await complete({ prompt: [4_000_000_000] })).status).toBe(400);
    for (const more of [{ echo: true, logprobs: 1 }, { prompt_logprobs: 0 }]) {
      expect(await complete({ prompt: Array.from({ length: 9000 }, () => 100), ...more })).toMatchObject({
        status: 400,
        json: { error: { code: 'context_length_exceeded', n_ctx: 2048, n_prompt_tokens: 9001 } },
      });
    }
    const long = await complete({ prompt: Array.from({ length: 9000 }, () => 100) });
    expect(long).toMatchObject({
      status: 400,
      json: { error: { code: 'context_length_exceeded', n_ctx: 2048, n_prompt_tokens: 9000 } },
    });
  });
});

describe('tokens', () => {
  test('come back as the text that they were', async () => {
    const text = 'Äiti söi 3 puuroa 🦌 — "hei"\n\n  ja\tlähti.';
    const told = await tokenize({ prompt: text, add_special_tokens: false });
    expect(told.count).toBe(told.tokens.length);
    expect(told.max_model_len).toBe(2048);
    expect((await ask(api, '/detokenize', { tokens: told.tokens })).json).toEqual({ prompt: text });
    expect((await ask(api, '/v1/tokenize', { content: text, add_special_tokens: false })).json).toMatchObject({
      tokens: told.tokens,
    });
    expect((await ask(api, '/detokenize', { tokens: [4_000_000_000] })).status).toBe(400);
  });

  test('of messages are those of the prompt that is answered', async () => {
    const messages = [{ role: 'user', content: 'Hei!' }];
    const told = await tokenize({ messages });
    const chat = await ask(api, '/v1/chat/completions', { messages, max_tokens: 1 });
    expect((chat.json as Completion).usage.prompt_tokens).toBe(told.count);
    const bare = await tokenize({ messages, add_generation_prompt: false });
    expect(told.tokens.slice(0, bare.count)).toEqual(bare.tokens);
    expect((await ask(api, '/tokenizer_info')).json).toMatchObject({
      bos_token: expect.any(String) as string,
      eos_token: expect.any(String) as string,
      chat_template: expect.stringContaining('start_header_id') as string,
    });
  });
});
