/**
 * The forms of what the local API answers, written from OpenAI's, Anthropic's and vLLM's documents: what clients require
 * is required, and nothing else may be there, so that a field of another form is found.
 */
import * as v from 'valibot';

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Logprob = v.pipe(v.number(), v.maxValue(0), v.minValue(-9999));
const Bytes = v.nullable(v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))));
const FinishReason = v.picklist(['stop', 'length', 'tool_calls']);

const Usage = v.pipe(
  v.strictObject({
    prompt_tokens: Count,
    completion_tokens: Count,
    total_tokens: Count,
    prompt_tokens_details: v.strictObject({ cached_tokens: Count }),
  }),
  v.check(({ prompt_tokens, completion_tokens, total_tokens }) => prompt_tokens + completion_tokens === total_tokens),
  v.check(({ prompt_tokens, prompt_tokens_details: { cached_tokens } }) => cached_tokens <= prompt_tokens),
);

const TopLogprob = v.strictObject({ token: v.string(), logprob: Logprob, bytes: Bytes });
const ChatLogprobs = v.nullable(
  v.strictObject({
    content: v.array(v.strictObject({ ...TopLogprob.entries, top_logprobs: v.array(TopLogprob) })),
    refusal: v.null(),
  }),
);
const ToolCall = v.strictObject({
  id: v.pipe(v.string(), v.startsWith('call_')),
  type: v.literal('function'),
  function: v.strictObject({ name: v.string(), arguments: v.string() }),
});

const Head = {
  id: v.pipe(v.string(), v.regex(/^(chatcmpl|cmpl)-/)),
  created: Count,
  model: v.pipe(v.string(), v.nonEmpty()),
};

const Chat = v.strictObject({
  ...Head,
  object: v.literal('chat.completion'),
  choices: v.pipe(
    v.array(
      v.strictObject({
        index: Count,
        message: v.strictObject({
          role: v.literal('assistant'),
          content: v.nullable(v.string()),
          refusal: v.null(),
          reasoning_content: v.optional(v.string()),
          tool_calls: v.optional(v.pipe(v.array(ToolCall), v.minLength(1))),
        }),
        logprobs: ChatLogprobs,
        finish_reason: FinishReason,
      }),
    ),
    v.minLength(1),
  ),
  usage: Usage,
});

const ChatChunk = v.strictObject({
  ...Head,
  object: v.literal('chat.completion.chunk'),
  choices: v.array(
    v.strictObject({
      index: Count,
      delta: v.strictObject({
        role: v.optional(v.literal('assistant')),
        content: v.optional(v.string()),
        reasoning_content: v.optional(v.string()),
        tool_calls: v.optional(
          v.array(
            v.strictObject({
              index: Count,
              id: v.optional(ToolCall.entries.id),
              type: v.optional(v.literal('function')),
              function: v.strictObject({ name: v.optional(v.string()), arguments: v.string() }),
            }),
          ),
        ),
      }),
      logprobs: ChatLogprobs,
      finish_reason: v.nullable(FinishReason),
    }),
  ),
  usage: v.optional(Usage),
});

const completion = <Reason extends v.GenericSchema>(reason: Reason): v.GenericSchema =>
  v.strictObject({
    ...Head,
    object: v.literal('text_completion'),
    choices: v.array(
      v.strictObject({
        index: Count,
        text: v.string(),
        logprobs: v.nullable(
          v.pipe(
            v.strictObject({
              tokens: v.array(v.string()),
              token_logprobs: v.array(v.nullable(Logprob)),
              top_logprobs: v.array(v.nullable(v.record(v.string(), Logprob))),
              text_offset: v.array(Count),
            }),
            v.check((lists) => new Set(Object.values(lists).map(({ length }) => length)).size === 1),
          ),
        ),
        finish_reason: reason,
        /** vLLM's. */
        prompt_logprobs: v.optional(
          v.array(
            v.nullable(
              v.record(
                v.pipe(v.string(), v.regex(/^\d+$/)),
                v.strictObject({ logprob: Logprob, rank: Count, decoded_token: v.string() }),
              ),
            ),
          ),
        ),
      }),
    ),
    usage: v.optional(Usage),
  });

