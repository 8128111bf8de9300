/** `/v1/messages` and `/v1/messages/count_tokens` in Anthropic's form. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { GenerationRequest, MessagesInput } from '../engine/generation-request.ts';
import { EMPTY_ANSWER } from '../thinking-splitter.ts';
import {
  anthropicChoice,
  AnthropicMessages,
  anthropicPrompt,
  AnthropicSystem,
  AnthropicToolChoice,
  anthropicTools,
  AnthropicTools,
} from './anthropic-messages.ts';
import { MessageBlocks } from './message-blocks.ts';
import type { ApiError } from './api-error.ts';
import { messagesFor } from './chat-prompt.ts';
import { openForLoad } from './open-for-load.ts';
import type { EndpointParts } from './endpoint-parts.ts';
import type { Exchange } from './exchange.ts';
import { findModel } from './find-model.ts';
import { parseFields, refuseUnkept, SamplingFields, settleRequest } from './sampling-fields.ts';
import { readTools, type ToolUse } from './tools.ts';
import { writeAnswer, type WrittenAnswer } from './write-answer.ts';

const PromptFields = {
  model: v.nullish(v.string()),
  system: v.nullish(AnthropicSystem),
  messages: AnthropicMessages,
  tools: v.nullish(AnthropicTools),
  tool_choice: v.nullish(AnthropicToolChoice),
};
const CountBody = v.object(PromptFields);
const { temperature, top_p, top_k, stream } = SamplingFields;
const MessageBody = v.object({
  ...PromptFields,
  ...{ temperature, top_p, top_k, stream },
  max_tokens: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000))),
  stop_sequences: SamplingFields.stop,
});

/** A thinking block is not something that Sarvi could sign, and images are not read. */
const STOP_REASONS = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' } as const;

export async function answerMessages(parts: EndpointParts, exchange: Exchange): Promise<void> {
  exchange.errorForm = anthropicError;
  const given = await exchange.body();
  refuseUnkept(given);
  const body = parseFields(MessageBody, given);
  const { messages, answerSoFar } = anthropicPrompt(body.system, body.messages);
  const toolUse = readTools(anthropicTools(body.tools), anthropicChoice(body.tool_choice));
  const model = await findModel(parts, body.model);
  exchange.ticket.named(model.name);
  const maxTokens = body.max_tokens ?? null;
  const settled = settleRequest({ ...body, stop: body.stop_sequences }, model.sampling, { maxTokens });
  const sampling = toolUse?.grammar ? { ...settled, grammar: toolUse.grammar } : settled;
  if (body.stream === true) exchange.stream.openLater();
  const endTurn = await parts.turns.take(exchange.signal);
  try {
    if (body.stream === true) openForLoad(parts.engine, exchange, model);
    const input = await messagesFor(parts.engine, { model, messages }, toolUse);
    const soFar = answerSoFar === null ? {} : { answerSoFar: { ...EMPTY_ANSWER, text: answerSoFar } };
    const request = { model, sampling, signal: exchange.signal, ...input, ...soFar };
    const head = { id: `msg_${randomUUID().replaceAll('-', '')}`, type: 'message', role: 'assistant', model: model.id };
    const write = body.stream === true ? writeEvents : writeWhole;
    const answer = await write(parts, exchange, request, { head, toolUse });
    await parts.kept.keep({ model, messages, choice: answer });
  } finally {
    endTurn();
  }
}

export async function countMessages(parts: EndpointParts, exchange: Exchange): Promise<void> {
  exchange.errorForm = anthropicError;
  const body = parseFields(CountBody, await exchange.body());
  const { messages } = anthropicPrompt(body.system, body.messages);
  const toolUse = readTools(anthropicTools(body.tools), anthropicChoice(body.tool_choice));
  const model = await findModel(parts, body.model);
  exchange.ticket.named(model.name);
  const input = await messagesFor(parts.engine, { model, messages }, toolUse);
  const { tokens } = await parts.engine.renderPrompt({ model, ...input, addGenerationPrompt: true });
  exchange.answer(200, { input_tokens: tokens.length });
}

type Write = (
  parts: EndpointParts,
  exchange: Exchange,
  request: GenerationRequest & MessagesInput,
  more: { readonly head: object; readonly toolUse: ToolUse | null },
) => Promise<WrittenAnswer>;

const writeWhole: Write = async ({ engine }, exchange, request, { head, toolUse }) => {
  const answer = await writeAnswer(engine, request, optionsOf(exchange, toolUse));
  const { words, call } = answer;
  const content = [
    ...(words === '' && call ? [] : [{ type: 'text', text: words }]),
    ...(call ? [{ type: 'tool_use', id: call.id, name: call.name, input: inputOf(call.argumentsText) }] : []),
  ];
  exchange.answer(200, {
    ...head,
    content,
    ...endOf(answer),
    usage: { ...inputUsage(answer), ...outputUsage(answer) },
  });
  return answer;
};

/** The events in the order that clients rely on: each block begins, grows and ends before the next one. */
const writeEvents: Write = async ({ engine }, exchange, request, { head, toolUse }) => {
  const send = (type: string, more: object): void => exchange.stream.send({ type, ...more }, type);
  const blocks = new MessageBlocks(send);
  const answer = await writeAnswer(engine, request, optionsOf(exchange, toolUse), {
    started: (start) => {
      const usage = { ...inputUsage({ start }), output_tokens: 0 };
      send('message_start', { message: { ...head, content: [], stop_reason: null, stop_sequence: null, usage } });
      send('ping', {});
    },
    words: (text) => blocks.text(text),
    call: (call) => blocks.call(call),
    arguments: (text) => blocks.input(text),
  });
  blocks.end();
  send('message_delta', { delta: endOf(answer), usage: outputUsage(answer) });
  send('message_stop', {});
  exchange.stream.end();
  return answer;
};

function optionsOf({ ticket }: Exchange, toolUse: ToolUse | null): Parameters<typeof writeAnswer>[2] {
  return {
    ticket,
    toolNames: (toolUse?.tools ?? []).map((tool) => tool.function.name),
    topLogprobs: 0,
    room: null,
  };
}

/** What a model without a grammar writes may be no JSON. */
function inputOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function endOf({ finishReason, outcome }: WrittenAnswer): object {
  const isStop = outcome.stopReason === 'stop-string' && finishReason === 'stop';
  return { stop_reason: isStop ? 'stop_sequence' : STOP_REASONS[finishReason], stop_sequence: null };
}

function inputUsage({ start }: Pick<WrittenAnswer, 'start'>): object {
  const { freshTokens, cachedTokens } = start.figures;
  return { input_tokens: freshTokens, cache_creation_input_tokens: 0, cache_read_input_tokens: cachedTokens };
}

function outputUsage({ outcome }: WrittenAnswer): object {
  return { output_tokens: outcome.record?.generatedTokens ?? 0 };
}

/** Anthropic's own names, where they differ. */
const TYPES: Readonly<Record<string, string>> = {
  server_error: 'api_error',
  unavailable_error: 'overloaded_error',
  not_supported_error: 'invalid_request_error',
};

function anthropicError(error: ApiError): object {
  const { type, message } = error.parts;
  return { type: 'error', error: { type: TYPES[type] ?? type, message } };
}
