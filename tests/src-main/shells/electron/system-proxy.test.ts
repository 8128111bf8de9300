import { afterEach, expect, test, vi } from 'vitest';
import { systemProxy } from '../../../../src-main/shells/electron/system-proxy.ts';

const system = vi.hoisted(() => ({ told: 'DIRECT' }));

vi.mock('electron', () => ({
  session: { defaultSession: { resolveProxy: () => Promise.resolve(system.told) } },
}));

const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

afterEach(() => vi.unstubAllEnvs());

const proxy = (told: string): Promise<unknown> => {
  system.told = told;
  return systemProxy('https://gpu.example.fi');
};

test('the first proxy of the system is taken, in the form of environment variables', async () => {
  const plain = { HTTP_PROXY: 'http://proxy.example.fi:3128', HTTPS_PROXY: 'http://proxy.example.fi:3128' };
  expect(await proxy('PROXY proxy.example.fi:3128; DIRECT')).toEqual(plain);
  expect(await proxy('HTTP proxy.example.fi:3128')).toEqual(plain);
  const secure = { HTTP_PROXY: 'https://proxy.example.fi:443', HTTPS_PROXY: 'https://proxy.example.fi:443' };
  expect(await proxy('HTTPS proxy.example.fi:443;PROXY other:1')).toEqual(secure);
});

test('without one, environment variables count', async () => {
  for (const name of NAMES) vi.stubEnv(name, '');
  expect(await proxy('DIRECT')).toBeNull();
  vi.stubEnv('https_proxy', 'http://proxy.example.fi:3128');
  vi.stubEnv('NO_PROXY', 'localhost');
  expect(await proxy('DIRECT')).toEqual({ https_proxy: 'http://proxy.example.fi:3128', NO_PROXY: 'localhost' });
});

test('a proxy of another kind is not gone past', async () => {
  await expect(proxy('SOCKS5 proxy.example.fi:1080; DIRECT')).rejects.toMatchObject({
    code: 'remote-unreachable',
    details: { host: 'gpu.example.fi', reason: expect.stringContaining('SOCKS5') as unknown },
  });
});
