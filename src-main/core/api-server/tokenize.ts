/** `/tokenize`, `/detokenize` and `/tokenizer_info` in vLLM's form. */
import * as v from 'valibot';
import { refusedField } from './api-error.ts';
import { ChatMessages, readMessages } from './chat-messages.ts';
import type { EndpointParts } from './endpoint-parts.ts';
import type { Exchange } from './exchange.ts';
import { findModel } from './find-model.ts';
import { parseFields, refuseUnkept } from './sampling-fields.ts';
import { tokensOfPrompt } from './tokens-of-prompt.ts';

const MOST_TOKENS = 500_000;

const TokenizeBody = v.object({
  model: v.nullish(v.string()),
  prompt: v.nullish(v.pipe(v.string(), v.maxLength(4_000_000))),
  /** llama-server's name for it. */
  content: v.nullish(v.pipe(v.string(), v.maxLength(4_000_000))),
  messages: v.nullish(ChatMessages),
  add_special_tokens: v.nullish(v.boolean()),
  add_generation_prompt: v.nullish(v.boolean()),
  return_token_strs: v.nullish(v.boolean()),
});

const DetokenizeBody = v.object({
  model: v.nullish(v.string()),
  tokens: v.pipe(
    v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff))),
    v.maxLength(MOST_TOKENS),
  ),
});

export async function tokenize(parts: EndpointParts, exchange: Exchange): Promise<void> {
  const given = await exchange.body();
  refuseUnkept(given);
  const body = parseFields(TokenizeBody, given);
  const { engine } = parts;
  const model = await findModel(parts, body.model);
  exchange.ticket.named(model.name);
  const prompt = body.prompt ?? body.content;
  let tokens: Uint32Array;
  if (body.messages) {
    const { messages, answerSoFar } = readMessages(body.messages);
    if (answerSoFar !== null) throw refusedField('messages', 'The last message must be one that is answered.');
    const rendered = { model, messages, addGenerationPrompt: body.add_generation_prompt !== false };
    tokens = Uint32Array.from((await engine.renderPrompt(rendered)).tokens);
  } else if (typeof prompt === 'string') {
    tokens = await tokensOfPrompt(engine, model, prompt, body.add_special_tokens !== false);
  } else throw refusedField('prompt', 'Give a prompt or messages.');
  const { contextTokens } = await engine.vocabulary(model);
  const strings = body.return_token_strs === true ? (await engine.pieces(model, tokens)).texts : null;
  exchange.answer(200, {
    count: tokens.length,
    max_model_len: contextTokens,
    tokens: [...tokens],
    token_strs: strings,
  });
}

export async function detokenize(parts: EndpointParts, exchange: Exchange): Promise<void> {
  const body = parseFields(DetokenizeBody, await exchange.body());
  const model = await findModel(parts, body.model);
  exchange.ticket.named(model.name);
  const { whole } = await parts.engine.pieces(model, Uint32Array.from(body.tokens));
  exchange.answer(200, { prompt: whole });
}

export async function tokenizerInfo(parts: EndpointParts, exchange: Exchange): Promise<void> {
  const model = await findModel(parts, null);
  exchange.ticket.named(model.name);
  const { specialTokens, chatTemplate, size, contextTokens } = await parts.engine.vocabulary(model);
  exchange.answer(200, {
    tokenizer_class: 'PreTrainedTokenizerFast',
    ...specialTokens,
    chat_template: chatTemplate,
    vocab_size: size,
    model_max_length: contextTokens,
  });
}
