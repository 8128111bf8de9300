import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findProgram } from '../../../../src-main/shells/electron/find-program.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const none = (): boolean => false;
const all = (): boolean => true;

it.each([
  ['win32', '/Sarvi/Sarvi.exe', all, { kind: 'nsis', path: '/Sarvi/Sarvi.exe' }],
  ['win32', '/stick/Sarvi.exe', none, { kind: 'portable', path: null }],
  ['darwin', '/Applications/Sarvi.app/Contents/MacOS/Sarvi', none, { kind: 'mac' }],
  ['linux', '/opt/Sarvi/sarvi-desktop', all, { kind: 'deb', path: null }],
  ['linux', '/opt/Sarvi/sarvi-desktop', none, { kind: 'rpm', path: null }],
  ['linux', '/home/aino/Sarvi/sarvi-desktop', all, { kind: 'tar', path: null }],
  ['freebsd', '/opt/Sarvi/sarvi-desktop', all, null],
])('knows how a program on %s at %s was installed', (platform, execPath, exists, expected) => {
  const found = findProgram({ platform, execPath, environment: {}, exists });
  if (expected === null) expect(found).toBeNull();
  else expect(found).toMatchObject(expected);
});

it('is an AppImage only when it runs from the mounted one, and not when an AppImage has started it', async () => {
  const folder = await temporaryFolder();
  const [mounted, elsewhere] = [join(folder, '.mount_Sarvi'), join(folder, '.mount_Sarvi2')];
  for (const place of [mounted, elsewhere]) await mkdir(join(place, 'sarvi-desktop'), { recursive: true });
  const environment = { APPIMAGE: '/home/aino/Sarvi.AppImage', APPDIR: mounted };
  const kindAt = (place: string) =>
    findProgram({ platform: 'linux', execPath: join(place, 'sarvi-desktop'), environment, exists: none });
  expect(kindAt(mounted)).toEqual({ kind: 'appimage', path: '/home/aino/Sarvi.AppImage' });
  expect(kindAt(elsewhere)).toEqual({ kind: 'tar', path: null });
  expect(kindAt('/opt/Sarvi')).toEqual({ kind: 'rpm', path: null });
});
