import { expect, onTestFinished, test } from 'vitest';
import { REMOTE_KINDS, type RemoteFinding, type RemoteKind } from '#contract/remotes';
import { probeServer } from '../../../../src-main/core/remote/probe-server.ts';
import { readAddress } from '../../../../src-main/core/remote/remote-address.ts';
import type { Connection } from '../../../../src-main/core/remote/remote-connection.ts';
import { sendJson, serve, serveKind, type Answerer, type RemoteServer } from '../../../builders/remote-server.ts';

function connect(url: string, key: string | null = null): Connection {
  return { address: readAddress(url), key, ca: null, proxy: null };
}

async function closing(server: Promise<RemoteServer>): Promise<RemoteServer> {
  const opened = await server;
  onTestFinished(() => opened.close());
  return opened;
}

const probe = async (answer: Answerer): Promise<RemoteFinding> =>
  probeServer(connect((await closing(serve(answer))).url));

const WINDOWS: Record<RemoteKind, number | null> = {
  vllm: 8192,
  'llama-server': 8192,
  sglang: 8192,
  tgi: 4096,
  ollama: 4096,
  'lm-studio': 6000,
  sarvi: 8192,
  other: null,
};

test.each(REMOTE_KINDS)('a server of the kind %s is recognised, with its model and window', async (kind) => {
  const server = await closing(serveKind(kind, undefined, { key: 'secret' }));
  const finding = await probeServer(connect(server.url, 'secret'));
  expect(finding).toMatchObject({ kind, models: [{ name: 'poro', contextTokens: WINDOWS[kind] }] });
  expect(server.asked.every(({ headers }) => headers.authorization === 'Bearer secret')).toBe(true);
  expect(server.asked.every(({ headers }) => headers['accept-encoding'] === 'identity')).toBe(true);
});

test('what stands behind a proxy that renames owners is recognised by its own pages', async () => {
  const pages: Record<string, unknown> = {
    '/v1/models': { data: [{ id: 'a', owned_by: 'proxy' }] },
    '/props': { default_generation_settings: { n_ctx: 2048 } },
  };
  const finding = await probe(({ path }, response) => sendJson(response, pages[path] ?? {}, path in pages ? 200 : 404));
  expect(finding).toMatchObject({ kind: 'llama-server', models: [{ name: 'a', contextTokens: 2048 }] });
});

test('lies about lengths and names are left out', async () => {
  const models = [
    { id: 'huge', owned_by: 'vllm', max_model_len: 1e300 },
    { id: 'negative', max_model_len: -1 },
    { id: 'text', max_model_len: '8192' },
    { id: 'huge', max_model_len: 5 },
    { id: 'x'.repeat(301) },
    { id: 7 },
    null,
  ];
  const finding = await probe((_asked, response) => sendJson(response, { data: models }));
  expect(finding.models).toEqual([
    { name: 'huge', contextTokens: 1_048_576 },
    { name: 'negative', contextTokens: null },
    { name: 'text', contextTokens: null },
  ]);
});

const FAULTS: readonly (readonly [string, Answerer, object])[] = [
  ['a key that is refused', (_a, r) => sendJson(r, { error: 'no' }, 401), { code: 'remote-key-refused' }],
  [
    'a busy server',
    (_a, r) => {
      r.writeHead(503, { 'retry-after': '30' });
      r.end();
    },
    { code: 'remote-busy', details: { status: 503, seconds: 30 } },
  ],
  [
    'a redirect',
    (_a, r) => {
      r.writeHead(307, { location: 'https://elsewhere.example/v1/models?token=1' });
      r.end();
    },
    { code: 'remote-redirects', details: { target: 'https://elsewhere.example' } },
  ],
  [
    'a web page',
    (_a, r) => {
      r.writeHead(200, { 'content-type': 'text/html' });
      r.end('<!doctype html><title>Router</title>');
    },
    { code: 'remote-unexpected', details: { reason: 'answers-a-web-page' } },
  ],
  [
    'compressed data',
    (_a, r) => {
      r.writeHead(200, { 'content-encoding': 'gzip' });
      r.end('x');
    },
    { code: 'remote-unexpected', details: { reason: 'answers-compressed' } },
  ],
  ['an empty list', (_a, r) => sendJson(r, { data: [] }), { code: 'remote-unexpected' }],
  ['another program', (_a, r) => sendJson(r, { hello: 1 }), { code: 'remote-unexpected' }],
  ['a broken answer', (_a, r) => r.destroy(), { code: 'remote-unreachable' }],
  [
    'a body that never ends',
    (_a, r) => {
      r.writeHead(200, { 'content-type': 'application/json' });
      const fill = (): void => {
        while (r.write(Buffer.alloc(1 << 20, 32)));
        r.once('drain', fill);
      };
      fill();
    },
    { code: 'remote-unexpected', details: { reason: 'answers-too-much' } },
  ],
  [
    'a refusal in words of its own',
    (_a, r) => sendJson(r, { error: { message: 'no\u0000 such\nthing' } }, 418),
    {
      code: 'remote-refused',
      details: { status: 418, reason: 'no such thing' },
      message: 'remote-refused: status 418',
    },
  ],
];

test.each(FAULTS)('%s is told by name', async (_name, answer, fault) => {
  await expect(probe(answer)).rejects.toMatchObject(fault);
});

test('a server that repeats the key in its refusal does not bring it into the error', async () => {
  const server = await closing(
    serve(({ headers }, response) => sendJson(response, { detail: `bad: ${headers.authorization}` }, 400)),
  );
  const error: unknown = await probeServer(connect(server.url, 'sk-very-secret')).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'remote-refused', details: { reason: 'bad: Bearer …' } });
});

test('no server at an address is told, and so is a name that leads nowhere', async () => {
  const gone = await serve(() => undefined);
  await gone.close();
  await expect(probeServer(connect(gone.url))).rejects.toMatchObject({
    code: 'remote-unreachable',
    details: { reason: 'connection-refused' },
  });
});

test('names and versions that show otherwise than they are do not come in', async () => {
  const models = ['poro', 'a\u202Egpj', 'b\u001B[31m', 'c\nd', 'e\u2066f', '👩‍👧'].map((id) => ({
    id,
    owned_by: 'vllm',
  }));
  const finding = await probe(({ path }, response) =>
    sendJson(response, path === '/version' ? { version: '1.0\u001B[31m\n\u202Ex' } : { data: models }),
  );
  expect(finding.models.map(({ name }) => name)).toEqual(['poro', '👩‍👧']);
  expect(finding.version).toBe('1.0 [31m x');
});
