import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { GenerationOutcome } from '../../../../src-main/core/generation/generation-sink.ts';
import { runGeneration } from '../../../../src-main/core/generation/run-generation.ts';
import { settleSampling } from '../../../../src-main/core/generation/settle-sampling.ts';
import { probeServer } from '../../../../src-main/core/remote/probe-server.ts';
import { readAddress } from '../../../../src-main/core/remote/remote-address.ts';
import { RemoteEngine } from '../../../../src-main/core/remote/remote-engine.ts';
import { readCertificates } from '../../../../src-main/core/remote/trusted-certificates.ts';
import { AUTHORITY, EXPIRED, GOOD, OF_ANOTHER, type ServerCertificate } from '../../../builders/certificates.ts';
import { beginStream, chunk, sendEvent, sendJson, serve, type RemoteServer } from '../../../builders/remote-server.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const ABILITIES = { logprobs: true, tokenIds: true, continues: true, counts: false };

async function closing(server: Promise<RemoteServer>): Promise<RemoteServer> {
  const opened = await server;
  onTestFinished(() => opened.close());
  return opened;
}

/** One question to a server. */
async function ask(url: string, silenceMs = 60_000): Promise<GenerationOutcome> {
  const address = readAddress(url);
  const engine = new RemoteEngine({
    limits: { silenceMs },
    targetOf: () =>
      Promise.resolve({
        connection: { address, key: 'sk-weather', ca: null, proxy: null },
        ...{ host: address.host, kind: 'vllm', backend: 'vLLM', model: 'poro', contextTokens: 8192 },
        ...{ abilities: ABILITIES, estimates: { factor: 1 }, exact: null },
      }),
  });
  const model = {
    id: 'm',
    name: 'poro',
    path: '',
    remote: { engineId: 'e', backend: 'vLLM', host: address.host, continues: true },
  };
  let outcome: GenerationOutcome | null = null;
  await runGeneration(
    engine,
    { model, messages: [{ role: 'user', content: 'Hei' }], sampling: settleSampling({}) },
    {
      progress: () => undefined,
      text: () => undefined,
      end: (end) => {
        outcome = end;
      },
    },
  );
  return outcome ?? expect.unreachable('the run had no end');
}

/** Begins an answer, and then goes on as told. */
const after = (fault: (response: ServerResponse) => void) =>
  closing(
    serve((_asked, response) => {
      beginStream(response);
      sendEvent(response, chunk({ role: 'assistant', content: 'Alku' }));
      fault(response);
    }),
  );

const CUTS: readonly (readonly [string, (response: ServerResponse) => void, object])[] = [
  ['a stream that ends too early', (r) => r.end(), { code: 'remote-cut' }],
  ['a server that dies', (r) => setImmediate(() => r.destroy()), { code: 'remote-cut' }],
  [
    'an end without a reason',
    (r) => {
      sendEvent(r, '[DONE]');
      r.end();
    },
    { code: 'remote-cut' },
  ],
  [
    'an aborted answer',
    (r) => {
      sendEvent(r, chunk({}, 'abort'));
      r.end();
    },
    { code: 'remote-cut' },
  ],
  [
    'an error on the way',
    (r) => {
      sendEvent(r, { error: { message: 'out of memory, key sk-weather', code: 500 } });
      r.end();
    },
    { code: 'remote-refused', details: { status: 500, reason: 'out of memory, key …' } },
  ],
  [
    'an error as a string',
    (r) => {
      sendEvent(r, { error: 'broken' });
      r.end();
    },
    { code: 'remote-refused', details: { reason: 'broken' } },
  ],
  [
    'half of a JSON text',
    (r) => {
      sendEvent(r, '{"choices":[{"delta"');
      r.end();
    },
    { code: 'remote-unexpected', details: { reason: 'answers-garbled' } },
  ],
  [
    'a line without end',
    (r) => {
      r.on('error', () => undefined);
      const fill = (): void => {
        while (r.write('x'.repeat(1 << 20)));
        r.once('drain', fill);
      };
      fill();
    },
    { code: 'remote-unexpected', details: { reason: 'answers-too-much' } },
  ],
];

test.each(CUTS)('%s keeps the text so far, and is told by name', async (_name, fault, error) => {
  const server = await after(fault);
  const outcome = await ask(server.url);
  expect(outcome).toMatchObject({ stopReason: 'failed', error, said: { text: 'Alku' } });
  expect(outcome.record).toMatchObject({ modelName: 'poro', remote: { host: server.host } });
  expect(server.asked.length).toBe(1);
});

test('a server that falls silent is hung up on, and one that only says that it lives is not', async () => {
  let alive: NodeJS.Timeout | undefined;
  onTestFinished(() => clearInterval(alive));
  const silent = await after(() => undefined);
  expect(await ask(silent.url, 300)).toMatchObject({
    error: { code: 'remote-silent', details: { minutes: 1 } },
    said: { text: 'Alku' },
  });
  await expect.poll(() => silent.dropped).toBe(1);
  const slow = await after((response) => {
    let beats = 0;
    alive = setInterval(() => {
      beats += 1;
      response.write(': ping\n');
      if (beats < 10) return;
      clearInterval(alive);
      sendEvent(response, chunk({ content: ' loppu' }, 'stop'));
      response.end();
    }, 100);
  });
  expect(await ask(slow.url, 700)).toMatchObject({ error: null, said: { text: 'Alku loppu' } });
});

