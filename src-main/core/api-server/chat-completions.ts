/** `/v1/chat/completions` in OpenAI's form. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { GenerationRequest, MessagesInput } from '../engine/generation-request.ts';
import { EMPTY_ANSWER } from '../thinking-splitter.ts';
import { refusedField } from './api-error.ts';
import { answerGrammar, ResponseFormat } from './answer-grammar.ts';
import { ChatMessages, readMessages } from './chat-messages.ts';
import { messagesFor } from './chat-prompt.ts';
import { openForLoad } from './open-for-load.ts';
import type { EndpointParts } from './endpoint-parts.ts';
import type { Exchange } from './exchange.ts';
import { findModel } from './find-model.ts';
import { chatLogprobs, LogprobRoom } from './logprobs.ts';
import { parseFields, refuseUnkept, SamplingFields, seedOfChoice, settleRequest } from './sampling-fields.ts';
import { readTools, ToolChoice, ToolDescriptions, type ToolUse } from './tools.ts';
import { usageOf } from './usage.ts';
import { writeAnswer, type AnswerListener, type WrittenAnswer } from './write-answer.ts';

const ChatBody = v.object({
  ...SamplingFields,
  model: v.nullish(v.string()),
  messages: ChatMessages,
  max_completion_tokens: SamplingFields.max_tokens,
  logprobs: v.nullish(v.boolean()),
  top_logprobs: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20))),
  response_format: v.nullish(ResponseFormat),
  tools: v.nullish(ToolDescriptions),
  tool_choice: v.nullish(ToolChoice),
  /** vLLM's; what Sarvi does anyway is taken, and the rest refused. */
  add_generation_prompt: v.nullish(v.boolean()),
  continue_final_message: v.nullish(v.boolean()),
});
type ChatBody = v.InferOutput<typeof ChatBody>;

/** What is asked, settled and checked as far as it can be before the model is loaded. */
interface Plan {
  readonly request: GenerationRequest & MessagesInput;
  readonly choices: number;
  readonly withLogprobs: boolean;
  readonly topLogprobs: number;
  /** Null for a stream. */
  readonly room: LogprobRoom | null;
  readonly toolUse: ToolUse | null;
}

/** The fields that every part of one answer repeats. */
interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

export async function answerChat(parts: EndpointParts, exchange: Exchange): Promise<void> {
  const given = await exchange.body();
  refuseUnkept(given);
  const body = parseFields(ChatBody, given);
  const asked = await planChat(parts, body);
  const { model, messages } = asked.request;
  exchange.ticket.named(model.name);
  const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(parts.now() / 1000), model: model.id };
  if (body.stream === true) exchange.stream.openLater();
  const endTurn = await parts.turns.take(exchange.signal);
  try {
    if (body.stream === true) openForLoad(parts.engine, exchange, model);
    const input = await messagesFor(parts.engine, asked.request, asked.toolUse);
    const plan = { ...asked, request: { ...asked.request, ...input } };
    const usage = body.stream_options?.include_usage === true;
    const write = body.stream === true ? stream : whole;
    const made = await write(parts, exchange, plan, { head, usage });
    await parts.kept.keep({ model, messages, choice: made[0] });
  } finally {
    endTurn();
  }
}

type Write = (
  parts: EndpointParts,
  exchange: Exchange,
  plan: Plan,
  more: { readonly head: Head; readonly usage: boolean },
) => Promise<WrittenAnswer[]>;

const whole: Write = async (parts, exchange, plan, { head }) => {
  const made: WrittenAnswer[] = [];
  for (let index = 0; index < plan.choices; index += 1) made.push(await write(parts, exchange, plan, index));
  const choices = made.map((answer, index) => ({
    index,
    message: {
      role: 'assistant',
      content: answer.call && answer.words.trim() === '' ? null : answer.words,
      refusal: null,
      ...(answer.thinking === '' ? {} : { reasoning_content: answer.thinking }),
      ...(answer.call ? { tool_calls: [toolCall(answer.call.id, answer.call.name, answer.call.argumentsText)] } : {}),
    },
    logprobs: plan.withLogprobs ? chatLogprobs(answer.logprobs) : null,
    finish_reason: answer.finishReason,
  }));
  exchange.answer(200, { ...head, object: 'chat.completion', choices, usage: usageOf(made) });
  return made;
};

