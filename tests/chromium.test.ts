import { expect, it } from 'vitest';
import { chromiumPath } from './chromium.ts';

/** What is found on a machine with these files. */
function find(platform: NodeJS.Platform, files: Record<string, string>, environment: Record<string, string> = {}) {
  return chromiumPath({ platform, environment, home: '/home/aino', beginning: (path) => files[path] ?? null });
}

it.each([
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'D:\\x86\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Users\\aino\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
  'D:\\x86\\Microsoft\\Edge\\Application\\msedge.exe',
])('finds %s on Windows', (path) => {
  const environment = { LOCALAPPDATA: 'C:\\Users\\aino\\AppData\\Local', 'ProgramFiles(x86)': 'D:\\x86' };
  expect(find('win32', { [path]: 'MZ' }, environment)).toBe(path);
});

it.each([
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/home/aino/Applications/Chromium.app/Contents/MacOS/Chromium',
])('finds %s on macOS', (path) => {
  expect(find('darwin', { [path]: '' })).toBe(path);
});

it('takes a script that asks for the snap for no browser, and the snap for one', () => {
  const stub = { '/usr/bin/chromium-browser': '#!/bin/sh\nif ! [ -x /snap/bin/chromium ]; then exit 1; fi' };
  expect(find('linux', stub)).toBeUndefined();
  expect(find('linux', { ...stub, '/snap/bin/chromium': '\u007fELF' })).toBe('/snap/bin/chromium');
  expect(find('linux', { '/usr/bin/chromium-browser': '#!/bin/sh\nexec /usr/lib/chromium' })).toBe(
    '/usr/bin/chromium-browser',
  );
});

it('asks the environment first, and finds nothing where there is nothing', () => {
  expect(find('linux', {}, { SARVI_CHROMIUM: '/own' })).toBe('/own');
  expect(find('linux', {})).toBeUndefined();
});
