import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { AUTHORITY, GOOD } from '../../../builders/certificates.ts';
import { playProxy, type PlayedProxy } from '../../../builders/played-proxy.ts';
import { addRemote, openEmptyApp, say, talkTo } from '../../../builders/remote-app.ts';
import { serveKind, WORDS, type RemoteServer } from '../../../builders/remote-server.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

beforeEach(() => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']) {
    vi.stubEnv(name, '');
  }
});

afterEach(() => vi.unstubAllEnvs());

async function opened<Opened extends { close(): Promise<void> }>(opening: Promise<Opened>): Promise<Opened> {
  const one = await opening;
  onTestFinished(() => one.close());
  return one;
}

const proxy = (refusal?: number): Promise<PlayedProxy> => opened(playProxy(refusal));
const server = (secure = false): Promise<RemoteServer> =>
  opened(serveKind('vllm', undefined, secure ? { certificate: GOOD, key: 'sk-proxied' } : {}));

test('the proxy is used where the user says so, and nowhere else', async () => {
  const [far, between] = [await server(), await proxy()];
  vi.stubEnv('HTTP_PROXY', between.url);
  const app = await openEmptyApp();
  const straight = await addRemote(app, far.url);
  const conversation = await talkTo(app, straight);
  expect((await say(app, conversation, 'Hei')).text).toBe(WORDS.join(''));
  expect(between.asked).toEqual([]);

  await addRemote(app, far.url, { remoteId: straight.id, usesProxy: true });
  expect(between.asked).toContain(`GET ${far.url}/v1/models`);
  expect((await say(app, conversation, 'Hei taas')).text).toBe(WORDS.join(''));
  expect(between.asked.at(-1)).toBe(`POST ${far.url}/v1/chat/completions`);

  vi.stubEnv('NO_PROXY', '127.0.0.1');
  const before = between.asked.length;
  expect((await say(app, conversation, 'Ja taas')).text).toBe(WORDS.join(''));
  expect(between.asked.length).toBe(before);
});

test('through the proxy a certificate is checked, and the proxy reads neither the key nor the words', async () => {
  const [far, between] = [await server(true), await proxy()];
  vi.stubEnv('HTTPS_PROXY', between.url);
  const app = await openEmptyApp();
  await expect(addRemote(app, far.url, { usesProxy: true, key: 'sk-proxied' })).rejects.toMatchObject({
    code: 'remote-untrusted',
  });
  const caPath = join(await temporaryFolder(), 'authority.pem');
  await writeFile(caPath, AUTHORITY);
  const engine = await addRemote(app, far.url, { usesProxy: true, key: 'sk-proxied', caPath });
  const answer = await say(app, await talkTo(app, engine), 'Salaisuus');
  expect(answer).toMatchObject({ text: WORDS.join(''), error: null });
  expect(new Set(between.asked)).toEqual(new Set([`CONNECT ${far.host}`]));
  expect(between.seen.join('')).not.toMatch(/sk-proxied|Salaisuus/);
});

test('a proxy that refuses, or is not there, is told of, and is not gone past', async () => {
  const [far, refusing] = [await server(true), await proxy(407)];
  const app = await openEmptyApp();
  for (const url of [refusing.url, 'http://127.0.0.1:9']) {
    vi.stubEnv('HTTPS_PROXY', url);
    const failure = { code: expect.stringMatching(/^remote-(unreachable|cut|refused)$/) as unknown };
    await expect(addRemote(app, far.url, { usesProxy: true })).rejects.toMatchObject(failure);
  }
  expect(far.asked).toEqual([]);
});
