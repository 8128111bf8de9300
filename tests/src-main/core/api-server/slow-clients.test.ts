/** The server with endpoints of the test: what it does with slow, many and silent clients. */
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ApiServer, Endpoints } from '../../../../src-main/core/api-server/api-server.ts';
import { SarviError } from '#contract/errors';
import { logFacts } from '../../../../src-main/core/api-server/log-facts.ts';
import { MOST_WAITING, Turns } from '../../../../src-main/core/api-server/turns.ts';
import { askRaw } from '../../../builders/api.ts';
import {
  closing,
  openSocket as open,
  serveEndpoints,
  type ServedEndpoints,
} from '../../../builders/serve-endpoints.ts';

let server: ApiServer | null = null;

afterEach(() => server?.dispose());

async function start(...asked: Parameters<typeof serveEndpoints>): Promise<ServedEndpoints> {
  const served = await serveEndpoints(...asked);
  ({ server } = served);
  return served;
}

function head({ port, key }: ServedEndpoints, path: string, more = ''): string {
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${key}\r\n${more}\r\n`;
}

async function answerOf(socket: Socket): Promise<string> {
  let answer = '';
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString('utf8')));
  await closing(socket);
  return answer;
}

const FINE: Endpoints = {
  'GET /fine': (exchange) => {
    exchange.answer(200, { fine: true });
    return Promise.resolve();
  },
  'POST /fine': async (exchange) => exchange.answer(200, await exchange.body()),
};

test('a body that comes too slowly is given up', async () => {
  const started = await start(FINE, { bodyMs: 60 });
  const text = head(started, '/fine', 'Content-Type: application/json\r\nContent-Length: 100\r\n').replace(
    'GET',
    'POST',
  );
  const answer = await answerOf(await open(started.port, `${text}{"a":`));
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});

test('200 connections at once are all answered', async () => {
  const { port, key } = await start(FINE);
  const headers = { authorization: `Bearer ${key}` };
  const replies = await Promise.all(Array.from({ length: 200 }, () => askRaw(port, '/fine', { headers })));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
});

test('a client that does not read a stream loses its connection, and what it asked for is ended', async () => {
  let ended = false;
  const started = await start({
    'GET /endless': (exchange) =>
      new Promise((resolve) => {
        exchange.signal.addEventListener('abort', () => {
          ended = true;
          resolve();
        });
        const write = (): void => {
          if (exchange.signal.aborted) return;
          exchange.stream.send({ text: 'x'.repeat(100_000) });
          setImmediate(write);
        };
        write();
      }),
  });
  const socket = await open(started.port, head(started, '/endless'));
  socket.pause();
  await expect.poll(() => ended, { timeout: 20_000 }).toBe(true);
  socket.destroy();
  expect(process.memoryUsage().external).toBeLessThan(500_000_000);
});

test('one that stops reading is given up after a while', async () => {
  const started = await start(
    {
      'GET /stream': async (exchange) => {
        // So slowly that what waits stays below the limit until the while is over.
        while (!exchange.signal.aborted) {
          exchange.stream.send({ text: 'x'.repeat(100_000) });
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      },
    },
    { stallMs: 100 },
  );
  const socket = await open(started.port, head(started, '/stream'));
  socket.pause();
  await expect.poll(() => server?.status.log.map(({ status }) => status), { timeout: 20_000 }).toEqual([499]);
  expect(server?.status.requests).toEqual([]);
  socket.destroy();
});

test('while nothing is written, comments of one line keep a stream open', async () => {
  const started = await start(
    {
      'GET /slow': async (exchange) => {
        exchange.stream.open();
        await new Promise((resolve) => setTimeout(resolve, 120));
        exchange.stream.send({ a: 1 });
        exchange.stream.end('[DONE]');
      },
    },
    { pingMs: 20 },
  );
  const { text: answer } = await askRaw(started.port, '/slow', { headers: { authorization: `Bearer ${started.key}` } });
  expect(answer).toContain(': ping\n');
  expect(answer).not.toContain(': ping\n\n');
  expect(answer).not.toMatch(/^(id|event):/m);
  expect(answer).toContain('data: {"a":1}\n\ndata: [DONE]\n\n');
});

test('after a long wait the headers come before anything else, and a refusal in a frame', async () => {
  const { port, key } = await start(
    {
      'GET /waits': async (exchange) => {
        exchange.stream.openLater();
        await new Promise((resolve) => setTimeout(resolve, 80));
        throw new Error('after all');
      },
    },
    { openMs: 20 },
  );
  const reply = await askRaw(port, '/waits', { headers: { authorization: `Bearer ${key}` } });
  expect(reply.status).toBe(200);
  expect(reply.text).toContain('"type":"server_error"');
});

test('an error after the headers is a frame, without an end that would look whole', async () => {
  const { port, key, lines } = await start({
    'GET /broken': (exchange) => {
      exchange.stream.send({ a: 1 });
      return Promise.reject(Object.assign(new TypeError('secret reason'), { code: 'ERR_SECRET reason' }));
    },
  });
  const { text } = await askRaw(port, '/broken', { headers: { authorization: `Bearer ${key}` } });
  expect(text).toContain('"type":"server_error"');
  expect(text).not.toContain('secret reason');
  expect(text).not.toContain('[DONE]');
  // The log has where it arose, and nothing of its words.
  const told = lines.find((line) => line.includes('the API failed')) ?? '';
  expect(JSON.parse(told)).toMatchObject({
    ...{ code: 'internal', name: 'TypeError', system: 'ERR_SECRETreason' },
    place: expect.stringMatching(/slow-clients\.test\.ts:\d+:\d+$/) as unknown,
  });
  expect(lines.join('\n')).not.toContain('secret reason');
});

test('a failure without an error is logged as one without words', () => {
  expect(logFacts('secret reason')).toEqual({ code: 'internal' });
  expect(logFacts(new SarviError('write-failed', { path: '/home/secret', reason: 'secret' }))).toMatchObject({
    ...{ code: 'write-failed', name: 'SarviError' },
  });
  const forged = Object.assign(new Error('x'), { stack: 'Error: a\n    at secret prompt (evil words)\n' });
  expect(JSON.stringify(logFacts(forged))).not.toMatch(/secret|evil/);
  // A message that looks like a frame, and one that a pattern would need years for.
  expect(logFacts(new Error('a\n    at secret (evil.ts:1:1)')).place).toMatch(/slow-clients\.test\.ts/);
  expect(logFacts(new Error(`a\n    at ${'secret-'.repeat(300_000)}`)).place).toMatch(/slow-clients\.test\.ts/);
});

test('what a program calls itself cannot forge a line of the log', async () => {
  const started = await start(FINE);
  const headers = { authorization: `Bearer ${started.key}`, 'user-agent': 'a{"}\u00e4 b\\n <script> c' };
  await askRaw(started.port, '/fine?key=secret', { headers });
  const [line] = server?.status.log ?? [];
  expect(line?.client).toBe('a bn script c');
  expect(started.lines.join('\n')).not.toContain('secret');
  expect(started.lines.join('\n')).not.toContain(started.key);
});

test('turns are taken in order, a leaver costs nothing, and too many are refused', async () => {
  const turns = new Turns(() => 1);
  const never = new AbortController().signal;
  const end = await turns.take(never);
  const order: number[] = [];
  const leaving = new AbortController();
  const left = turns.take(leaving.signal).catch(() => order.push(-1));
  const second = turns.take(never).then((done) => {
    order.push(2);
    done();
  });
  leaving.abort();
  await left;
  const rest = Array.from({ length: MOST_WAITING - 1 }, () => turns.take(never).then((done) => done()));
  await expect(turns.take(never)).rejects.toMatchObject({ status: 503 });
  end();
  end();
  await Promise.all([second, ...rest]);
  expect(order).toEqual([-1, 2]);
});
