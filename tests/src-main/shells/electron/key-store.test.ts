import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { systemKeys } from '../../../../src-main/shells/electron/key-store.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

/** A key store of the system that turns every byte around. */
const system = vi.hoisted(() => ({ backend: 'gnome_libsecret', isAvailable: true, isBroken: false }));

vi.mock('electron', () => ({
  safeStorage: {
    getSelectedStorageBackend: () => system.backend,
    isAsyncEncryptionAvailable: () => Promise.resolve(system.isAvailable),
    encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(text).map((byte) => byte ^ 0xff)),
    decryptStringAsync: (bytes: Buffer) =>
      system.isBroken
        ? Promise.reject(new Error('no such key'))
        : Promise.resolve({ shouldReEncrypt: false, result: bytes.map((byte) => byte ^ 0xff).toString() }),
  },
}));

const KEPT = { key: 'sk-system-secret', origin: 'https://gpu.example.fi' };

beforeEach(() => {
  Object.assign(system, { backend: 'gnome_libsecret', isAvailable: true, isBroken: false });
});

const pathOfKeys = async (): Promise<string> => join(await temporaryFolder(), 'remote-keys.json');

test('a key is kept by the system, for its user alone, and is removed with its file', async () => {
  const path = await pathOfKeys();
  const keys = systemKeys(path);
  expect(await keys.newKeys()).toBe('system');
  await keys.set('lab', KEPT);
  await keys.set('other', { ...KEPT, key: 'sk-2' });
  const file = await readFile(path, 'utf8');
  expect(file).not.toContain('sk-');
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
  expect(await systemKeys(path).get('lab', KEPT.origin)).toEqual({ ...KEPT, place: 'system' });
  await keys.remove('lab');
  expect(await keys.get('lab', KEPT.origin)).toBeNull();
  expect(await keys.get('other', KEPT.origin)).toMatchObject({ key: 'sk-2' });
  await keys.clear();
  expect(existsSync(path)).toBe(false);
  expect(await keys.get('other', KEPT.origin)).toBeNull();
});

test.each([
  ['basic_text', true],
  ['unknown', true],
  ['gnome_libsecret', false],
])('with the back end %s and encryption %s, a key is forgotten when Sarvi ends', async (backend, isAvailable) => {
  if (process.platform !== 'linux' && isAvailable) return;
  Object.assign(system, { backend, isAvailable });
  const path = await pathOfKeys();
  const keys = systemKeys(path);
  expect(await keys.newKeys()).toBe('session');
  await keys.set('lab', KEPT);
  expect(await keys.get('lab', KEPT.origin)).toEqual({ ...KEPT, place: 'session' });
  expect(existsSync(path)).toBe(false);
  expect(await systemKeys(path).get('lab', KEPT.origin)).toBeNull();
});

test('a file of another computer, or a damaged one, counts as no key', async () => {
  const path = await pathOfKeys();
  await systemKeys(path).set('lab', KEPT);
  system.isBroken = true;
  expect(await systemKeys(path).get('lab', KEPT.origin)).toBeNull();
  system.isBroken = false;
  for (const text of ['', '{', '[]', '{"version":2,"keys":{}}', '{"version":1,"keys":null}']) {
    await writeFile(path, text);
    expect(await systemKeys(path).get('lab', KEPT.origin)).toBeNull();
  }
});

test('an environment variable may have the key of one origin instead', async () => {
  const keys = systemKeys(await pathOfKeys());
  const variable = keys.variableOf('lab-2', KEPT.origin);
  expect(variable).toMatch(/^SARVI_KEY_LAB_2_[0-9A-F]{12}$/);
  vi.stubEnv(variable, ' sk-environment ');
  const { origin } = KEPT;
  expect(await keys.get('lab-2', origin)).toEqual({ key: 'sk-environment', origin, place: 'environment' });
  for (const other of ['https://gpu.example.fi:8443', 'http://gpu.example.fi', 'https://gpu-example.fi']) {
    expect(keys.variableOf('lab-2', other)).not.toBe(variable);
    expect(await keys.get('lab-2', other)).toBeNull();
  }
  vi.unstubAllEnvs();
});

test('a key is not given out for another origin', async () => {
  const keys = systemKeys(await pathOfKeys());
  await keys.set('lab', KEPT);
  expect(await keys.get('lab', 'https://gpu.example.com')).toBeNull();
  system.isAvailable = false;
  await keys.set('lab', KEPT);
  expect(await keys.get('lab', 'https://gpu.example.com')).toBeNull();
});

test('keys that are set and removed at once are all there, or all gone', async () => {
  const path = await pathOfKeys();
  const keys = systemKeys(path);
  const names = ['a', 'b', 'c', 'd'];
  await Promise.all(names.map((name) => keys.set(name, { ...KEPT, key: `sk-${name}` })));
  for (const name of names) expect(await systemKeys(path).get(name, KEPT.origin)).toMatchObject({ key: `sk-${name}` });
  await Promise.all([keys.remove('a'), keys.remove('c')]);
  const left = await Promise.all(names.map((name) => systemKeys(path).get(name, KEPT.origin)));
  expect(left.map((kept) => kept?.key)).toEqual([undefined, 'sk-b', undefined, 'sk-d']);
});
