import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { defaultFolders, ensureDataFolder } from '../../../src-main/shells/data-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'sarvi-data-folder-'));
afterAll(() => rmSync(folder, { recursive: true }));

const home = join('/', 'home', 'aino');

it('is where each platform keeps data, and knows where an older Sarvi kept it', () => {
  const xdg = { XDG_CONFIG_HOME: join('/', 'xdg'), XDG_DATA_HOME: join('/', 'xdg-data') };
  const windows = { APPDATA: join('/', 'roaming'), LOCALAPPDATA: join('/', 'local') };
  const settings = join(home, '.config', 'Sarvi');
  const support = join(home, 'Library', 'Application Support', 'Sarvi');
  const local = join('/', 'local', 'Sarvi');
  expect({
    linux: defaultFolders({ platform: 'linux', environment: {}, home }),
    xdg: defaultFolders({ platform: 'linux', environment: xdg, home }),
    windows: defaultFolders({ platform: 'win32', environment: windows, home }),
    mac: defaultFolders({ platform: 'darwin', environment: {}, home }),
  }).toEqual({
    linux: { data: join(home, '.local', 'share', 'Sarvi'), config: settings, former: settings },
    xdg: {
      data: join('/', 'xdg-data', 'Sarvi'),
      config: join('/', 'xdg', 'Sarvi'),
      former: join('/', 'xdg', 'Sarvi'),
    },
    windows: { data: local, config: local, former: join('/', 'roaming', 'Sarvi') },
    mac: { data: support, config: support, former: support },
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
