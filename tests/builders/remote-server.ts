/**
 * Small servers that play the kinds of remote engines, by their documentation. They answer every chat with the words
 * that they are given, and keep what they were asked.
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RemoteKind } from '#contract/remotes';
import type { ServerCertificate } from './certificates.ts';

export interface AskedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

export interface RemoteServer {
  /** `http://127.0.0.1:4711`. */
  readonly url: string;
  readonly host: string;
  readonly asked: AskedRequest[];
  /** What was asked at a path. */
  at(path: string): AskedRequest[];
  /** The path is closed now: a client has gone. */
  readonly dropped: number;
  close(): Promise<void>;
}

export type Answerer = (asked: AskedRequest, response: ServerResponse) => void | Promise<void>;

export interface ServerOptions {
  readonly certificate?: ServerCertificate;
}

/** A server with an answer of its own to every request. */
export async function serve(answer: Answerer, { certificate }: ServerOptions = {}): Promise<RemoteServer> {
  const asked: AskedRequest[] = [];
  let dropped = 0;
  const listener: RequestListener = (request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) dropped += 1;
    });
    void bodyOf(request).then(async (body) => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body };
      asked.push(one);
      await answer(one, response);
    });
  };
  const server = certificate ? createSecureServer({ ...certificate }, listener) : createServer(listener);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    asked,
    at: (path) => asked.filter((one) => one.path === path),
    get dropped() {
      return dropped;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function beginStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

export function sendEvent(response: ServerResponse, body: unknown): void {
  response.write(`data: ${typeof body === 'string' ? body : JSON.stringify(body)}\n\n`);
}

const FRAME = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_764_500_000, model: 'poro' };

export function chunk(delta: object, finish: string | null = null, more: object = {}): object {
  return { ...FRAME, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }], ...more };
}

export const USAGE = {
  prompt_tokens: 20,
  completion_tokens: 5,
  total_tokens: 25,
  prompt_tokens_details: { cached_tokens: 16 },
};

/** A whole streamed answer of the chat or the completions endpoint. */
export function streamWords({ path }: AskedRequest, response: ServerResponse, words: readonly string[]): void {
  const isChat = path.endsWith('/chat/completions');
  const piece = (text: string): object =>
    isChat
      ? chunk({ content: text })
      : { ...FRAME, choices: [{ index: 0, text, logprobs: null, finish_reason: null }] };
  beginStream(response);
  if (isChat) sendEvent(response, chunk({ role: 'assistant', content: '' }));
  for (const word of words) sendEvent(response, piece(word));
  sendEvent(
    response,
    isChat ? chunk({}, 'stop') : { ...FRAME, choices: [{ index: 0, text: '', logprobs: null, finish_reason: 'stop' }] },
  );
  sendEvent(response, { ...FRAME, choices: [], usage: USAGE });
  sendEvent(response, '[DONE]');
  response.end();
}

export const WORDS = ['Hei', ', ', 'täällä', ' poro', '.'];

const OWNERS: Record<RemoteKind, string> = {
  vllm: 'vllm',
  'llama-server': 'llamacpp',
  sglang: 'sglang',
  tgi: 'poro',
  ollama: 'library',
  'lm-studio': 'organization_owner',
  sarvi: 'sarvi',
  other: 'someone',
};

/** The pages of each kind, besides the list of models and the answers. */
const PAGES: Record<RemoteKind, Readonly<Record<string, unknown>>> = {
  vllm: { '/version': { version: '0.11.0' } },
  'llama-server': {
    '/props': { default_generation_settings: { n_ctx: 8192 }, total_slots: 1, build_info: 'b7000-0000000' },
  },
  sglang: { '/get_server_info': { version: '0.5.0' }, '/get_model_info': { is_generation: true } },
  tgi: { '/info': { model_id: 'poro', max_total_tokens: 4096, version: '3.0.0' } },
  ollama: {
    '/api/version': { version: '0.17.1' },
    '/api/ps': { models: [{ name: 'poro', context_length: 4096 }] },
    '/api/show': { parameters: 'temperature 0.7\nnum_ctx 2048' },
  },
  'lm-studio': {
    '/api/v0/models': { data: [{ id: 'poro', type: 'llm', loaded_context_length: 6000, max_context_length: 131_072 }] },
  },
  sarvi: {},
  other: {},
};

/** A server of one kind with one model, `poro`; `answer` takes the chats and completions. */
export function serveKind(
  kind: RemoteKind,
  answer: Answerer = (asked, response) => streamWords(asked, response, WORDS),
  options: ServerOptions & { readonly key?: string } = {},
): Promise<RemoteServer> {
  const { key } = options;
  const length = kind === 'vllm' || kind === 'sglang' || kind === 'sarvi' ? { max_model_len: 8192 } : {};
  const models = [{ id: 'poro', object: 'model', created: 1, owned_by: OWNERS[kind], ...length }];
  return serve((asked, response) => {
    if (key !== undefined && asked.headers.authorization !== `Bearer ${key}`) {
      return sendJson(response, { error: { message: 'Incorrect key', type: 'authentication_error' } }, 401);
    }
    if (asked.path === '/v1/models') return sendJson(response, { object: 'list', data: models });
    if (Object.hasOwn(PAGES[kind], asked.path)) return sendJson(response, PAGES[kind][asked.path]);
    if (/\/v1\/(chat\/)?completions$/.test(asked.path)) return answer(asked, response);
    sendJson(response, { error: { message: 'Not found', code: 404 } }, 404);
  }, options);
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
