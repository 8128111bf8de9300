/** Every path of the API. */
import { ApiError } from './api-error.ts';
import type { Endpoint, Endpoints } from './api-server.ts';
import { answerChat } from './chat-completions.ts';
import { answerCompletion } from './completions.ts';
import type { EndpointParts } from './endpoint-parts.ts';
import { answerMessages, countMessages } from './messages.ts';
import { modelEntry, unknownModel } from './find-model.ts';
import { detokenize, tokenize, tokenizerInfo } from './tokenize.ts';

export function apiEndpoints(parts: EndpointParts): Endpoints {
  return {
    'GET /health': (exchange) => {
      exchange.answer(200, { status: 'ok' });
      return Promise.resolve();
    },
    'GET /v1/models': async (exchange) => {
      const models = (await parts.models.list()).filter(({ available }) => available);
      exchange.answer(200, { object: 'list', data: models.map((model) => modelEntry(model, parts.settings())) });
    },
    'GET /v1/models/*': async (exchange, path) => {
      const wanted = decode(path.slice(path.lastIndexOf('/') + 1));
      const model = (await parts.models.list()).find(({ id, name }) => id === wanted || name === wanted);
      if (!model) throw unknownModel();
      exchange.answer(200, modelEntry(model, parts.settings()));
    },
    'POST /v1/chat/completions': (exchange) => answerChat(parts, exchange),
    'POST /v1/completions': (exchange) => answerCompletion(parts, exchange),
    'POST /v1/messages': (exchange) => answerMessages(parts, exchange),
    'POST /v1/messages/count_tokens': (exchange) => countMessages(parts, exchange),
    'POST /tokenize': (exchange) => tokenize(parts, exchange),
    'POST /detokenize': (exchange) => detokenize(parts, exchange),
    'GET /tokenizer_info': (exchange) => tokenizerInfo(parts, exchange),
    'POST /v1/embeddings': notServed('Embeddings'),
    'POST /v1/responses': notServed('The Responses API'),
  };
}

function notServed(what: string): Endpoint {
  return () =>
    Promise.reject(
      new ApiError({
        status: 501,
        type: 'not_supported_error',
        message: `${what} cannot be had from Sarvi.`,
        headers: { 'x-should-retry': 'false' },
      }),
    );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
