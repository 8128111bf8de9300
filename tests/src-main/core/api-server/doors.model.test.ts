import { connect } from 'node:net';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOST_BODY_BYTES } from '../../../../src-main/core/api-server/read-body.ts';
import { ask, askRaw, freePort, startApi, type OpenApi } from '../../../builders/api.ts';

let api: OpenApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

const key = (): Record<string, string> => ({ authorization: `Bearer ${api.key}` });
const HELLO = { messages: [{ role: 'user', content: 'Hei!' }], max_tokens: 4, temperature: 0 };

/** Sends text as it is, and answers all that comes back until the server ends the connection. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(api.port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (bytes) => (answer += bytes.toString('latin1')));
    socket.once('close', () => resolve(answer));
    socket.once('error', reject);
  });
}

describe('who is let in', () => {
  test('on every path a key is needed, as Bearer or x-api-key', async () => {
    for (const path of ['/health', '/v1/models', '/v1/chat/completions', '/nowhere', '/']) {
      const refused = await askRaw(api.port, path);
      expect([path, refused.status]).toEqual([path, 401]);
      expect(refused.json).toMatchObject({ error: { type: 'authentication_error' } });
    }
    const wrong = [`Bearer ${api.key}x`, 'Bearer ', `Basic ${api.key}`, api.key];
    for (const authorization of wrong) {
      expect((await askRaw(api.port, '/health', { headers: { authorization } })).status).toBe(401);
    }
    expect((await askRaw(api.port, '/health', { headers: { 'x-api-key': `${api.key.slice(1)}` } })).status).toBe(401);
    expect((await askRaw(api.port, '/health', { headers: { 'x-api-key': api.key } })).status).toBe(200);
    expect((await askRaw(api.port, '/health', { headers: key() })).json).toEqual({ status: 'ok' });
  });

  test('a Host that is not one of the known names with the port is refused', async () => {
    const foreign = ['evil.example', `evil.example:${api.port}`, '127.0.0.1', `localhost:${api.port + 1}`, 'a/b?c'];
    for (const host of [...foreign, `127.0.0.1:${api.port}.evil.example`, `0.0.0.0:${api.port}`]) {
      const refused = await askRaw(api.port, '/health', { headers: { ...key(), host } });
      expect([host, refused.status]).toEqual([host, 403]);
    }
    for (const host of [
      `127.0.0.1:${api.port}`,
      `localhost:${api.port}`,
      `LOCALHOST:${api.port}`,
      `[::1]:${api.port}`,
    ]) {
      expect((await askRaw(api.port, '/health', { headers: { ...key(), host } })).status).toBe(200);
    }
  });

  test('two Host headers, and an address in place of a path, are refused', async () => {
    const own = `127.0.0.1:${api.port}`;
    const head = `Authorization: Bearer ${api.key}\r\nConnection: close\r\n\r\n`;
    const two = await exchange(`GET /health HTTP/1.1\r\nHost: ${own}\r\nHost: evil.example\r\n${head}`);
    expect(two).toMatch(/^HTTP\/1\.1 40[03] /);
    const absolute = await exchange(`GET http://evil.example/health HTTP/1.1\r\nHost: ${own}\r\n${head}`);
    expect(absolute).toMatch(/^HTTP\/1\.1 400 /);
    const none = await exchange(`GET /health HTTP/1.1\r\n${head}`);
    expect(none === '' || /^HTTP\/1\.1 40[03] /.test(none)).toBe(true);
    expect(await exchange('nothing like HTTP\r\n\r\n')).not.toContain('200');
    expect((await ask(api, '/health')).status).toBe(200);
  });

  test('every origin is refused unless the user has listed it', async () => {
    const origin = 'app://obsidian.md';
    for (const one of ['null', 'https://evil.example', origin, `http://127.0.0.1:${api.port}`]) {
      const refused = await askRaw(api.port, '/health', { headers: { ...key(), origin: one } });
      expect([one, refused.status]).toEqual([one, 403]);
      expect(refused.headers['access-control-allow-origin']).toBeUndefined();
    }
    await api.app.ask('settings.update', { apiOrigins: [origin] });
    const preflight = await askRaw(api.port, '/v1/chat/completions', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-stainless-os',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'authorization,content-type,x-stainless-os',
      vary: 'Origin',
    });
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    expect((await askRaw(api.port, '/health', { headers: { origin } })).status).toBe(401);
    expect((await askRaw(api.port, '/health', { headers: { ...key(), origin } })).status).toBe(200);
    const other = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    expect((await askRaw(api.port, '/health', { method: 'OPTIONS', headers: other })).status).toBe(403);
    // Without an origin it is no preflight.
    expect((await askRaw(api.port, '/health', { method: 'OPTIONS' })).status).toBe(401);
  });

  test('it listens on both loopback addresses and nowhere else', async () => {
    const ipv6 = { ...key(), host: `[::1]:${api.port}` };
    const reached = await askRaw(api.port, '/health', { host: '::1', headers: ipv6 }).then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    // A system without IPv6 has nobody there either.
    expect([200, 'EADDRNOTAVAIL', 'EAFNOSUPPORT']).toContain(reached);
    await expect(askRaw(api.port, '/health', { host: '127.0.0.2', headers: key() })).rejects.toThrow('ECONNREFUSED');
  });

  test('only the digest of the key is on disk, and a new key ends the old one', async () => {
    const path = join(api.dataFolder, 'api-key.json');
    const before = await readFile(path, 'utf8');
    expect(before).toMatch(/^\{"sha256":"[0-9a-f]{64}"\}\n$/);
    const old = api.key;
    const renewed = await api.app.ask('api.renewKey', {});
    expect(renewed.key).toMatch(/^sarvi-[\w-]{43}$/);
    expect(await readFile(path, 'utf8')).not.toBe(before);
    api = { ...api, key: renewed.key };
    expect((await askRaw(api.port, '/health', { headers: { authorization: `Bearer ${old}` } })).status).toBe(401);
    expect((await ask(api, '/health')).status).toBe(200);
    const config = await readFile(join(api.dataFolder, 'config.json'), 'utf8');
    const log = await readFile(join(api.dataFolder, 'logs', 'sarvi.log'), 'utf8');
    for (const secret of [old, renewed.key]) expect(config + log).not.toContain(secret);
  });
});

describe('what is read', () => {
  const post = (body: string | Buffer, headers: Record<string, string>): ReturnType<typeof askRaw> =>
    askRaw(api.port, '/v1/chat/completions', { method: 'POST', headers: { ...key(), ...headers }, body });

  test('only JSON that is not compressed', async () => {
    const text = JSON.stringify(HELLO);
    const json = { 'content-type': 'application/json' };
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', '']) {
      expect([type, (await post(text, { 'content-type': type })).status]).toEqual([type, 415]);
    }
    expect((await post(text, { ...json, 'content-encoding': 'gzip' })).status).toBe(415);
    for (const body of ['{', '[]', 'null', '"a"', ''])
      expect([body, (await post(body, json)).status]).toEqual([body, 400]);
    expect((await post(Buffer.from([0x7b, 0xff, 0x7d]), json)).status).toBe(400);
    const deep = `{"messages":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await post(deep, json)).status).toBe(400);
    const wide = `{"messages":[${'1,'.repeat(1_000_000)}1]}`;
    expect((await post(wide, json)).status).toBe(400);
  });

  test('no more than 8 MiB, whether the length is told or not', async () => {
    const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nAuthorization: Bearer ${api.key}\r\nContent-Type: application/json\r\n`;
    const told = await exchange(`${head}Content-Length: ${100 * 1024 * 1024}\r\n\r\n{"messages":`);
    expect(told).toMatch(/^HTTP\/1\.1 413 /);
    const sent = await new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(api.port, '127.0.0.1', () => {
        socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
        const chunk = 'a'.repeat(0x100000);
        for (let count = 0; count < MOST_BODY_BYTES / 0x100000 + 2; count += 1) socket.write(`100000\r\n${chunk}\r\n`);
      });
      socket.on('data', (bytes) => (answer += bytes.toString('latin1')));
      socket.on('error', () => undefined);
      socket.once('close', () => resolve(answer));
    });
    // The connection may be reset before the refusal is read.
    expect(sent === '' || sent.startsWith('HTTP/1.1 413 ')).toBe(true);
    expect((await ask(api, '/health')).status).toBe(200);
  });

  test('uploads that are given up end nothing', async () => {
    for (let count = 0; count < 20; count += 1) {
      await new Promise<void>((resolve) => {
        const socket = connect(api.port, '127.0.0.1', () => {
          socket.write(
            `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nAuthorization: Bearer ${api.key}\r\n`,
          );
          socket.write('Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"mess', () =>
            socket.resetAndDestroy(),
          );
        });
        socket.on('error', () => undefined);
        socket.once('close', () => resolve());
      });
    }
    expect((await ask(api, '/health')).status).toBe(200);
  });

  test('an offer of HTTP/2 is passed over and the request is answered', async () => {
    const text = JSON.stringify(HELLO);
    const answer = await exchange(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\nAuthorization: Bearer ${api.key}\r\n` +
        'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n' +
        `Content-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('chat.completion');
  });

  test('Expect: 100-continue is answered, double slashes and a missing /v1 are understood', async () => {
    expect(
      (await post(JSON.stringify(HELLO), { 'content-type': 'application/json', expect: '100-continue' })).status,
    ).toBe(200);
    expect((await ask(api, '/v1//models')).status).toBe(200);
    expect((await ask(api, '/models')).status).toBe(200);
    expect((await ask(api, '/v1/../health')).status).toBe(404);
    expect((await ask(api, '/v1/chat/completions')).status).toBe(405);
    expect((await ask(api, '/v1/embeddings', { input: 'a' })).status).toBe(501);
    expect((await ask(api, '/v1/responses', { input: 'a' })).status).toBe(501);
    expect((await askRaw(api.port, '/v1/models', { method: 'HEAD', headers: key() })).text).toBe('');
  });
});

describe('when it listens', () => {
  test('a port that somebody has is said to be taken, and nothing listens', async () => {
    const taken = await freePort();
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen({ host: '127.0.0.1', port: taken }, resolve));
    const before = api.port;
    await api.app.ask('settings.update', { apiPort: taken });
    await expect
      .poll(() => api.app.ask('api.status', {}))
      .toMatchObject({ state: 'failed', error: { code: 'port-unavailable' } });
    await expect(askRaw(before, '/health')).rejects.toThrow('ECONNREFUSED');
    await new Promise((resolve) => stranger.close(resolve));
    await api.app.ask('settings.update', { apiPort: before });
    await expect.poll(() => api.app.ask('api.status', {})).toMatchObject({ state: 'listening' });
  });

  test('deleting everything ends it, with its key', async () => {
    await api.app.ask('privacy.deleteAll', { models: false });
    await expect(askRaw(api.port, '/health')).rejects.toThrow('ECONNREFUSED');
    expect(await api.app.ask('api.status', {})).toMatchObject({ state: 'off', hasKey: false, log: [] });
    await expect(readFile(join(api.dataFolder, 'api-key.json'))).rejects.toThrow('ENOENT');
    expect(await api.app.ask('settings.get', {})).toMatchObject({ apiOn: false, apiOrigins: [] });
  });
});
