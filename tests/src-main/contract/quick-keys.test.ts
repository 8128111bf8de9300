import { expect, test } from 'vitest';
import { faultOfQuickKeys } from '#contract/quick-keys';

const on = (platform: string, ...keys: string[]) => keys.map((one) => faultOfQuickKeys(one, platform));

test('keys with two modifiers can open the quick window', () => {
  const keys = ['Mod+Shift+Space', 'Mod+Shift+K', 'Alt+Shift+F12', 'Mod+Alt+Shift+7', 'Mod+Shift+ArrowUp'];
  for (const platform of ['linux', 'win32', 'darwin']) {
    expect(on(platform, ...keys.slice(0, 3)), platform).toEqual([null, null, null]);
  }
  expect(on('linux', ...keys)).toEqual([null, null, null, null, null]);
});

test('refuses keys that would be taken from every program', () => {
  const keys = ['K', 'F5', 'Escape', 'Mod+K', 'Alt+Space', 'Shift+F1', 'Space'];
  expect(on('linux', ...keys)).toEqual(keys.map(() => 'few-modifiers'));
});

test('refuses what no system can listen for, and what is written wrongly', () => {
  const keys = [
    'Mod+Shift+Ö',
    'Mod+Shift+Dead',
    'Shift+Mod+K',
    'Mod+Mod+K',
    'Mod+Shift+k',
    'Mod+Shift+',
    '',
    'Super+Alt+K',
  ];
  expect(on('win32', ...keys)).toEqual(keys.map(() => 'unknown-key'));
});

test('refuses what types a sign: AltGr on Windows, Option on a Mac', () => {
  expect(on('win32', 'Mod+Alt+E', 'Mod+Alt+2', 'Mod+Alt+F5', 'Mod+Alt+Space')).toEqual(['types', 'types', null, null]);
  expect(on('darwin', 'Alt+Shift+K', 'Mod+Alt+K', 'Alt+Shift+F5')).toEqual(['types', null, null]);
  expect(on('linux', 'Mod+Alt+E', 'Alt+Shift+K')).toEqual([null, null]);
});

test('refuses what the system and most programs use', () => {
  expect(on('linux', 'Mod+Alt+T', 'Mod+Alt+Delete', 'Mod+Alt+F3', 'Mod+Shift+V', 'Alt+Shift+Tab')).toEqual(
    Array.from({ length: 5 }, () => 'used'),
  );
  expect(on('win32', 'Mod+Shift+Escape', 'Mod+Alt+Delete')).toEqual(['used', 'used']);
  expect(on('darwin', 'Mod+Shift+4', 'Mod+Alt+Escape', 'Mod+Alt+Space')).toEqual(['used', 'used', 'used']);
});
