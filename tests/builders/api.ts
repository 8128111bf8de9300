/** The app with the guide model and its local API, and plain HTTP requests to it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../src-main/core/app.ts';
import { createNodePorts } from '../../src-main/shells/node-ports.ts';
import { faultOfReply } from './api-schemas.ts';
import { createCheckedApp } from './checked-app.ts';

export interface OpenApi {
  readonly app: App;
  readonly port: number;
  readonly key: string;
  readonly modelId: string;
  readonly dataFolder: string;
  close(): Promise<void>;
}

/** A port that nobody has at the moment, on either loopback address. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** For the tests of a whole file; the caller closes it. */
export async function startApi(): Promise<OpenApi> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'sarvi-api-'));
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  const signal = new AbortController().signal;
  const { modelId } = await app.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
  const { key } = await app.ask('api.renewKey', {});
  const port = await switchOn(app);
  const close = async (): Promise<void> => {
    await app.dispose();
    await rm(dataFolder, { recursive: true, force: true });
  };
  return { app, port, key, modelId: modelId ?? '', dataFolder, close };
}

/** Another process may have taken a port that was free a moment ago. */
async function switchOn(app: App): Promise<number> {
  for (let tries = 0; tries < 5; tries += 1) {
    const apiPort = await freePort();
    await app.ask('settings.update', { apiOn: true, apiPort });
    // The answer comes when the change before it is complete.
    await app.ask('settings.update', { apiOn: true, apiPort });
    for (;;) {
      const status = await app.ask('api.status', {});
      if (status.state === 'listening' && status.port === apiPort) return apiPort;
      if (status.state === 'failed') break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error('no port could be had');
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; null when it is none. */
  readonly json: unknown;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders | readonly string[];
  readonly body?: string | Buffer;
  readonly host?: string;
}

/** One request with exactly these headers, on a connection of its own. Fails on an answer of another form. */
export function askRaw(port: number, path: string, options: AskOptions = {}): Promise<Reply> {
  const { method = 'GET', headers = {}, body, host = '127.0.0.1' } = options;
  return new Promise((resolve, reject) => {
    const asking = request({ host, port, path, method, headers: headers as OutgoingHttpHeaders, agent: false });
    asking.once('error', reject);
    asking.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const status = response.statusCode ?? 0;
        const isStream = response.headers['content-type']?.startsWith('text/event-stream') === true;
        const fault = method === 'HEAD' || status === 204 ? null : faultOfReply(path, status, text, isStream);
        if (fault !== null) reject(new Error(fault));
        resolve({ status, headers: response.headers, text, json: jsonOf(text) });
      });
    });
    asking.end(body);
  });
}

/** A request with the key; with a body it is a POST of JSON. */
export function ask({ port, key }: Pick<OpenApi, 'port' | 'key'>, path: string, body?: unknown): Promise<Reply> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return askRaw(port, path, {
    method: text === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
}

/** The `data:` frames of a stream, as JSON where they are. */
export function framesOf(text: string): unknown[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('data: ')) return [];
    const data = line.slice('data: '.length);
    return [data === '[DONE]' ? data : (JSON.parse(data) as unknown)];
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
