/** The desktop app of a release with updates: found, downloaded and installed by the user's clicks, and by nothing else. */
import { expect } from '@playwright/test';
import { copyFileSync, existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { updateValues } from '../../scripts/package/update-values.ts';
import { en } from '../../src-renderer/language/en.ts';
import { feedKeys, feedOf, sha256Of, signFeed } from '../builders/update-feed.ts';
import { ElectronDouble } from '../electron-double/electron-double.ts';
import { test } from './temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Beside the other parts of the program; the point keeps it out of what a package must have. */
const OUTPUT = join(ROOT, 'out', '.update-test');

/** The main bundle as the release workflow builds it, with a feed on this computer. */
async function buildMain(feedUrl: string, publicKey: string): Promise<string> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    define: updateValues({ SARVI_UPDATE_FEED: feedUrl, SARVI_UPDATE_KEY: publicKey }),
    build: {
      ssr: join(ROOT, 'src-main/shells/electron/main.ts'),
      outDir: OUTPUT,
      emptyOutDir: true,
      minify: false,
      target: 'node24',
      rollupOptions: { output: { entryFileNames: 'main.js' } },
    },
  });
  return pathToFileURL(join(OUTPUT, 'main.js')).href;
}

/** A program that can be started and looks like an AppImage, as far as the updater looks. */
function programOf(path: string, version: string): Buffer {
  copyFileSync('/bin/true', path);
  const bytes = readFileSync(path);
  bytes.write('AI\x02', 8, 'latin1');
  writeFileSync(path, Buffer.concat([bytes, Buffer.from(version)]), { mode: 0o755 });
  return readFileSync(path);
}

test('an update is found, downloaded and installed by three clicks, and nothing is asked before', async ({
  browser,
  folder,
}) => {
  test.skip(process.platform !== 'linux', 'an AppImage is of Linux');
  const keys = feedKeys();
  const asked: string[] = [];
  const answers = new Map<string, Buffer>();
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers.get(request.url ?? '');
    response.writeHead(answer ? 200 : 404).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const mainUrl = await buildMain(`${url}feed.json`, keys.publicKey);

  await mkdir(join(folder, 'Ohjelmat ä'));
  const program = join(folder, 'Ohjelmat ä', 'Sarvi.AppImage');
  programOf(program, 'old');
  const bytes = programOf(join(folder, 'new'), 'new');
  const name = 'Sarvi-9.1.0-linux-x86_64.AppImage';
  const facts = { kind: 'appimage', platform: 'linux', arch: process.arch as 'x64' } as const;
  const file = { name, sizeBytes: bytes.length, sha256: sha256Of(bytes), ...facts };
  const feed = feedOf({ folder: `${url}v9.1.0/`, files: [file] });
  answers.set('/feed.json', Buffer.from(signFeed(feed, keys))).set(`/v9.1.0/${name}`, bytes);

  const { APPIMAGE, APPDIR } = process.env;
  Object.assign(process.env, { APPIMAGE: program, APPDIR: dirname(realpathSync(process.execPath)) });
  try {
    const double = await ElectronDouble.launch({ browser, appData: folder, isPackaged: true, mainUrl });
    const { page } = await double.firstWindow();
    await page.getByRole('button', { name: 'Skip for now' }).click();
    await page.evaluate(() => (location.hash = '#/settings/updates'));
    const section = page.getByRole('region', { name: en.updates.title });
    await expect(section.getByText(en.updates.sends(new URL(url).host))).toBeVisible();
    expect(asked).toEqual([]);
    await section.getByRole('button', { name: en.updates.check }).click();
    await expect(section.getByRole('heading', { name: 'Sarvi 9.1.0' })).toBeVisible();
    expect(asked).toEqual(['/feed.json']);
    await section.getByRole('button', { name: /^Download/ }).click();
    await expect(section.getByText(en.updates.downloaded)).toBeVisible();
    await section.getByRole('button', { name: en.updates.show }).click();
    expect(asked).toEqual(['/feed.json', `/v9.1.0/${name}`]);
    await expect.poll(() => double.shownFiles).toEqual([join(double.dataFolder, 'updates', name)]);
    expect(readFileSync(program, 'latin1')).toMatch(/old$/);

    await section.getByRole('button', { name: en.updates.install }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: en.updates.install }).click();
    await double.exited;
    expect([double.exitCode, double.isRelaunched, double.errorBoxes]).toEqual([0, false, []]);
    expect(readFileSync(program).equals(bytes)).toBe(true);
    expect(readdirSync(dirname(program))).toEqual(['Sarvi.AppImage']);
    const backups = readdirSync(join(double.dataFolder, 'history', 'backups'));
    expect(backups.filter((backup) => backup.startsWith('before-update')).length).toBe(1);
    expect(existsSync(join(double.dataFolder, 'running.json'))).toBe(false);
  } finally {
    Object.assign(process.env, { APPIMAGE, APPDIR });
    for (const [key, value] of Object.entries({ APPIMAGE, APPDIR })) if (value === undefined) delete process.env[key];
    server.closeAllConnections();
    server.close();
  }
});
