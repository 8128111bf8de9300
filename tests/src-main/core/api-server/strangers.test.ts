/** What anybody on this computer can do to the server without its key. */
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Endpoints } from '../../../../src-main/core/api-server/api-server.ts';
import { askRaw, freePort } from '../../../builders/api.ts';
import { closing, openSocket, serveEndpoints, type ServedEndpoints } from '../../../builders/serve-endpoints.ts';

const FINE: Endpoints = {
  'GET /fine': (exchange) => {
    exchange.answer(200, { fine: true });
    return Promise.resolve();
  },
};

async function serve(...more: [limits?: { headersMs?: number }, origins?: string[]]): Promise<ServedEndpoints> {
  const served = await serveEndpoints(FINE, ...more);
  onTestFinished(() => served.server.dispose());
  return served;
}

async function isAnswered({ port, key }: ServedEndpoints): Promise<boolean> {
  return (await askRaw(port, '/fine', { headers: { authorization: `Bearer ${key}` } })).status === 200;
}

test('who holds many connections open shuts nobody out who has the key', async () => {
  const served = await serve();
  const own = `GET /fine HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nAuthorization: Bearer ${served.key}\r\n\r\n`;
  const known = await openSocket(served.port, own);
  let answers = 0;
  known.on('data', (bytes: Buffer) => (answers += bytes.toString('latin1').split('200 OK').length - 1));
  await expect.poll(() => answers).toBe(1);
  let closed = 0;
  for (let count = 0; count < 400; count += 1) {
    const socket = await openSocket(served.port, 'GET /fine HTTP/1.1\r\n');
    socket.once('close', () => (closed += 1));
    onTestFinished(() => void socket.destroy());
  }
  expect(await isAnswered(served)).toBe(true);
  // The oldest have given way, and not the connection that has shown the key.
  await expect.poll(() => closed).toBeGreaterThan(300);
  known.write(own);
  await expect.poll(() => answers).toBe(2);
  known.destroy();
});

test('headers that come byte by byte are not waited for', async () => {
  const served = await serve({ headersMs: 300 });
  const socket = await openSocket(served.port, 'GET /fine HTTP/1.1\r\n');
  const timer = setInterval(() => socket.write('a'), 50);
  onTestFinished(() => clearInterval(timer));
  await closing(socket);
  expect(await isAnswered(served)).toBe(true);
});

test('a preflight with a body without end is answered and hung up on', async () => {
  const origin = 'https://page.example';
  const served = await serve({}, [origin]);
  const lines = [`Host: 127.0.0.1:${served.port}`, `Origin: ${origin}`, 'Access-Control-Request-Method: POST'];
  const head = ['OPTIONS /fine HTTP/1.1', ...lines, 'Content-Length: 1000000', '', ''].join('\r\n');
  const socket = await openSocket(served.port, head);
  let answer = '';
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString('latin1')));
  await closing(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 204 /);
  expect(answer).toContain(`access-control-allow-origin: ${origin}`);
});

test.each([
  ['a chunk with an extension without end', 'Transfer-Encoding: chunked\r\n\r\n1;a=', 'x'.repeat(16_384)],
  ['headers without end', 'X-A: ', 'x'.repeat(16_384)],
  ['many headers', '', 'X-A: b\r\n'.repeat(4000)],
  ['an address without end', '', ''],
])('%s costs the connection and nothing else', async (_name, begin, piece) => {
  const served = await serve();
  const path = begin === '' && piece === '' ? `/${'a'.repeat(100_000)}` : '/fine';
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nAuthorization: Bearer ${served.key}\r\n`;
  const socket = await openSocket(served.port, head + begin);
  let isOpen = true;
  socket.once('close', () => (isOpen = false));
  socket.resume();
  for (let count = 0; isOpen && count < 64; count += 1) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await expect.poll(() => isOpen).toBe(false);
  expect(await isAnswered(served)).toBe(true);
});

test('requests behind a refused one on the same connection are not answered', async () => {
  const served = await serve();
  const host = `Host: 127.0.0.1:${served.port}`;
  const refused = `POST /fine HTTP/1.1\r\n${host}\r\nContent-Length: 5\r\n\r\nGET /`;
  const own = `GET /fine HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${served.key}\r\n\r\n`;
  const socket = await openSocket(served.port, refused + own);
  let answer = '';
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString('latin1')));
  await closing(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  expect(answer).not.toContain('200 OK');
});

test('while somebody has the port of the other loopback address, neither listens', async () => {
  const port = await freePort();
  const stranger = createServer();
  const hasIpv6 = await new Promise<boolean>((resolve) => {
    stranger.once('error', () => resolve(false));
    stranger.listen({ host: '::1', port, ipv6Only: true }, () => resolve(true));
  });
  onTestFinished(() => void stranger.close());
  const served = await serve();
  const asked = served.server.serve(port);
  if (!hasIpv6) return void (await asked);
  await expect(asked).rejects.toMatchObject({ code: 'port-unavailable', details: { reason: 'EADDRINUSE' } });
  await expect(askRaw(port, '/fine')).rejects.toThrow('ECONNREFUSED');
});
