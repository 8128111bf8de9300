/** Places, versions and clocks that a user's computer may have: in words, and nothing is lost. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { App } from '../../../src-main/core/app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { say } from '../../builders/say.ts';
import { openSqlite } from '../../builders/sqlite.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

async function open(dataFolder: string, now = Date.now): Promise<App> {
  const app = await createCheckedApp({ ...createNodePorts({ shell: 'web', dataFolder }), now });
  onTestFinished(() => app.dispose());
  return app;
}

async function importGuide(app: App): Promise<void> {
  const signal = new AbortController().signal;
  await app.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
}

const titles = async (app: App): Promise<(string | null)[]> =>
  (await app.ask('conversations.list', { limit: 10 })).conversations.map(({ title }) => title);

test('a data folder with spaces, other letters, emoji and more than 260 characters does all that another does', async () => {
  const long = join(await temporaryFolder(), 'tiedot ä 😀', 'kansio '.repeat(30).trim(), 'syvä '.repeat(20).trim());
  expect(long.length).toBeGreaterThan(300);
  const first = await open(long);
  await importGuide(first);
  await say(first, 'Kuka olet?');
  expect((await first.ask('history.backUp', {})).path).toContain(long);
  await first.dispose();
  const again = await open(long);
  expect(await titles(again)).toEqual(['Kuka olet?']);
  const { hits } = await again.ask('history.search', { query: 'kuka', limit: 5 });
  expect(hits.length).toBeGreaterThan(0);
});

test('a data folder of a newer version is left as it is, and the app says so', async () => {
  const folder = await temporaryFolder();
  const first = await open(folder);
  await importGuide(first);
  await say(first, 'Kuka olet?');
  await first.dispose();
  // What a newer version may have written, of each file that has a version.
  const [model = ''] = await readdir(join(folder, 'models'));
  const manifest = join(folder, 'models', model, 'model.json');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"version": 1', '"version": 2'));
  await writeFile(join(folder, 'model-places.json'), JSON.stringify({ version: 2, places: ['/mnt/models'] }));
  await mkdir(join(folder, 'adapters', 'a'), { recursive: true });
  await writeFile(join(folder, 'adapters', 'a', 'adapter.json'), JSON.stringify({ version: 2 }));
  await mkdir(join(folder, 'new-kind-of-thing'));
  await writeFile(join(folder, 'new-kind-of-thing', 'file'), 'of a newer version');
  const sqlite = openSqlite(join(folder, 'history', 'history.db'));
  sqlite.pragma('user_version = 9999');
  sqlite.close();
  const before = await digests(folder);

  const older = await open(folder);
  await expect(older.ask('conversations.list', { limit: 10 })).rejects.toMatchObject({ code: 'history-newer-version' });
  expect(await older.ask('models.list', {})).toEqual([]);
  await older.dispose();
  expect(await digests(folder)).toEqual(before);
});

test('a clock that is years off loses nothing, whichever way it is set afterwards', async () => {
  const folder = await temporaryFolder();
  const clock = { ms: Date.now() };
  const at = async (ms: number, text: string): Promise<void> => {
    clock.ms = ms;
    const app = await open(folder, () => clock.ms);
    if ((await app.ask('models.list', {})).length === 0) await importGuide(app);
    await say(app, text);
    await app.dispose();
  };
  const now = Date.now();
  await at(now, 'Nyt');
  await at(0, 'Ammoin');
  await at(now + 70 * YEAR_MS, 'Joskus');
  await at(now + 1000, 'Taas nyt');
  const app = await open(folder, () => now + 2000);
  expect((await titles(app)).sort()).toEqual(['Ammoin', 'Joskus', 'Nyt', 'Taas nyt']);
  // Each clock made its backup; a later right one makes its own.
  const { backups } = await app.ask('history.backups', {});
  expect(backups.length).toBeGreaterThanOrEqual(2);
});

/** Of all files but those that each start writes anew. */
async function digests(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /^(?:sarvi\.log|backends\.json|history\.db-(?:shm|wal))$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    found[path.slice(folder.length)] = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  }
  return found;
}
