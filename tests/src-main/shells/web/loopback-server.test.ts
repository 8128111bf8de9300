import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { App, AppListener } from '../../../../src-main/core/app.ts';
import type { Log } from '../../../../src-main/core/ports.ts';
import { openRendererFiles, type RendererFiles } from '../../../../src-main/shells/renderer-files.ts';
import { openLoopbackServer, type LoopbackServer } from '../../../../src-main/shells/web/loopback-server.ts';
import { entryAddress, PageKeys, type KeptPageKey } from '../../../../src-main/shells/web/page-keys.ts';
import { openPorts } from '../../../../src-main/shells/web/open-ports.ts';
import {
  ask as askPort,
  challenge,
  digest,
  keyOfAddress,
  knock,
  open,
  type KnockKey,
} from '../../../builders/knock.ts';

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
let keys: PageKeys;
let kept: readonly KeptPageKey[] = [];
let files: RendererFiles;
let user: number | 'nobody' | null = null;

async function start(former: readonly KeptPageKey[] = [], port: number | null = null): Promise<void> {
  keys = new PageKeys(former, (pages) => (kept = pages));
  server = await openPorts({ app, files, log, keys, userOf: () => user }, port);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sarvi-loopback-'));
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<!doctype html>');
  writeFileSync(join(renderer, 'assets', 'a b.js'), 'export {}');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  app = new EchoApp();
  user = process.getuid?.() ?? null;
  files = await openRendererFiles(renderer);
  await start();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const own = (): string => `127.0.0.1:${server.port}`;
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  askPort(server.port, path, headers, method);
const newEntry = (): KnockKey => keyOfAddress(entryAddress(server.port, keys.entrySecret));

async function enter(key = newEntry(), port = server.port) {
  const opened = await knock(port, key);
  if (typeof opened === 'number') throw new Error(`refused with ${opened}`);
  return opened;
}

const openBridge = async (): Promise<WebSocket> => (await enter()).socket;
const nextFrame = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => socket.once('message', (bytes: Buffer) => resolve(JSON.parse(bytes.toString()))));
const closeCode = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve));

it('lets a page in once by a printed address, and then by the keys that it gave', async () => {
  const entry = newEntry();
  const { page, run } = await enter(entry);
  expect(await knock(server.port, entry)).toBe(404);
  await enter(page);
  await enter(page);
  await enter(run);
  await enter(run);
});

it('makes further addresses while the first is spent', async () => {
  await enter();
  await enter();
});

it.each([
  ['a wrong proof', () => Promise.resolve({ ...newEntry(), key: 'A'.repeat(43) })],
  ['another key of the same kind', () => Promise.resolve({ id: newEntry().id, key: newEntry().key })],
  [
    'the key of a run under the id of a page',
    async () => {
      const { page, run } = await enter();
      return { id: page.id, key: run.key };
    },
  ],
] as const)('refuses %s, and spends nothing', async (_, make) => {
  const { id, key } = await make();
  const given = await challenge(server.port, id);
  if (!given) throw new Error('no challenge');
  await expect(knock(server.port, { id, key })).rejects.toThrow('not the server');
  const answer = new URLSearchParams({ nonce: given.terms.serverNonce, proof: given.proof });
  expect(await open(server.port, `/bridge?${answer}`)).toBe(403);
  expect(await challenge(server.port, id)).not.toBeNull();
});

it('takes the answer to a challenge once, and none that fits another port', async () => {
  const entry = newEntry();
  // A program at another port that hands all on: the page proves to be where it believes to be.
  expect(await knock(server.port, entry, { host: `127.0.0.1:${server.port + 1}` })).toBe(403);
  const { run } = await enter(entry);
  const given = await challenge(server.port, run.id);
  if (!given) throw new Error('no challenge');
  const answer = new URLSearchParams({ nonce: given.terms.serverNonce, proof: digest(run.key, 'page', given.terms) });
  expect(await open(server.port, `/bridge?${answer}`)).toMatchObject({});
  expect(await open(server.port, `/bridge?${answer}`)).toBe(403);
});

it('knows an open page again after a restart, at its own port, and nothing else of the former run', async () => {
  const { page, run } = await enter();
  const spare = newEntry();
  const formerPort = server.port;
  await server.close();
  await start(kept);
  expect(server.port).not.toBe(formerPort);
  expect(await challenge(formerPort, run.id)).toBeNull();
  expect(await challenge(server.port, run.id)).toBeNull();
  expect(await challenge(server.port, page.id)).toBeNull();
  expect(await challenge(formerPort, newEntry().id)).toBeNull();
  await expect(knock(server.port, spare)).rejects.toThrow('not the server');
  const again = await enter(page, formerPort);
  again.socket.send(JSON.stringify({ id: 1, call: 'models.list', input: null }));
  expect(await nextFrame(again.socket)).toMatchObject({ id: 1 });
  // And once more: its key stays.
  await server.close();
  await start(kept);
  await enter(page, formerPort);
});

