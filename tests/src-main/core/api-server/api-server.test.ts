import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ApiServer, type Endpoint } from '../../../../src-main/core/api-server/api-server.ts';
import { MOST_BODY_BYTES } from '../../../../src-main/core/api-server/read-body.ts';
import { freePort } from '../../../builders/api.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

interface Served {
  readonly server: ApiServer;
  /** The head of a request. */
  readonly head: (path: string, ...lines: string[]) => string;
  readonly open: () => Promise<Socket>;
}

/** A server with endpoints of the test, without a model. */
async function serve(endpoints: Record<string, Endpoint>, stallMs?: number): Promise<Served> {
  const port = await freePort();
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = new ApiServer({
    dataFolder: await temporaryFolder(),
    settings: () => ({ apiOn: true, apiPort: port, apiOrigins: [] }),
    endpoints,
    log,
    now: () => Date.now(),
    onChange: () => undefined,
    limits: stallMs === undefined ? {} : { stallMs },
  });
  onTestFinished(() => server.dispose());
  const key = await server.renewKey();
  const head = (path: string, ...lines: string[]): string =>
    [`${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, `Authorization: Bearer ${key}`, ...lines, '', ''].join('\r\n');
  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket));
      socket.once('error', reject);
    });
  return { server, head, open };
}

test('requests that wait behind another on one connection end with it', async () => {
  const ended: string[] = [];
  const wait: Endpoint = ({ signal }, path) =>
    new Promise((resolve) =>
      signal.addEventListener('abort', () => {
        ended.push(path);
        resolve();
      }),
    );
  const { server, head, open } = await serve({ 'GET /v1/*': wait });
  const socket = await open();
  socket.write(['a', 'b', 'c'].map((name) => head(`GET /v1/${name}`)).join(''));
  await expect.poll(() => server.status.requests.length).toBe(3);
  socket.destroy();
  await expect.poll(() => ended.toSorted()).toEqual(['/v1/a', '/v1/b', '/v1/c']);
  await expect.poll(() => server.status.log.map(({ status }) => status)).toEqual([499, 499, 499]);
});

test('a client that does not read a whole answer loses its connection', async () => {
  let isGone = false;
  const large: Endpoint = (exchange) => {
    exchange.signal.addEventListener('abort', () => (isGone = true));
    exchange.answer(200, { text: 'a'.repeat(32 * 1024 * 1024) });
    return Promise.resolve();
  };
  const { head, open } = await serve({ 'GET /large': large }, 200);
  const socket = await open();
  socket.pause();
  socket.write(head('GET /large'));
  await expect.poll(() => isGone, { timeout: 20_000 }).toBe(true);
  socket.destroy();
});

test('bodies count until they are answered, and then no more', async () => {
  const goOn: (() => void)[] = [];
  const hold: Endpoint = async (exchange) => {
    await exchange.body();
    await new Promise<void>((resolve) => goOn.push(resolve));
    exchange.answer(200, {});
  };
  const { head, open } = await serve({ 'POST /hold': hold });
  const body = JSON.stringify({ text: 'a'.repeat(MOST_BODY_BYTES - 20) });
  const lines = ['Content-Type: application/json', `Content-Length: ${body.length}`];
  const post = async (): Promise<{ answer: string; socket: Socket }> => {
    const made = { answer: '', socket: await open() };
    made.socket.on('error', () => undefined);
    made.socket.on('data', (bytes: Buffer) => (made.answer += bytes.toString('latin1')));
    made.socket.write(head('POST /hold', ...lines) + body);
    onTestFinished(() => void made.socket.destroy());
    return made;
  };
  const held = [];
  // 64 MiB in all.
  for (let count = 1; count <= 8; count += 1) {
    held.push(await post());
    await expect.poll(() => goOn.length, { timeout: 20_000 }).toBe(count);
  }
  const refused = await post();
  await expect.poll(() => refused.answer, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 503 /);
  for (const go of goOn.splice(0)) go();
  for (const one of held) await expect.poll(() => one.answer).toMatch(/^HTTP\/1\.1 200 /);
  await post();
  await expect.poll(() => goOn.length, { timeout: 20_000 }).toBe(1);
  goOn[0]?.();
});

test('a slow reader of a long stream adds no listeners', async () => {
  const warned: string[] = [];
  const onWarning = ({ message }: Error): void => void warned.push(message);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  let sent = 0;
  const stream: Endpoint = async ({ stream }) => {
    for (; sent < 30; sent += 1) {
      stream.send('a'.repeat(2 * 1024 * 1024));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    stream.end('[DONE]');
  };
  const { head, open } = await serve({ 'GET /stream': stream });
  const socket = await open();
  let end = '';
  socket.on('data', (bytes: Buffer) => (end = bytes.toString('latin1')));
  socket.write(head('GET /stream'));
  await expect.poll(() => end, { timeout: 20_000 }).toContain('[DONE]');
  socket.destroy();
  expect(warned).toEqual([]);
});

test('other spellings of this computer, and a body with two lengths, are refused', async () => {
  let asked = 0;
  const count: Endpoint = (exchange) => {
    asked += 1;
    exchange.answer(200, {});
    return Promise.resolve();
  };
  const { server, head, open } = await serve({ 'POST /count': count });
  const { port } = server.status;
  const say = async (text: string): Promise<string> => {
    const socket = await open();
    let answer = '';
    socket.on('data', (bytes: Buffer) => (answer += bytes.toString('latin1')));
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(text);
    await closed;
    return answer;
  };
  const own = head('POST /count', 'Content-Length: 0');
  for (const host of ['localhost.', '127.1', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', 'a@127.0.0.1', '2130706433']) {
    const refused = await say(own.replace(`127.0.0.1:${port}`, `${host}:${port}`));
    expect([host, refused.slice(0, 12)]).toEqual([host, 'HTTP/1.1 403']);
  }
  const smuggled = head('POST /count', 'Content-Length: 5', 'Transfer-Encoding: chunked');
  await say(`${smuggled}0\r\n\r\n${own}`);
  expect(asked).toBe(0);
});
