import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { App } from '../../../../src-main/core/app.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { say } from '../../../builders/say.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const SECRET = 'Salaisuuteni on hirvenkellokas.';

async function openApp(dataFolder: string): Promise<App> {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  return app;
}

/** Files that have the word in them. */
async function filesWith(folder: string, word: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of names.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path)).includes(word)) found.push(path);
  }
  return found;
}

test('nothing of what was said is left, and the app goes on', async () => {
  const folder = await temporaryFolder();
  const app = await openApp(folder);
  const signal = new AbortController().signal;
  await app.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
  await say(app, SECRET);
  await app.ask('drafts.put', { conversationId: null, text: SECRET });
  await app.ask('history.backUp', {});
  expect((await filesWith(folder, 'hirvenkellokas')).length).toBeGreaterThan(1);
  const sizes = Object.fromEntries((await app.ask('privacy.kept', {})).map(({ kind, sizeBytes }) => [kind, sizeBytes]));
  expect(sizes).toMatchObject({ conversations: expect.any(Number) as number, models: expect.any(Number) as number });
  expect(Math.min(sizes['conversations'] ?? 0, sizes['backups'] ?? 0, sizes['models'] ?? 0)).toBeGreaterThan(0);

  await app.ask('privacy.deleteAll', { models: false });
  expect(await filesWith(folder, 'hirvenkellokas')).toEqual([]);
  expect(await app.ask('conversations.list', { limit: 10 })).toMatchObject({ conversations: [] });
  expect((await app.ask('history.backups', {})).backups).toEqual([]);
  expect((await app.ask('models.list', {})).length).toBe(1);

  await say(app, 'Uusi alku.');
  expect((await app.ask('conversations.list', { limit: 10 })).conversations).toHaveLength(1);
  await app.ask('privacy.deleteAll', { models: true });
  expect(await app.ask('models.list', {})).toEqual([]);
  expect(await readdir(join(folder, 'models'))).toEqual([]);
});

test('while another process has the history open, everything stays', async () => {
  const folder = await temporaryFolder();
  const [app, other] = [await openApp(folder), await openApp(folder)];
  await other.ask('conversations.create', {});
  await expect(app.ask('privacy.deleteAll', { models: true })).rejects.toMatchObject({ code: 'history-locked' });
  expect((await app.ask('conversations.list', { limit: 10 })).conversations).toHaveLength(1);
  expect(existsSync(join(folder, 'history', 'history.db'))).toBe(true);
});

test('the desktop opens every folder of backups, and nothing that Sarvi does not keep', async () => {
  const [folder, first, second] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
  const opened: string[] = [];
  const nothing = (): Promise<null> => Promise.resolve(null);
  const openFolder = (path: string): Promise<void> => Promise.resolve(void opened.push(path));
  const dialogs = { choosePath: nothing, chooseNewPath: nothing, openFolder };
  const app = await createCheckedApp({ ...createNodePorts({ shell: 'web', dataFolder: folder }), dialogs });
  onTestFinished(() => app.dispose());
  for (const backupFolder of [first, second]) {
    await app.ask('settings.update', { backupFolder });
    await app.ask('history.backUp', {});
  }
  const backups = (await app.ask('privacy.kept', {})).filter(({ kind }) => kind === 'backups');
  for (const { path } of backups) await app.ask('privacy.open', { path });
  expect(opened).toEqual(expect.arrayContaining([first, second]));
  expect(opened).toEqual(backups.map(({ path }) => path));
  await app.ask('privacy.open', { path: join(folder, 'config.json') });
  expect(opened.at(-1)).toBe(folder);
  const elsewhere = await app.call('privacy.open', { path: await temporaryFolder() });
  expect(elsewhere).toMatchObject({ ok: false, error: { code: 'path-missing' } });
});

test('the browser shell opens no folders', async () => {
  const app = await openApp(await temporaryFolder());
  expect(await app.call('privacy.open', {})).toMatchObject({ ok: false, error: { code: 'unsupported-in-shell' } });
});