it('goes on without a former port that somebody else has taken', async () => {
  const { page } = await enter();
  const formerPort = server.port;
  await server.close();
  const stranger = await openLoopbackServer({
    app,
    files,
    log,
    keys: new PageKeys([], () => undefined),
    port: formerPort,
  });
  await start(kept);
  expect(await challenge(formerPort, page.id)).toBeNull();
  await enter();
  await stranger.close();
});

it('gives no key for a reload at a port of the user’s choice, where a stranger may have been', async () => {
  const { port } = server;
  await server.close();
  await start([], port);
  const { page, run } = await enter();
  expect(await challenge(port, run.id)).toBeNull();
  await enter(page);
});

it('forgets pages that nobody has seen for weeks, and all but four ports', () => {
  const now = Date.now();
  const page = (port: number, days: number): KeptPageKey => ({
    port,
    id: `page-${String(port).padStart(43, 'a')}`,
    key: 'k'.repeat(43),
    usedAt: now - days * 24 * 3600_000,
  });
  const former = [page(1, 15), page(2, 5), page(3, 4), page(4, 3), page(5, 2), page(6, 1), page(7, -1)];
  expect(new PageKeys(former, () => undefined).formerPorts).toEqual([6, 5, 4, 3]);
});

it('keeps the key of an open page, however many come after it', async () => {
  const { page } = await enter();
  for (let more = 0; more < 80; more += 1) {
    const { socket } = await enter();
    const closed = closeCode(socket);
    socket.close();
    await closed;
  }
  expect(kept.length).toBe(64);
  expect(kept.map(({ id }) => id)).toContain(page.id);
});

it('serves the renderer, with its policy and without a cookie, to any page of its own', async () => {
  const page = await ask('/');
  expect([page.status, page.body, page.headers['content-type'], page.headers['set-cookie']]).toEqual([
    200,
    '<!doctype html>',
    'text/html; charset=utf-8',
    undefined,
  ]);
  expect(page.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      `connect-src 'self' ws://${own()}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect((await ask('/assets/a%20b.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
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
  const { status, body } = await ask(path);
  expect([status, body.includes('secret')]).toEqual([404, false]);
});

it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1.evil.example', '[::1]'])(
  'refuses the Host %s, even with a key',
  async (name) => {
    expect((await ask('/', { host: name })).status).toBe(403);
    expect((await ask('/challenge', { host: name })).status).toBe(403);
    expect(await knock(server.port, newEntry(), { headers: { host: name } })).toBe(403);
    expect(await knock(server.port, newEntry(), { headers: { host: `${name}:1` } })).toBe(403);
  },
);

it('refuses writing methods and foreign origins', async () => {
  expect((await ask('/', {}, 'POST')).status).toBe(405);
  expect((await ask('/', { origin: 'null' })).status).toBe(403);
  expect((await ask('/', { origin: `http://127.0.0.1:${server.port + 1}` })).status).toBe(403);
});

it('opens the bridge only with a proof, own Origin and own path', async () => {
  expect([
    await open(server.port, '/bridge'),
    await open(server.port, '/bridge?nonce=&proof='),
    await knock(server.port, newEntry(), { headers: { origin: 'https://evil.example' } }),
    await knock(server.port, newEntry(), { headers: { origin: `http://127.0.0.1:${server.port + 1}` } }),
    await knock(server.port, newEntry(), { path: '/' }),
  ]).toEqual([403, 403, 403, 403, 404]);
});

it('lets go of the connection of a refused bridge, though the other end keeps it', async () => {
  const connection = connect({ host: '127.0.0.1', port: server.port, allowHalfOpen: true });
  connection.write(
    `GET /bridge HTTP/1.1\r\nhost: ${own()}\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
      'sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  let text = '';
  connection.setEncoding('utf8').on('data', (more: string) => (text += more));
  await new Promise((resolve) => connection.once('end', resolve));
  expect(text).toMatch(/^HTTP\/1\.1 403 /);
  // The server's end is gone: what is written now comes back as a reset.
  const reset = new Promise((resolve) => connection.once('error', resolve));
  const writing = setInterval(() => connection.write('x'), 5);
  expect((await reset) as NodeJS.ErrnoException).toHaveProperty('code', expect.stringMatching(/ECONNRESET|EPIPE/));
  clearInterval(writing);
  connection.destroy();
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
  const [slow, other] = await Promise.all([openBridge(), openBridge()]);
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
  await expect(openLoopbackServer({ app, files, log, keys, port: server.port })).rejects.toMatchObject({
    code: 'port-unavailable',
    details: { port: server.port, reason: 'EADDRINUSE' },
  });
});

it.each([4_000_000, 'nobody'] as const)('answers nothing to the user %s, with whatever key', async (stranger) => {
  const entry = newEntry();
  const { socket } = await enter();
  user = stranger;
  await expect(ask('/')).rejects.toThrow();
  await expect(knock(server.port, entry)).rejects.toThrow();
  user = process.getuid?.() ?? null;
  socket.send(JSON.stringify({ id: 1, call: 'models.list', input: null }));
  expect(await nextFrame(socket)).toMatchObject({ id: 1 });
  await enter(entry);
});
