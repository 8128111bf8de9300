/** `/v1/chat/completions` in OpenAI's form. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Grammar } from '#contract/sampling';
import type { GenerationEngine, GenerationRequest } from '../engine/generation-request.ts';
import type { PromptMessage } from '../prompt/prompt.ts';
import { EMPTY_ANSWER } from '../thinking-splitter.ts';
import { refusedField } from './api-error.ts';
import { ChatMessages, readMessages } from './chat-messages.ts';
import type { KeptConversations } from './kept-conversations.ts';
import type { Exchange } from './exchange.ts';
import { findModel, type FindModelParts } from './find-model.ts';
import { chatLogprobs, TokenLogprobs } from './logprobs.ts';
import { runChoice, type Choice } from './run-choice.ts';
import { parseFields, refuseUnkept, SamplingFields, seedOfChoice, settleRequest } from './sampling-fields.ts';
import type { Turns } from './turns.ts';
import { usageOf } from './usage.ts';

export interface ChatEndpointParts extends FindModelParts {
  readonly engine: GenerationEngine;
  readonly turns: Turns;
  readonly now: () => number;
  readonly kept: KeptConversations;
}

const MOST_SCHEMA_LENGTH = 100_000;

const ResponseFormat = v.object({
  type: v.string(),
  json_schema: v.nullish(v.object({ schema: v.nullish(v.record(v.string(), v.unknown())) })),
});

const ChatBody = v.object({
  ...SamplingFields,
  model: v.nullish(v.string()),
  messages: ChatMessages,
  max_completion_tokens: SamplingFields.max_tokens,
  logprobs: v.nullish(v.boolean()),
  top_logprobs: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20))),
  response_format: v.nullish(ResponseFormat),
  continue_final_message: v.nullish(v.boolean()),
});
type ChatBody = v.InferOutput<typeof ChatBody>;

/** Any JSON object, for `json_object`. */
const JSON_OBJECT = `root ::= object
value ::= object | array | string | number | "true" | "false" | "null"
object ::= "{" ws ( string ws ":" ws value ws ("," ws string ws ":" ws value ws)* )? "}"
array ::= "[" ws ( value ws ("," ws value ws)* )? "]"
string ::= "\\"" ( [^"\\\\\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4}) )* "\\""
number ::= "-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,3})?
ws ::= [ \\n]{0,20}
`;

/** What is asked, settled and checked as far as it can be before the model is loaded. */
interface Plan {
  readonly messages: readonly PromptMessage[];
  readonly request: GenerationRequest;
  readonly choices: number;
  readonly withLogprobs: boolean;
  readonly topLogprobs: number;
}

export async function answerChat(parts: ChatEndpointParts, exchange: Exchange): Promise<void> {
  const given = await exchange.body();
  refuseUnkept(given);
  const body = parseFields(ChatBody, given);
  const plan = await planChat(parts, body);
  const { model } = plan.request;
  exchange.ticket.named(model.name);
  const head = {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(parts.now() / 1000),
    model: model.id,
  };
  const endTurn = await parts.turns.take(exchange.signal);
  try {
    const usage = body.stream_options?.include_usage;
    const made =
      body.stream === true
        ? await stream(parts, exchange, plan, { head, usage })
        : await whole(parts, exchange, plan, head);
    await parts.kept.keep({ model, messages: plan.messages, choice: made[0] });
  } finally {
    endTurn();
  }
}

interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

async function whole(parts: ChatEndpointParts, exchange: Exchange, plan: Plan, head: Head): Promise<Choice[]> {
  const made: Choice[] = [];
  const choices: unknown[] = [];
  for (let index = 0; index < plan.choices; index += 1) {
    const tokens = new TokenLogprobs(plan.topLogprobs);
    const choice = await runChoice(parts.engine, ofChoice(plan, index, exchange), exchange.ticket, {
      text: (piece) => tokens.push(piece),
    });
    made.push(choice);
    const { written } = choice;
    choices.push({
      index,
      message: {
        role: 'assistant',
        content: written.text,
        refusal: null,
        ...(written.thinking === '' ? {} : { reasoning_content: written.thinking }),
      },
      logprobs: plan.withLogprobs ? chatLogprobs(tokens.all) : null,
      finish_reason: choice.finishReason,
    });
  }
  exchange.answer(200, { ...head, object: 'chat.completion', choices, usage: usageOf(made) });
  return made;
}

async function stream(
  parts: ChatEndpointParts,
  exchange: Exchange,
  plan: Plan,
  { head, usage }: { head: Head; usage: boolean | null | undefined },
): Promise<Choice[]> {
  const made: Choice[] = [];
  const send = (choices: readonly unknown[], more: object = {}): void =>
    exchange.stream.send({ ...head, object: 'chat.completion.chunk', choices, ...more });
  for (let index = 0; index < plan.choices; index += 1) {
    const tokens = new TokenLogprobs(plan.topLogprobs);
    const delta = (delta: object, more: object = {}): void =>
      send([{ index, delta, logprobs: null, finish_reason: null, ...more }]);
    const choice = await runChoice(parts.engine, ofChoice(plan, index, exchange), exchange.ticket, {
      started: () => delta({ role: 'assistant', content: '' }),
      text: (piece) => {
        if (piece.thinking !== '') delta({ reasoning_content: piece.thinking });
        const logprobs = plan.withLogprobs ? tokens.push(piece) : null;
        if (piece.text !== '' || logprobs) {
          delta({ content: piece.text }, logprobs ? { logprobs: chatLogprobs([logprobs]) } : {});
        }
      },
    });
    made.push(choice);
    send([{ index, delta: {}, logprobs: null, finish_reason: choice.finishReason }]);
  }
  if (usage === true) send([], { usage: usageOf(made) });
  exchange.stream.end('[DONE]');
  return made;
}

/** @throws ApiError 400, 404; SarviError those of `findModel` */
async function planChat(parts: ChatEndpointParts, body: ChatBody): Promise<Plan> {
  const { messages, answerSoFar } = readMessages(body.messages);
  const grammar = grammarOf(body);
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
  const soFar = answerSoFar === null ? undefined : { ...EMPTY_ANSWER, text: answerSoFar };
  const request = { model, messages, sampling, ...(soFar ? { answerSoFar: soFar } : {}) };
  return { request, messages, choices: body.n ?? 1, withLogprobs, topLogprobs };
}

function ofChoice({ request }: Plan, index: number, { signal }: Exchange): GenerationRequest {
  const { sampling } = request;
  return { ...request, signal, sampling: { ...sampling, seed: seedOfChoice(sampling.seed, index) } };
}

/** @throws ApiError 400 */
function grammarOf({ response_format: format, grammar }: ChatBody): Grammar | null {
  if (!format || format.type === 'text') return null;
  if (grammar) throw refusedField('grammar', 'An answer keeps to a grammar or to response_format, not to both.');
  if (format.type === 'json_object') return { kind: 'gbnf', text: JSON_OBJECT };
  const schema = format.json_schema?.schema;
  if (format.type !== 'json_schema' || !schema) {
    throw refusedField('response_format', 'The type is text, json_object, or json_schema with json_schema.schema.');
  }
  const text = JSON.stringify(schema);
  if (text.length > MOST_SCHEMA_LENGTH) throw refusedField('response_format', 'The schema is too long.');
  return { kind: 'json-schema', text };
}
