import { expect, onTestFinished, test } from 'vitest';
import { settleSampling } from '../../../../src-main/core/generation/settle-sampling.ts';
import { fitPrompt } from '../../../../src-main/core/remote/fit-prompt.ts';
import { readAddress } from '../../../../src-main/core/remote/remote-address.ts';
import { askJson, type Connection } from '../../../../src-main/core/remote/remote-connection.ts';
import type { RemoteTarget } from '../../../../src-main/core/remote/remote-target.ts';
import { sendJson, serve, type Answerer } from '../../../builders/remote-server.ts';

async function connect(answer: Answerer): Promise<Connection> {
  const server = await serve(answer);
  onTestFinished(() => server.close());
  return { address: readAddress(server.url), key: null, ca: null, proxy: null };
}

test('a count that cannot be true takes no memory', async () => {
  const connection = await connect((_asked, response) => sendJson(response, { count: 2 ** 31 - 1 }));
  const target: RemoteTarget = {
    ...{ connection, host: connection.address.host, backend: 'vLLM', model: 'poro', exact: null },
    kind: 'vllm',
    ...{ contextTokens: 8192, estimates: { factor: 1 } },
    abilities: { logprobs: true, tokenIds: true, continues: true, counts: true },
  };
  const messages = [{ role: 'user', content: 'Yksi kaksi kolme. '.repeat(2000) }];
  const model = { id: 'm', name: 'poro', path: '' };
  const before = process.memoryUsage().arrayBuffers;
  await expect(fitPrompt(target, { model, messages, sampling: settleSampling({}) }, undefined)).rejects.toMatchObject({
    code: 'prompt-too-long',
    details: { tokens: 4 * 8192 },
  });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
});

test('a server that sends a byte now and then is hung up on', async () => {
  const timers: NodeJS.Timeout[] = [];
  onTestFinished(() => timers.forEach(clearInterval));
  for (const status of [200, 500]) {
    const connection = await connect((_asked, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.write('{"text":"');
      timers.push(setInterval(() => response.write('a'), 50));
    });
    const asked = askJson(connection, { path: '/v1/models', silenceMs: 400 });
    await expect(asked).rejects.toMatchObject({ code: status === 200 ? 'remote-silent' : 'remote-refused' });
  }
});
