import { onTestFinished } from 'vitest';
import type { App } from '../../src-main/core/app.ts';
import { sendJson, serve, streamWords, WORDS, type RemoteServer } from './remote-server.ts';

/** What a played vLLM says of the tokens of a prompt: one entry for each place. */
export type PlayPlaces = (tokens: readonly number[], listed: number) => unknown;

/** By its documentation: the first place has nothing, the others the token itself and the likeliest ones by id. */
export const HONEST_PLACES: PlayPlaces = (tokens, listed) =>
  tokens.map((token, place) => {
    if (place === 0) return null;
    const likeliest = Array.from({ length: listed }, (_, rank) => [
      String(260 + rank),
      { logprob: -1 - rank, rank: rank + 1, decoded_token: 'x' },
    ]);
    const own = { logprob: -(place % 7) - 2, rank: 9, decoded_token: 'own' };
    return Object.fromEntries([...likeliest, [String(token), own]]) as unknown;
  });

/** A vLLM that tokenizes as a model of the app does. */
export async function playVllm(
  app: App,
  modelId: string,
  { places = HONEST_PLACES, window = 2048 }: { readonly places?: PlayPlaces; readonly window?: number } = {},
): Promise<RemoteServer> {
  const server = await serve(async (asked, response) => {
    const { path, body } = asked;
    if (path === '/v1/models') {
      return sendJson(response, { data: [{ id: 'guide', owned_by: 'vllm', max_model_len: window }] });
    }
    if (path === '/version') return sendJson(response, { version: '0.11.0' });
    if (path === '/tokenize') {
      const messages = body['messages'] as { role: string; content: string }[];
      const { tokens } = await app.ask('chat.renderPrompt', { modelId, messages, addGenerationPrompt: true });
      return sendJson(response, { count: tokens.length, max_model_len: window, tokens });
    }
    const { prompt, prompt_logprobs: listed } = body;
    if (path === '/v1/completions' && typeof listed === 'number') {
      const told = await places(prompt as number[], listed);
      if (typeof told === 'string') {
        response.writeHead(200, { 'content-type': 'application/json' });
        return void response.end(told);
      }
      const choice = { index: 0, text: 'x', logprobs: null, finish_reason: 'length', prompt_logprobs: told };
      return sendJson(response, {
        id: 'cmpl-1',
        object: 'text_completion',
        created: 1,
        model: 'guide',
        choices: [choice],
      });
    }
    if (path.endsWith('/completions')) return streamWords(asked, response, WORDS);
    sendJson(response, {}, 404);
  });
  onTestFinished(() => server.close());
  return server;
}
