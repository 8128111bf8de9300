import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '#contract/settings';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sarvi-settings-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => createNodePorts({ shell: 'cli', dataFolder: folder }).settings;
const path = (): string => join(folder, 'config.json');
const changed: Settings = { ...DEFAULT_SETTINGS, language: 'fi', sampling: { temperature: 0.2 }, welcomeDone: true };

it('starts from the defaults and finds again what was set', () => {
  const settings = open();
  expect(settings.get()).toEqual(DEFAULT_SETTINGS);
  settings.change(changed);
  expect(settings.get()).toEqual(changed);
  expect(open().get()).toEqual(changed);
});

it('writes plain JSON under the name that electron-store uses', () => {
  open().change(changed);
  expect({ ...DEFAULT_SETTINGS, ...(JSON.parse(readFileSync(path(), 'utf8')) as object) }).toEqual(changed);
});

it.each(['{"language": "fi",', '\0\0\0\0\0\0', '[]', '"fi"'])(
  'sets a damaged file aside and starts anew: %j',
  (text) => {
    writeFileSync(path(), text);
    const settings = open();
    expect(settings.get()).toEqual(DEFAULT_SETTINGS);
    expect(readFileSync(join(folder, 'config.damaged.json'), 'utf8')).toBe(text);
    settings.change(changed);
    expect(open().get()).toEqual(changed);
  },
);

it('gives a field with an impossible value its default and keeps a copy of the file', () => {
  const text = JSON.stringify({ ...changed, theme: 'purple', sampling: { temperature: -1 } });
  writeFileSync(path(), text);
  expect(open().get()).toEqual({ ...changed, theme: 'system', sampling: {} });
  expect(readFileSync(join(folder, 'config.damaged.json'), 'utf8')).toBe(text);
});

it('fills in fields of a newer contract and leaves unknown ones alone', () => {
  writeFileSync(path(), JSON.stringify({ language: 'fi', 'from.the.future': 1 }));
  const settings = open();
  expect(settings.get()).toEqual({ ...DEFAULT_SETTINGS, language: 'fi' });
  settings.change(changed);
  expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual({ ...changed, 'from.the.future': 1 });
  expect(existsSync(join(folder, 'config.damaged.json'))).toBe(false);
});

it('says so when the file cannot be written, and keeps the old settings', () => {
  const settings = open();
  settings.change(changed);
  rmSync(path());
  mkdirSync(join(path(), 'in the way'), { recursive: true });
  expect(() => settings.change(DEFAULT_SETTINGS)).toThrow(expect.objectContaining({ code: 'write-failed' }));
  expect(settings.get()).toEqual(changed);
});

it('merges what two processes change, key by key and within records', () => {
  open().change({ contextTokens: { a: 1024, b: 2048, c: 4096 }, language: 'en' });
  const [one, other] = [open(), open()];
  one.change({ language: 'fi', contextTokens: { a: 1024, b: 8192, c: 4096 } });
  // It knows nothing of that change, and takes `c` away.
  other.change({ theme: 'dark', contextTokens: { a: 512, b: 2048 } });
  const merged = { ...DEFAULT_SETTINGS, language: 'fi', theme: 'dark', contextTokens: { a: 512, b: 8192 } };
  expect(other.get()).toEqual(merged);
  expect(open().get()).toEqual(merged);
  one.change({ todaysDate: true });
  expect(one.get()).toEqual({ ...merged, todaysDate: true });
});

it('does not take over nonsense that another process has written', () => {
  const settings = open();
  settings.change({ language: 'fi' });
  writeFileSync(path(), JSON.stringify({ language: 'xx', theme: 'dark' }));
  settings.change({ todaysDate: true });
  expect(settings.get()).toEqual({ ...DEFAULT_SETTINGS, language: 'fi', theme: 'dark', todaysDate: true });
});