test('a server that never answers is hung up on', async () => {
  const server = await closing(serve(() => undefined));
  expect(await ask(server.url, 300)).toMatchObject({ error: { code: 'remote-silent' }, said: { text: '' } });
});

test.each([
  [401, {}, 'remote-key-refused'],
  [403, {}, 'remote-key-refused'],
  [429, { 'retry-after': '2' }, 'remote-busy'],
  [503, {}, 'remote-busy'],
  [302, { location: 'http://elsewhere.example/' }, 'remote-redirects'],
  [500, {}, 'remote-refused'],
  [418, {}, 'remote-refused'],
])('the status %i is told by name, and nothing is sent again', async (status, headers, code) => {
  const server = await closing(
    serve((_asked, response) => {
      response.writeHead(status, headers);
      response.end();
    }),
  );
  expect(await ask(server.url)).toMatchObject({ stopReason: 'failed', error: { code }, said: { text: '' } });
  expect(server.asked.length).toBe(1);
});

test('a length that the server promised and does not keep cuts the answer', async () => {
  const server = await closing(
    serve((_asked, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-length': '100000' });
      sendEvent(response, chunk({ content: 'Alku' }));
      setImmediate(() => response.destroy());
    }),
  );
  expect(await ask(server.url)).toMatchObject({ error: { code: 'remote-cut' }, said: { text: 'Alku' } });
});

test('counts that cannot be true are left out', async () => {
  const usage = { prompt_tokens: -4, completion_tokens: 1e300, prompt_tokens_details: { cached_tokens: 'x' } };
  const server = await after((response) => {
    sendEvent(response, chunk({}, 'stop', { usage }));
    response.end();
  });
  expect((await ask(server.url)).record).toMatchObject({ generatedTokens: 1, cachedTokens: 0 });
});

test('an answer that comes at once, without a stream, is understood', async () => {
  const server = await closing(
    serve((_asked, response) =>
      sendJson(response, { choices: [{ index: 0, message: { content: 'Kaikki.' }, finish_reason: 'stop' }] }),
    ),
  );
  expect(await ask(server.url)).toMatchObject({ error: null, said: { text: 'Kaikki.' } });
});

test('characters in two halves are put together, and half of one is replaced', async () => {
  const server = await closing(
    serve((_asked, response) => {
      beginStream(response);
      response.write('data: {"choices":[{"delta":{"content":"\\ud83e"}}]}\n\n');
      response.write('data: {"choices":[{"delta":{"content":"\\udd8c!\\ud83e"},"finish_reason":"stop"}]}\n\n');
      response.end();
    }),
  );
  expect((await ask(server.url)).said.text).toBe('🦌!\uFFFD');
});

const certified = (certificate: ServerCertificate): Promise<RemoteServer> =>
  closing(serve((_asked, response) => sendJson(response, { data: [{ id: 'poro' }] }), { certificate }));

test.each([
  ['nobody knows', GOOD, null, 'certificate-issuer-unknown'],
  ['is for another server', OF_ANOTHER, AUTHORITY, 'certificate-of-another'],
  ['has expired', EXPIRED, AUTHORITY, 'certificate-expired'],
])('a certificate that %s is refused before anything is sent', async (_name, certificate, ca, reason) => {
  const server = await certified(certificate);
  const connection = { address: readAddress(server.url), key: 'sk-weather', ca, proxy: null };
  await expect(probeServer(connection)).rejects.toMatchObject({ code: 'remote-untrusted', details: { reason } });
  expect(server.asked).toEqual([]);
});

test('a certificate of an authority that the user has chosen is trusted', async () => {
  const server = await certified(GOOD);
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'ca.pem'), AUTHORITY);
  await writeFile(join(folder, 'key.pem'), 'no certificate');
  const ca = await readCertificates(join(folder, 'ca.pem'), server.host);
  const connection = { address: readAddress(server.url), key: null, ca, proxy: null };
  expect(await probeServer(connection)).toMatchObject({ models: [{ name: 'poro' }] });
  await expect(readCertificates(join(folder, 'key.pem'), 'x')).rejects.toMatchObject({ code: 'remote-untrusted' });
  await expect(readCertificates(join(folder, 'none'), 'x')).rejects.toMatchObject({ code: 'path-missing' });
});

test('a server that takes the connection and says nothing is given up on', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const address = readAddress(`https://127.0.0.1:${port}`);
  const connection = { address, key: null, ca: null, proxy: null, limits: { connectMs: 200 } };
  await expect(probeServer(connection)).rejects.toMatchObject({
    code: 'remote-unreachable',
    details: { reason: 'connecting-took-too-long {"seconds":1}' },
  });
});

test('a server that does not encrypt is not asked as if it did', async () => {
  const server = await closing(serve(() => undefined));
  const address = readAddress(server.url.replace('http:', 'https:'));
  await expect(probeServer({ address, key: null, ca: null, proxy: null })).rejects.toMatchObject({
    code: 'remote-untrusted',
    details: { reason: 'no-certificate-spoken' },
  });
});
