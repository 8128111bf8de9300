import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { factsOfFile } from '../../scripts/package/feed-files.ts';
import { makeFeed, notesOf } from '../../scripts/package/make-feed.ts';
import { updateValues } from '../../scripts/package/update-values.ts';
import { readFeed } from '../../src-main/core/updates/feed.ts';
import { temporaryFolder } from '../builders/temporary-folder.ts';
import { sha256Of } from '../builders/update-feed.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const options = {
  ...{ version: '0.2.0', address: 'https://example.org/v0.2.0/', released: '2030-01-02' },
  ...{ notes: { en: 'News', fi: 'Uutta' }, privateKey: pem },
};

it('knows what every file of a release is', () => {
  const names = [
    'Sarvi-0.2.0-win-x64.exe',
    'Sarvi-0.2.0-win-arm64.zip',
    'Sarvi-0.2.0-mac-arm64.dmg',
    'Sarvi-0.2.0-mac-x64.zip',
    'Sarvi-0.2.0-linux-x86_64.AppImage',
    'Sarvi-0.2.0-linux-amd64.deb',
    'Sarvi-0.2.0-linux-aarch64.rpm',
    'Sarvi-0.2.0-linux-x64.tar.gz',
    'sarvi-cli-win-x64.zip',
    'sarvi-cuda-linux-x64.zip',
    'sarvi-cuda-win-x64.json',
    'SHA256SUMS',
    'sarvi.cdx.json',
    'feed.json',
  ];
  expect(names.map((name) => Object.values(factsOfFile(name, '0.2.0') ?? {}).join(' '))).toEqual([
    'nsis win32 x64',
    'zip win32 arm64',
    'dmg darwin arm64',
    'zip darwin x64',
    'appimage linux x64',
    'deb linux x64',
    'rpm linux arm64',
    'tar linux x64',
    'cli win32 x64',
    'cuda linux x64',
    'cuda-list win32 x64',
    '',
    '',
    '',
  ]);
  expect(() => factsOfFile('Sarvi-0.1.0-win-x64.exe', '0.2.0')).toThrow('not of version');
  expect(() => factsOfFile('Sarvi-0.2.0-linux-riscv64.deb', '0.2.0')).toThrow('not known');
});

it('signs what an app of the same release reads', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'Sarvi-0.2.0-win-x64.exe'), 'program');
  await writeFile(join(folder, 'SHA256SUMS'), 'sums');
  const feed = readFeed(await makeFeed(folder, { ...options, publicKey: key }), key);
  expect(feed.files).toEqual([
    {
      ...{ name: 'Sarvi-0.2.0-win-x64.exe', kind: 'nsis', platform: 'win32', arch: 'x64' },
      ...{ sizeBytes: 7, sha256: sha256Of(Buffer.from('program')) },
    },
  ]);
});

it('lists the blocks of an AppImage beside it', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'Sarvi-0.2.0-linux-x86_64.AppImage'), 'program');
  for (const round of [1, 2]) {
    const { files } = readFeed(await makeFeed(folder, options), key);
    expect([round, files.length, files[0]?.blocks?.sizeBytes]).toEqual([round, 1, 20]);
  }
});

it('signs nothing that the packages would refuse', async () => {
  const folder = await temporaryFolder();
  await expect(makeFeed(folder, options)).rejects.toThrow('update-refused');
  await expect(makeFeed(folder, { ...options, publicKey: 'another' })).rejects.toThrow('does not belong');
});

it('takes the notes of one version from the changelog', () => {
  const changelog = '# Changelog\n\n## 0.2.0 (2030-01-02)\n\n- New\n\n## 0.1.0\n\n- Old\n';
  expect([notesOf(changelog, '0.2.0'), notesOf(changelog, '0.1.0'), notesOf(changelog, '9.0.0')]).toEqual([
    '- New',
    '- Old',
    '',
  ]);
});

it('builds in a feed and a key together, over https, or neither', () => {
  const feed = 'https://example.org/feed.json';
  expect(updateValues({})).toEqual({ SARVI_UPDATE_FEED: '""', SARVI_UPDATE_KEY: '""' });
  expect(updateValues({ SARVI_UPDATE_FEED: feed, SARVI_UPDATE_KEY: key })).toEqual({
    SARVI_UPDATE_FEED: JSON.stringify(feed),
    SARVI_UPDATE_KEY: JSON.stringify(key),
  });
  for (const wrong of [
    { SARVI_UPDATE_FEED: feed },
    { SARVI_UPDATE_KEY: key },
    { SARVI_UPDATE_FEED: feed, SARVI_UPDATE_KEY: 'x' },
    { SARVI_UPDATE_FEED: 'http://example.org/feed.json', SARVI_UPDATE_KEY: key },
    { SARVI_UPDATE_FEED: 'http://127.0.0.1:1/feed.json', SARVI_UPDATE_KEY: key, CI: 'true' },
  ]) {
    expect(() => updateValues(wrong)).toThrow();
  }
});
