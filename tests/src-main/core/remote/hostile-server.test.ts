/** A server elsewhere that means harm: what it sends without end, too deep, or byte by byte costs it the connection. */
import { createServer, type Socket } from 'node:net';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { readAddress } from '../../../../src-main/core/remote/remote-address.ts';
import { readAnswer } from '../../../../src-main/core/remote/read-answer.ts';
import { askJson, open, saidBy, type Connection } from '../../../../src-main/core/remote/remote-connection.ts';
import { beginStream, chunk, sendEvent, sendJson, serve, type Answerer } from '../../../builders/remote-server.ts';

const KEY = 'sk-secret';
const to = (url: string): Connection => ({ address: readAddress(url), key: KEY, ca: null, proxy: null });

async function connect(answer: Answerer): Promise<Connection> {
  const server = await serve(answer);
  onTestFinished(() => server.close());
  return to(server.url);
}

/** A server that is no HTTP server. */
async function connectRaw(speak: (socket: Socket) => void): Promise<Connection> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => speak(socket));
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return to(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
}

/** Sends one thing again and again, as fast as it is taken. */
function endless(response: ServerResponse, text: string): void {
  const write = (): void => {
    if (response.destroyed) return;
    if (response.write(text)) setImmediate(write);
    else response.once('drain', write);
  };
  write();
}

async function hear(connection: Connection, silenceMs = 20_000): Promise<string[]> {
  const response = await open(connection, { path: '/v1/chat/completions', body: {}, silenceMs });
  const kinds: string[] = [];
  const source = { host: connection.address.host, key: KEY, alternatives: 0 };
  for await (const { kind } of readAnswer(response, source)) kinds.push(kind);
  return kinds;
}

test.each([
  ['events that bring nothing', 'data: {}\n\n'.repeat(500)],
  ['events of progress', `data: ${JSON.stringify({ prompt_progress: { processed: 1, total: 2 } })}\n\n`.repeat(500)],
  ['one line', 'a'.repeat(65_536)],
  ['one line of data', 'data: a'.repeat(9000)],
  ['one event of many lines', 'data:\n'.repeat(9000)],
  ['text', `data: ${JSON.stringify(chunk({ content: 'a'.repeat(60_000) }))}\n\n`],
])('%s without end are not heard to the end', async (_name, text) => {
  const before = process.memoryUsage().rss;
  const connection = await connect((_asked, response) => {
    beginStream(response);
    endless(response, text);
  });
  await expect(hear(connection)).rejects.toMatchObject({
    code: 'remote-unexpected',
    details: { reason: 'answers-too-much' },
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
});

test('headers that come byte by byte, and preliminary answers without end, are silence', async () => {
  const drips: ((socket: Socket) => void)[] = [
    (socket) => socket.write('a'),
    (socket) => socket.write('HTTP/1.1 102 Processing\r\n\r\n'),
  ];
  for (const drip of drips) {
    const connection = await connectRaw((socket) => {
      if (drip === drips[0]) socket.write('HTTP/1.1 200 OK\r\nX-A: ');
      const timer = setInterval(() => drip(socket), 40);
      socket.once('close', () => clearInterval(timer));
    });
    await expect(hear(connection, 400)).rejects.toMatchObject({ code: 'remote-silent' });
  }
});

test('headers without end are refused', async () => {
  const connection = await connectRaw((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${`X-A: ${'b'.repeat(1000)}\r\n`.repeat(1000)}`);
  });
  await expect(hear(connection)).rejects.toMatchObject({ code: 'remote-unreachable' });
});

test('what is compressed is not unpacked, whatever it is called', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  for (const encoding of ['gzip', 'br', 'deflate', 'gzip, gzip', 'zstd', 'unknown']) {
    const connection = await connect((_asked, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
      response.end(bomb);
    });
    const asked = askJson(connection, { path: '/v1/models', silenceMs: 5000 });
    await expect(asked).rejects.toMatchObject({ code: 'remote-unexpected', details: { reason: 'answers-compressed' } });
  }
  // Without the header it is no JSON.
  const silent = await connect((_asked, response) => void response.writeHead(200).end(bomb));
  await expect(askJson(silent, { path: '/v1/models', silenceMs: 5000 })).rejects.toMatchObject({
    code: 'remote-unexpected',
  });
});

test('JSON that is too long, or as deep as it is long, ends nothing', async () => {
  const long = await connect((_asked, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    endless(response, `["${'a'.repeat(60_000)}",`);
  });
  await expect(askJson(long, { path: '/v1/models', silenceMs: 20_000 })).rejects.toMatchObject({
    details: { reason: 'answers-too-much' },
  });
  const levels = 300_000;
  const deep = `${'{"error":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const streamed = await connect((_asked, response) => {
    beginStream(response);
    sendEvent(response, deep);
    response.end();
  });
  await expect(hear(streamed)).rejects.toMatchObject({ code: 'remote-refused' });
  expect(saidBy({ error: { error: { error: { message: 'a' } } } })).toBe('a');
  expect(saidBy(JSON.parse(deep))).toBeNull();
});

test('a redirect is not followed, and no key goes to another origin', async () => {
  const thief = await serve((_asked, response) => sendJson(response, { data: [] }));
  onTestFinished(() => thief.close());
  for (const status of [301, 302, 303, 307, 308]) {
    const connection = await connect((_asked, response) => {
      response.writeHead(status, { location: `${thief.url}/v1/models?key=${KEY}` }).end();
    });
    const asked = askJson(connection, { path: '/v1/models', body: { text: 'secret' }, silenceMs: 5000 });
    const error = await asked.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'remote-redirects', details: { target: thief.url } });
    expect(JSON.stringify(error)).not.toContain(KEY);
  }
  expect(thief.asked).toEqual([]);
});
