import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { askRaw, freePort } from '../../../builders/api.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const ENTRY = join(import.meta.dirname, '../../../../src-main/shells/cli/main.ts');

interface Serving {
  readonly url: string;
  readonly key?: string;
  stop(): Promise<void>;
}

/** `sarvi api` as a process of its own, when it listens. */
async function serve(dataFolder: string, port: number, more: readonly string[] = []): Promise<Serving> {
  const args = [ENTRY, 'api', '--json', '--port', String(port), '--data-dir', dataFolder, ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const line = JSON.parse(await firstLine(child)) as { url: string; key?: string };
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await once(child, 'exit');
  };
  return { ...line, stop };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let printed = '';
  stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  while (!printed.includes('\n')) await once(stdout as NonNullable<typeof stdout>, 'data');
  return printed.split('\n')[0] ?? '';
}

test('sarvi api prints the address, and the key once; a second one beside it is refused', async () => {
  const dataFolder = await temporaryFolder();
  const port = await freePort();
  const first = await serve(dataFolder, port);
  expect(first).toMatchObject({ url: `http://127.0.0.1:${port}/v1`, key: expect.stringMatching(/^sarvi-/) as string });
  const health = await askRaw(port, '/health', { headers: { 'x-api-key': first.key ?? '' } });
  expect(health.json).toEqual({ status: 'ok' });
  const beside = await runSarvi(['api', '--json', '--data-dir', dataFolder]);
  expect(beside.status).toBe(1);
  expect(beside.lines.at(-1)).toMatchObject({ type: 'error', code: 'data-folder-in-use' });
  await first.stop();

  const again = await serve(dataFolder, port);
  expect(again.key).toBeUndefined();
  const same = await askRaw(port, '/health', { headers: { 'x-api-key': first.key ?? '' } });
  expect(same.status).toBe(200);
  await again.stop();

  const renewed = await serve(dataFolder, port, ['--new-key']);
  expect(renewed.key).not.toBe(first.key);
  expect((await askRaw(port, '/health', { headers: { 'x-api-key': first.key ?? '' } })).status).toBe(401);
  await renewed.stop();
});
