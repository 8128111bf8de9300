import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { defaultDataFolder, ensureDataFolder } from '../../../src-main/shells/data-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'sarvi-data-folder-'));
afterAll(() => rmSync(folder, { recursive: true }));

const home = join('/', 'home', 'aino');

it("is Electron's userData folder on every platform", () => {
  expect({
    linux: defaultDataFolder({ platform: 'linux', environment: {}, home }),
    xdg: defaultDataFolder({ platform: 'linux', environment: { XDG_CONFIG_HOME: join('/', 'xdg') }, home }),
    windows: defaultDataFolder({ platform: 'win32', environment: { APPDATA: join('/', 'roaming') }, home }),
    mac: defaultDataFolder({ platform: 'darwin', environment: {}, home }),
  }).toEqual({
    linux: join(home, '.config', 'Sarvi'),
    xdg: join('/', 'xdg', 'Sarvi'),
    windows: join('/', 'roaming', 'Sarvi'),
    mac: join(home, 'Library', 'Application Support', 'Sarvi'),
  });
});

it('makes the folder for its owner alone and leaves one that is there', () => {
  const path = join(folder, 'deep', 'Sarvi');
  ensureDataFolder(path);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o700);
  chmodSync(path, 0o755);
  ensureDataFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

it('says so when a file stands in the way', () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  expect(() => ensureDataFolder(join(path, 'Sarvi'))).toThrow(expect.objectContaining({ code: 'write-failed' }));
});
