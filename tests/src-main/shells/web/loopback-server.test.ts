import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { App, AppListener } from '../../../../src-main/core/app.ts';
import type { Log } from '../../../../src-main/core/ports.ts';
import { openRendererFiles } from '../../../../src-main/shells/renderer-files.ts';
import { openLoopbackServer, type LoopbackServer } from '../../../../src-main/shells/web/loopback-server.ts';

const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Stands for the app at its border: answers with what it was asked, and lets the test tell events. */
class EchoApp implements Pick<App, 'call' | 'listen'> {
  readonly listeners = new Set<AppListener>();
  call = (name: string, input: unknown) => Promise.resolve({ ok: true as const, value: { name, input } });
  listen = (listener: AppListener) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
}

let folder = '';
let app = new EchoApp();
let server: LoopbackServer;
let user: number | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sarvi-loopback-'));
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<!doctype html>');
  writeFileSync(join(renderer, 'assets', 'a b.js'), 'export {}');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  app = new EchoApp();
  user = process.getuid?.() ?? null;
  const files = await openRendererFiles(renderer);
  server = await openLoopbackServer({ app, files, log, port: 0, userOf: () => user });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const own = (): string => `127.0.0.1:${server.port}`;

/** Not `fetch`, which tidies paths and may not set Host. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, path, method, headers: { host: own(), ...headers } };
    request(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

const entryPath = (): string => new URL(server.entryUrl).search.replace(/^/, '/');

async function enter(): Promise<string> {
  const { headers } = await ask(entryPath());
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

function openSocket(headers: Record<string, string>, path = '/bridge') {
  const socket = new WebSocket(`ws://${own()}${path}`, { headers });
  return new Promise<WebSocket | number>((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

async function openBridge(): Promise<WebSocket> {
  const socket = await openSocket({ cookie: await enter(), origin: `http://${own()}` });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

const nextFrame = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => socket.once('message', (bytes: Buffer) => resolve(JSON.parse(bytes.toString()))));
const closeCode = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve));

it('exchanges the token once for a cookie that scripts and other sites cannot use', async () => {
  const first = await ask(entryPath());
  expect([first.status, first.headers.location]).toEqual([303, '/']);
  expect(first.headers['set-cookie']).toEqual([
    expect.stringMatching(/^sarvi-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/),
  ]);
  expect((await ask(entryPath())).status).toBe(403);
});

it('lets the browser that is in open the used address again', async () => {
  const cookie = await enter();
  expect((await ask(entryPath(), { cookie })).status).toBe(303);
});

it('does not use the token up for HEAD, a wrong token, a foreign Host or a foreign Origin', async () => {
  const refused = [
    await ask(entryPath(), {}, 'HEAD'),
    await ask('/?token=wrong'),
    await ask('/?token='),
    await ask(entryPath(), { host: `evil.example:${server.port}` }),
    await ask(entryPath(), { origin: 'https://evil.example' }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  expect((await ask(entryPath())).status).toBe(303);
});

it('serves the renderer, with its policy, only to the holder of the cookie', async () => {
  const cookie = await enter();
  const page = await ask('/', { cookie: `other=1; ${cookie}` });
  expect([page.status, page.body, page.headers['content-type']]).toEqual([
    200,
    '<!doctype html>',
    'text/html; charset=utf-8',
  ]);
  expect(page.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      `connect-src 'self' ws://${own()}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect((await ask('/assets/a%20b.js', { cookie })).headers['content-type']).toBe('text/javascript; charset=utf-8');
  for (const wrong of [{}, { cookie: cookie.slice(0, -1) }, { cookie: cookie.split('=')[0] + '=' }]) {
    expect((await ask('/', wrong)).status).toBe(403);
  }
});

it.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/..%5csecret.txt',
  '//secret.txt',
  '/assets',
  '/index.html/',
  '/index.html%00.js',
  'http://127.0.0.1/../secret.txt',
])('serves nothing outside the renderer: %s', async (path) => {
  const { status, body } = await ask(path, { cookie: await enter() });
  expect([status, body.includes('secret')]).toEqual([404, false]);
});

it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1.evil.example', '[::1]'])(
  'refuses the Host %s, even with the cookie',
  async (name) => {
    const headers = { cookie: await enter(), host: name, origin: `http://${own()}` };
    expect((await ask('/', headers)).status).toBe(403);
    expect(await openSocket(headers)).toBe(403);
    expect(await openSocket({ ...headers, host: `${name}:1` })).toBe(403);
  },
);

it('refuses writing methods and foreign origins', async () => {
  const cookie = await enter();
  expect((await ask('/', { cookie }, 'POST')).status).toBe(405);
  expect((await ask('/', { cookie, origin: 'null' })).status).toBe(403);
  expect((await ask('/', { cookie, origin: `http://127.0.0.1:${server.port + 1}` })).status).toBe(403);
});

it('opens the bridge only with cookie, own Origin and own path', async () => {
  const cookie = await enter();
  const origin = `http://${own()}`;
  expect([
    await openSocket({ cookie }),
    await openSocket({ origin }),
    await openSocket({ cookie, origin: 'https://evil.example' }),
    await openSocket({ cookie, origin }, '/'),
    await openSocket({ cookie, origin }, '/bridge?x'),
  ]).toEqual([403, 403, 403, 404, 404]);
  const socket = await openSocket({ cookie, origin });
  expect(socket).toBeInstanceOf(WebSocket);
});

it('carries calls and events as JSON frames', async () => {
  const socket = await openBridge();
  socket.send(JSON.stringify({ id: 7, call: 'models.list', input: { a: 'ä' } }));
  expect(await nextFrame(socket)).toEqual({
    id: 7,
    result: { ok: true, value: { name: 'models.list', input: { a: 'ä' } } },
  });
  const frame = nextFrame(socket);
  for (const listener of app.listeners) listener('models.changed', []);
  expect(await frame).toEqual({ event: 'models.changed', payload: [] });
  socket.close();
  await closeCode(socket);
  await expect.poll(() => app.listeners.size).toBe(0);
});

it.each([
  ['text that is not JSON', 'x', 1008],
  ['a request without a number', '{"call":"models.list","input":{}}', 1008],
  ['a fractional number', '{"id":1.5,"call":"models.list","input":{}}', 1008],
  ['an unknown field', '{"id":1,"call":"models.list","input":{},"as":"root"}', 1008],
  ['an array', '[]', 1008],
  ['binary', Buffer.from('{"id":1,"call":"models.list","input":{}}'), 1003],
  ['a frame beyond the bound', 'x'.repeat(26 * 1024 * 1024 + 1), 1009],
])('closes a bridge that sends %s', async (_, frame, code) => {
  const socket = await openBridge();
  const closed = closeCode(socket);
  socket.send(frame);
  expect(await closed).toBe(code);
});

it('ends the connection of a reader that does not keep up, and goes on for the others', async () => {
  const headers = { cookie: await enter(), origin: `http://${own()}` };
  const [slow, other] = await Promise.all([openSocket(headers), openSocket(headers)]);
  if (typeof slow === 'number' || typeof other === 'number') throw new Error('refused');
  const heard: unknown[] = [];
  other.on('message', (bytes: Buffer) => heard.push((JSON.parse(bytes.toString()) as { id?: number }).id));
  slow.pause();
  const big = { toJSON: () => ['x'.repeat(1024 * 1024)] } as unknown as [];
  for (let sent = 0; app.listeners.size === 2 && sent < 400; sent += 1) {
    for (const listener of app.listeners) listener('models.changed', big);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(app.listeners.size).toBe(1);
  other.send(JSON.stringify({ id: 1, call: 'models.list', input: null }));
  await expect.poll(() => heard).toContain(1);
});

it('says which port is taken', async () => {
  const files = { read: () => Promise.resolve(null) };
  await expect(openLoopbackServer({ app, files, log, port: server.port })).rejects.toMatchObject({
    code: 'port-unavailable',
    details: { port: server.port, reason: 'EADDRINUSE' },
  });
});

it('gives no entry to another user of the machine, and keeps it for its own', async () => {
  user = 4_000_000;
  expect((await ask(entryPath())).status).toBe(403);
  user = process.getuid?.() ?? null;
  expect((await ask(entryPath())).status).toBe(303);
});

it('knows its own user by the real connection', async () => {
  const real = await openLoopbackServer({
    app,
    files: await openRendererFiles(join(folder, 'renderer')),
    log,
    port: 0,
  });
  try {
    expect((await fetch(real.entryUrl, { redirect: 'manual' })).status).toBe(303);
  } finally {
    await real.close();
  }
});