const stream: Write = async (parts, exchange, plan, { head, usage }) => {
  const made: WrittenAnswer[] = [];
  const send = (choices: readonly unknown[], more: object = {}): void =>
    exchange.stream.send({ ...head, object: 'chat.completion.chunk', choices, ...more });
  for (let index = 0; index < plan.choices; index += 1) {
    const delta = (content: object, more: object = {}): void =>
      send([{ index, delta: content, logprobs: null, finish_reason: null, ...more }]);
    const answer = await write(parts, exchange, plan, index, {
      started: () => delta({ role: 'assistant', content: '' }),
      thinking: (text) => delta({ reasoning_content: text }),
      words: (text, logprob) => {
        const isTold = plan.withLogprobs && logprob !== null;
        if (text !== '' || isTold) delta({ content: text }, isTold ? { logprobs: chatLogprobs([logprob]) } : {});
      },
      call: ({ id, name }) => delta({ tool_calls: [{ index: 0, ...toolCall(id, name, '') }] }),
      arguments: (text) => delta({ tool_calls: [{ index: 0, function: { arguments: text } }] }),
    });
    made.push(answer);
    send([{ index, delta: {}, logprobs: null, finish_reason: answer.finishReason }]);
  }
  if (usage) send([], { usage: usageOf(made) });
  exchange.stream.end('[DONE]');
  return made;
};

function write(
  { engine }: EndpointParts,
  { signal, ticket }: Exchange,
  { request, toolUse, topLogprobs, room }: Plan,
  index: number,
  listener?: AnswerListener,
): Promise<WrittenAnswer> {
  const { sampling } = request;
  const ofChoice = { ...request, signal, sampling: { ...sampling, seed: seedOfChoice(sampling.seed, index) } };
  const toolNames = (toolUse?.tools ?? []).map((tool) => tool.function.name);
  return writeAnswer(engine, ofChoice, { ticket, toolNames, topLogprobs, room }, listener);
}

function toolCall(id: string, name: string, argumentsText: string): object {
  return { id, type: 'function', function: { name, arguments: argumentsText } };
}

/** @throws ApiError 400, 404; SarviError those of `findModel` */
async function planChat(parts: EndpointParts, body: ChatBody): Promise<Plan> {
  const { messages, answerSoFar } = readMessages(body.messages);
  if (answerSoFar === null && body.add_generation_prompt === false) {
    throw refusedField('add_generation_prompt', 'A prompt ends where the answer begins.', 'unsupported_parameter');
  }
  if (answerSoFar === null && body.continue_final_message === true) {
    throw refusedField('continue_final_message', 'The last message is not one of the assistant.');
  }
  const toolUse = readTools(body.tools, body.tool_choice);
  const grammar = toolUse?.grammar ?? answerGrammar(body);
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? null;
  if (maxTokens === 0) throw refusedField('max_tokens', 'An answer has at least one token.');
  if (body.top_logprobs && body.logprobs !== true) {
    throw refusedField('top_logprobs', 'top_logprobs needs logprobs: true.');
  }
  const withLogprobs = body.logprobs === true;
  const topLogprobs = body.top_logprobs ?? 0;
  const model = await findModel(parts, body.model);
  const alternatives = withLogprobs ? Math.max(1, topLogprobs) : 0;
  const settled = settleRequest(body, model.sampling, { maxTokens, alternatives });
  const sampling = grammar ? { ...settled, grammar } : settled;
  const soFar = answerSoFar === null ? {} : { answerSoFar: { ...EMPTY_ANSWER, text: answerSoFar } };
  return {
    request: { model, messages, sampling, ...soFar },
    choices: body.n ?? 1,
    withLogprobs,
    topLogprobs,
    room: body.stream === true ? null : new LogprobRoom(),
    toolUse,
  };
}
