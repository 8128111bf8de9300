/** The shell's part of an update, with a double of the few parts of Electron that it uses; what it starts is real. */
import { EventEmitter } from 'node:events';
import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Log, Program, UpdateFile } from '../../../../src-main/core/ports.ts';
import { createUpdater } from '../../../../src-main/shells/electron/updater.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const steps: string[] = [];
const ended = vi.hoisted(() => ({ resolve: (): void => undefined }));
const squirrel = Object.assign(new EventEmitter(), {
  feedUrl: '',
  setFeedURL({ url, serverType }: { url: string; serverType: string }) {
    steps.push(`feed ${serverType}`);
    this.feedUrl = url;
  },
  checkForUpdates: () => void steps.push('squirrel checks'),
  quitAndInstall: () => {
    steps.push('squirrel installs');
    ended.resolve();
  },
});
const electron = vi.hoisted((): { parts: Record<string, unknown> } => ({ parts: {} }));
vi.mock('electron', () => ({
  get app() {
    return electron.parts['app'];
  },
  get autoUpdater() {
    return electron.parts['autoUpdater'];
  },
  shell: { showItemInFolder: (path: string) => void steps.push(`show ${path}`) },
}));

beforeEach(() => {
  steps.length = 0;
  electron.parts = {
    app: {
      releaseSingleInstanceLock: () => void steps.push('lock released'),
      relaunch: () => void steps.push('relaunch'),
      quit: () => {
        steps.push('quit');
        ended.resolve();
      },
    },
    autoUpdater: squirrel,
  };
});

const log: Log = { info: () => undefined, warn: () => undefined, error: (message) => void steps.push(message) };
const updateOf = (path: string): UpdateFile => ({ version: '9.1.0', path, sizeBytes: 4, sha256: 'ab'.repeat(32) });

/** The app ends as the shell has it end: after the core is disposed of. */
async function finish(program: Program, update: UpdateFile): Promise<void> {
  const end = new Promise<void>((resolve) => (ended.resolve = resolve));
  const quitWith = (last: () => void): void => {
    steps.push('disposed');
    last();
  };
  const source = { feedUrl: 'https://example.org/feed.json', publicKey: '' };
  await createUpdater({ source, program, log, quitWith }).finish(update);
  expect(steps).not.toContain('disposed');
  await end;
}

it.runIf(process.platform === 'linux')(
  'starts the installer and the new AppImage after the core has ended',
  async () => {
    const path = join(await temporaryFolder(), 'Sarvi ä 🦌.AppImage');
    await copyFile('/bin/true', path);
    await chmod(path, 0o755);
    for (const program of [
      { kind: 'nsis', path: '/Sarvi.exe' },
      { kind: 'appimage', path },
    ] as const) {
      steps.length = 0;
      await finish(program, updateOf(path));
      expect(steps).toEqual(['disposed', 'lock released', 'quit']);
    }
  },
);

it('starts the present version again when the installer cannot be started', async () => {
  const path = join(await temporaryFolder(), 'missing.exe');
  await finish({ kind: 'nsis', path: '/Sarvi.exe' }, updateOf(path));
  expect(steps).toEqual(['disposed', 'lock released', 'the update could not be started', 'relaunch', 'quit']);
});

it('hands Squirrel a feed in a file, with the path and digest of what was checked', async () => {
  const path = join(await temporaryFolder(), 'Sarvi ä.zip');
  await writeFile(path, 'zip');
  squirrel.checkForUpdates = () => {
    steps.push('squirrel checks');
    setImmediate(() => squirrel.emit('update-downloaded'));
  };
  await finish({ kind: 'mac', path: '/Applications/Sarvi.app' }, updateOf(path));
  expect(steps).toEqual(['feed json', 'squirrel checks', 'disposed', 'lock released', 'squirrel installs']);
  expect(squirrel.feedUrl).toMatch(/^file:\/\/\//);
  expect(JSON.parse(await readFile(fileURLToPath(squirrel.feedUrl), 'utf8'))).toEqual({
    currentRelease: '9.1.0',
    releases: [
      {
        version: '9.1.0',
        updateTo: {
          ...{ version: '9.1.0', name: '9.1.0', size: 4, sha256: 'ab'.repeat(32) },
          url: pathToFileURL(path).href,
        },
      },
    ],
  });
});

it('goes on running when Squirrel refuses, and says why', async () => {
  const path = join(await temporaryFolder(), 'Sarvi.zip');
  const quitWith = vi.fn();
  const program = { kind: 'mac', path: '/Applications/Sarvi.app' } as const;
  const updater = createUpdater({ source: { feedUrl: '', publicKey: '' }, program, log, quitWith });
  squirrel.checkForUpdates = () => void squirrel.emit('error', new Error('not signed'));
  await expect(updater.finish(updateOf(path))).rejects.toThrow('not signed');
  squirrel.checkForUpdates = () => void squirrel.emit('update-not-available');
  await expect(updater.finish(updateOf(path))).rejects.toThrow('found no update');
  expect([quitWith.mock.calls, squirrel.listenerCount('error')]).toEqual([[], 0]);
});
