/**
 * Answers of the local API as it gave them, held against the types of `openai` by the compiler. That it still answers in
 * this form is in `clients.model.test.ts`.
 */
import type OpenAI from 'openai';

const OF_EVERY_ANSWER = { id: 'chatcmpl-d6a17c74', created: 1796052396, model: 'sarvi-guide-q8_0' };
const USAGE = {
  prompt_tokens: 13,
  completion_tokens: 2,
  total_tokens: 15,
  prompt_tokens_details: { cached_tokens: 12 },
};
const OLEN = { token: 'Olen', logprob: -0.03903404882871386, bytes: [79, 108, 101, 110] };
const LOGPROBS = { content: [{ ...OLEN, top_logprobs: [OLEN] }], refusal: null };

export const ANSWER = {
  ...OF_EVERY_ANSWER,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Olen Sarven', refusal: null },
      logprobs: LOGPROBS,
      finish_reason: 'length',
    },
  ],
  usage: USAGE,
} satisfies OpenAI.ChatCompletion;

export const CALL = {
  ...OF_EVERY_ANSWER,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: null,
        refusal: null,
        tool_calls: [
          {
            id: 'call_fc5a945a',
            type: 'function',
            function: { name: 'get_weather', arguments: '{ "city": "Turku" }' },
          },
        ],
      },
      logprobs: null,
      finish_reason: 'tool_calls',
    },
  ],
  usage: USAGE,
} satisfies OpenAI.ChatCompletion;

const OF_EVERY_CHUNK = { ...OF_EVERY_ANSWER, object: 'chat.completion.chunk' } as const;
const FIRST_CHUNK = {
  ...OF_EVERY_CHUNK,
  choices: [{ index: 0, delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null }],
} satisfies OpenAI.ChatCompletionChunk;
const LAST_CHUNK = { ...OF_EVERY_CHUNK, choices: [], usage: USAGE } satisfies OpenAI.ChatCompletionChunk;

export const CHUNKS = [
  FIRST_CHUNK,
  {
    ...OF_EVERY_CHUNK,
    choices: [{ index: 0, delta: { content: 'Olen' }, logprobs: LOGPROBS, finish_reason: null }],
  },
  { ...OF_EVERY_CHUNK, choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'length' }] },
  LAST_CHUNK,
] satisfies OpenAI.ChatCompletionChunk[];

/** One of a delta of a call. */
const callChunk = (call: OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall): OpenAI.ChatCompletionChunk => ({
  ...OF_EVERY_CHUNK,
  choices: [{ index: 0, delta: { tool_calls: [call] }, logprobs: null, finish_reason: null }],
});

export const CALL_CHUNKS: OpenAI.ChatCompletionChunk[] = [
  FIRST_CHUNK,
  callChunk({ index: 0, id: 'call_10d6f04f', type: 'function', function: { name: 'get_weather', arguments: '' } }),
  callChunk({ index: 0, function: { arguments: '{' } }),
  { ...OF_EVERY_CHUNK, choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'tool_calls' }] },
  LAST_CHUNK,
];

export const COMPLETION = {
  ...OF_EVERY_ANSWER,
  id: 'cmpl-c082697d',
  object: 'text_completion',
  choices: [
    {
      index: 0,
      text: ' pohjoisessa',
      logprobs: {
        tokens: [' pohjois', 'essa'],
        token_logprobs: [-1.0704255644420522, -1.7838693698097738],
        top_logprobs: [{ ' pohjois': -1.0704255644420522 }, { essa: -1.7838693698097738 }],
        text_offset: [0, 8],
      },
      finish_reason: 'length',
    },
  ],
  usage: USAGE,
} satisfies OpenAI.Completion;

/** With what vLLM adds. */
export const MODELS = {
  object: 'list',
  data: [
    {
      id: 'sarvi-guide-q8_0',
      object: 'model',
      created: 1796052396,
      owned_by: 'sarvi',
      name: 'Sarvi guide',
      max_model_len: 2048,
    },
  ],
} satisfies { object: 'list'; data: (OpenAI.Model & { name: string; max_model_len: number })[] };

export const REFUSAL = {
  error: {
    message: 'There is no such model in the library of Sarvi; /v1/models lists them.',
    type: 'not_found_error',
    param: 'model',
    code: 'model_not_found',
  },
} satisfies { error: OpenAI.ErrorObject };
