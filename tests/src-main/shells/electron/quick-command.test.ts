import { expect, test } from 'vitest';
import { quickCommand } from '../../../../src-main/shells/electron/quick-command.ts';

test('the command that opens the quick window is the program as it was installed', () => {
  const of = (kind: string, path: string | null, execPath = '/opt/Sarvi/sarvi-desktop') =>
    quickCommand({ kind: kind as 'deb', path }, execPath);
  expect(of('deb', null)).toBe('sarvi-desktop --quick');
  expect(of('rpm', null)).toBe('sarvi-desktop --quick');
  expect(of('appimage', '/home/aino/Sarvi-0.1.0.AppImage')).toBe('/home/aino/Sarvi-0.1.0.AppImage --quick');
  expect(of('appimage', "/home/aino/Omat 'ohjelmat'/Sarvi.AppImage")).toBe(
    String.raw`'/home/aino/Omat '\''ohjelmat'\''/Sarvi.AppImage' --quick`,
  );
  expect(of('tar', null, '/home/aino/sarvi/sarvi-desktop')).toBe('/home/aino/sarvi/sarvi-desktop --quick');
  expect(of('nsis', null, 'C:\\Ohjelmat\\Sarvi.exe')).toBe('"C:\\Ohjelmat\\Sarvi.exe" --quick');
  expect(of('mac', '/Applications/Sarvi.app/Contents/MacOS/Sarvi')).toBe('open -n -a Sarvi --args --quick');
  expect(quickCommand(null, '/usr/lib/electron')).toBe('sarvi-desktop --quick');
});