const ApiFailure = v.strictObject({
  error: v.strictObject({
    message: v.pipe(v.string(), v.nonEmpty()),
    type: v.string(),
    param: v.nullable(v.string()),
    code: v.nullable(v.string()),
    n_prompt_tokens: v.optional(Count),
    n_ctx: v.optional(Count),
  }),
});
const AnthropicFailure = v.strictObject({
  type: v.literal('error'),
  error: v.strictObject({ type: v.string(), message: v.pipe(v.string(), v.nonEmpty()) }),
});

const Model = v.strictObject({
  id: v.string(),
  object: v.literal('model'),
  created: Count,
  owned_by: v.string(),
  name: v.string(),
  max_model_len: Count,
});

const Message = v.strictObject({
  id: v.pipe(v.string(), v.startsWith('msg_')),
  type: v.literal('message'),
  role: v.literal('assistant'),
  model: v.string(),
  content: v.array(
    v.variant('type', [
      v.strictObject({ type: v.literal('text'), text: v.string() }),
      v.strictObject({
        type: v.literal('tool_use'),
        id: v.string(),
        name: v.string(),
        input: v.record(v.string(), v.unknown()),
      }),
    ]),
  ),
  stop_reason: v.nullable(v.picklist(['end_turn', 'max_tokens', 'stop_sequence', 'tool_use'])),
  stop_sequence: v.nullable(v.string()),
  usage: v.strictObject({
    input_tokens: Count,
    output_tokens: Count,
    cache_creation_input_tokens: Count,
    cache_read_input_tokens: Count,
  }),
});

const MessageEvent = v.variant('type', [
  v.strictObject({ type: v.literal('message_start'), message: Message }),
  v.strictObject({ type: v.literal('ping') }),
  v.strictObject({
    type: v.literal('content_block_start'),
    index: Count,
    content_block: v.looseObject({ type: v.string() }),
  }),
  v.strictObject({ type: v.literal('content_block_delta'), index: Count, delta: v.looseObject({ type: v.string() }) }),
  v.strictObject({ type: v.literal('content_block_stop'), index: Count }),
  v.strictObject({
    type: v.literal('message_delta'),
    delta: v.strictObject({ stop_reason: Message.entries.stop_reason, stop_sequence: v.nullable(v.string()) }),
    usage: v.strictObject({ output_tokens: Count }),
  }),
  v.strictObject({ type: v.literal('message_stop') }),
  AnthropicFailure,
]);

const BODIES: readonly [path: RegExp, body: v.GenericSchema, frame: v.GenericSchema | null][] = [
  [/\/chat\/completions$/, Chat, ChatChunk],
  [/\/completions$/, completion(FinishReason), completion(v.nullable(FinishReason))],
  [/\/messages\/count_tokens$/, v.strictObject({ input_tokens: Count }), null],
  [/\/messages$/, Message, MessageEvent],
  [/\/models$/, v.strictObject({ object: v.literal('list'), data: v.array(Model) }), null],
  [/\/models\/[^/]+$/, Model, null],
  [/\/detokenize$/, v.strictObject({ prompt: v.string() }), null],
  [
    /\/tokenize$/,
    v.strictObject({
      count: Count,
      max_model_len: Count,
      tokens: v.array(Count),
      token_strs: v.nullable(v.array(v.string())),
    }),
    null,
  ],
];

/** Why an answer to a request of `path` has not the form that it should have; null when it has. */
export function faultOfReply(path: string, status: number, text: string, isStream: boolean): string | null {
  const isAnthropic = /\/messages(\/|$)/.test(path);
  const failure = isAnthropic && status !== 401 && status !== 403 ? AnthropicFailure : ApiFailure;
  if (status >= 400) return faultOf(failure, parse(text), path);
  const [, body, frame] = BODIES.find(([known]) => known.test(path.split('?')[0] ?? '')) ?? [];
  if (!body) return null;
  if (!isStream) return faultOf(body, parse(text), path);
  const frames = text.split('\n').filter((line) => line.startsWith('data: '));
  for (const line of frames) {
    const data = line.slice('data: '.length);
    if (data === '[DONE]') continue;
    const value = parse(data);
    const isError = typeof value === 'object' && value !== null && 'error' in value && !isAnthropic;
    const fault = faultOf(isError ? ApiFailure : (frame ?? v.never()), value, path);
    if (fault !== null) return fault;
  }
  return null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function faultOf(schema: v.GenericSchema, value: unknown, path: string): string | null {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? null : `${path}: ${v.summarize(parsed.issues)} in ${JSON.stringify(value).slice(0, 500)}`;
}
