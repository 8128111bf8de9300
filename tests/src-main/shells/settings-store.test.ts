import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '#contract/vocabulary';
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
  settings.set(changed);
  expect(settings.get()).toEqual(changed);
  expect(open().get()).toEqual(changed);
});

it('writes plain JSON under the name that electron-store uses', () => {
  open().set(changed);
  expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual(changed);
});

it.each(['{"language": "fi",', '\0\0\0\0\0\0', '[]', '"fi"'])(
  'sets a damaged file aside and starts anew: %j',
  (text) => {
    writeFileSync(path(), text);
    const settings = open();
    expect(settings.get()).toEqual(DEFAULT_SETTINGS);
    expect(readFileSync(join(folder, 'config.damaged.json'), 'utf8')).toBe(text);
    settings.set(changed);
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
  settings.set(changed);
  expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual({ ...changed, 'from.the.future': 1 });
  expect(existsSync(join(folder, 'config.damaged.json'))).toBe(false);
});

it('says so when the file cannot be written, and keeps the old settings', () => {
  const settings = open();
  settings.set(changed);
  rmSync(path());
  mkdirSync(join(path(), 'in the way'), { recursive: true });
  expect(() => settings.set(DEFAULT_SETTINGS)).toThrow(expect.objectContaining({ code: 'write-failed' }));
  expect(settings.get()).toEqual(changed);
});
