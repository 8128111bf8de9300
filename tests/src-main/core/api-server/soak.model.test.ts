/** Programs of every kind at once, beside conversations; `npm run test:api-soak` has them go on for ten minutes. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import { ask, askRaw, startApi, type OpenApi } from '../../../builders/api.ts';
import { pick, randomOf, type Random } from '../../../builders/random.ts';

const SECONDS = Number(process.env['SARVI_SOAK_SECONDS'] ?? 5);
/** The warm-up takes a quarter more. */
const LIMIT_MS = SECONDS * 1250 + 180_000;
/** Above what the warm-up has taken. */
const MOST_GROWTH_BYTES = 200 * 1024 * 1024;

const user = (content: string): object => ({ role: 'user', content });

/** One program: a status that it may get, or null when it leaves without an answer. */
type Program = (api: OpenApi, random: Random) => Promise<number | null>;

const chat =
  (body: (random: Random) => object): Program =>
  async (api, random) =>
    (await ask(api, '/v1/chat/completions', { messages: [user('Hei!')], max_tokens: 6, ...body(random) })).status;

const leaves =
  (text: (api: OpenApi) => string): Program =>
  (api, random) =>
    new Promise((resolve) => {
      const socket = connect(api.port, '127.0.0.1', () => {
        socket.write(text(api));
        setTimeout(() => socket.destroy(), random() * 60);
      });
      socket.on('error', () => undefined);
      socket.once('close', () => resolve(null));
    });

function post(api: OpenApi, body: string, length = Buffer.byteLength(body)): string {
  return (
    `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nAuthorization: Bearer ${api.key}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`
  );
}

const ENDLESS = JSON.stringify({ messages: [user('Kerro kaikki.')], temperature: 5, stream: true });

const PROGRAMS: readonly (readonly [name: string, program: Program, allowed: readonly (number | null)[]])[] = [
  ['asks', chat(() => ({})), [200, 503]],
  ['streams', chat(() => ({ stream: true, n: 2 })), [200, 503]],
  ['wants JSON', chat(() => ({ response_format: { type: 'json_object' } })), [200, 503]],
  ['wants log-probabilities', chat(() => ({ logprobs: true, top_logprobs: 20 })), [200, 503]],
  ['sends nonsense', chat((random) => ({ [pick(random, ['n', 'stop', 'messages', 'seed'])]: { a: [1] } })), [400]],
  ['sends too much', chat(() => ({ messages: [user('poro '.repeat(20_000))] })), [400, 503]],
  ['has no key', async (api) => (await askRaw(api.port, '/v1/models')).status, [401]],
  ['is a page', async (api) => (await askRaw(api.port, '/v1/models', { headers: { origin: 'null' } })).status, [403]],
  ['lists', async (api) => (await ask(api, '/v1/models')).status, [200]],
  ['counts', async (api) => (await ask(api, '/tokenize', { prompt: 'Hei vaan kaikille!' })).status, [200]],
  ['leaves while it is answered', leaves((api) => post(api, ENDLESS)), [null]],
  ['leaves while it sends', leaves((api) => post(api, '{"messages":', 1000)), [null]],
  ['speaks no HTTP', leaves(() => '\u0000\u0001\r\n\r\n'), [null]],
];

/** One conversation after the other, as a user has them. @returns how many were answered */
async function converse({ app, modelId }: OpenApi, until: number): Promise<number> {
  let answered = 0;
  while (Date.now() < until) {
    const { id: conversationId } = await app.ask('conversations.create', { modelId });
    await app.ask('conversations.update', { conversationId, sampling: { maxTokens: 8 } });
    const ended = new Promise<GenerationEvent>((resolve) => {
      const stop = app.listen((name, payload) => {
        const event = payload as GenerationEvent;
        if (name !== 'generation.changed' || (event.kind !== 'finished' && event.kind !== 'failed')) return;
        stop();
        resolve(event);
      });
    });
    await app.ask('chat.send', { conversationId, parentId: null, text: 'Kuka olet?' });
    expect((await ended).kind).toBe('finished');
    answered += 1;
  }
  return answered;
}

test('programs that behave in every way leave the app as it was', { timeout: LIMIT_MS }, async () => {
  const api = await startApi();
  try {
    const counts = new Map<string, number>();
    const run = async (until: number, seed: number): Promise<void> => {
      const random = randomOf(seed);
      while (Date.now() < until) {
        const [name, program, allowed] = pick(random, PROGRAMS);
        const status = await program(api, random);
        expect(allowed, name).toContain(status);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    };
    const workers = (until: number): Promise<unknown>[] => Array.from({ length: 8 }, (_, seed) => run(until, seed + 1));
    await Promise.all(workers(Date.now() + (SECONDS * 1000) / 4));
    const before = process.memoryUsage().rss;
    const until = Date.now() + SECONDS * 1000;
    const [answered] = await Promise.all([converse(api, until), ...workers(until)]);
    // Sockets that were just closed are seen by the server a moment later.
    await expect.poll(async () => (await api.app.ask('api.status', {})).requests, { timeout: 30_000 }).toEqual([]);
    await sleep(0);
    const grown = process.memoryUsage().rss - before;
    if (process.env['SARVI_SOAK_SECONDS'] !== undefined) {
      process.stdout.write(
        `${answered} conversations, ${Math.round(grown / 1e6)} MB grown, ${JSON.stringify([...counts])}\n`,
      );
    }
    expect(answered).toBeGreaterThan(0);
    expect(grown).toBeLessThan(MOST_GROWTH_BYTES);
    expect((await ask(api, '/health')).status).toBe(200);
  } finally {
    await api.close();
  }
});
