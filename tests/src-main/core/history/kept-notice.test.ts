import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { App } from '../../../../src-main/core/app.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { historyPaths } from '../../../../src-main/core/history/history-paths.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { openSqlite } from '../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function openApp(dataFolder: string, shell: 'web' | 'cli' = 'web'): Promise<App> {
  const app = await createCheckedApp(createNodePorts({ shell, dataFolder }));
  onTestFinished(() => app.dispose());
  return app;
}

const noticesOf = async (app: App) => (await app.ask('app.describe', {})).notices.map(({ code }) => code);
const titlesOf = async (app: App) =>
  (await app.ask('conversations.list', { limit: 10 })).conversations.map(({ systemPrompt }) => systemPrompt);

/** One short session, which is backed up when it ends. */
async function session(folder: string, shell: 'web' | 'cli'): Promise<void> {
  const app = await openApp(folder, shell);
  await app.ask('conversations.create', { systemPrompt: 'talteen' });
  await app.dispose();
}

test.each(['web', 'cli'] as const)(
  'a short session (%s) is backed up when it ends, an unused history is not',
  async (shell) => {
    const folder = await temporaryFolder();
    const unused = await openApp(folder, shell);
    await unused.dispose();
    await session(folder, shell);
    const app = await openApp(folder, shell);
    const { backups } = await app.ask('history.backups', {});
    expect(backups).toMatchObject([{ reason: 'daily', conversations: 1, fault: null }]);
  },
);

test('a damaged history that the command line finds is told there once, and in the window until it is seen', async () => {
  const folder = await temporaryFolder();
  await session(folder, 'cli');
  const { database } = historyPaths(join(folder, 'history'));
  writeFileSync(database, readFileSync(database).fill(0xa5, 4096));

  const first = await runSarvi(['search', 'metsä', '--data-dir', folder]);
  expect(first).toMatchObject({ status: 1, stderr: expect.stringMatching(/history-damaged/) as string });
  expect(await runSarvi(['search', 'metsä', '--data-dir', folder])).toMatchObject({ status: 0, stderr: '' });

  for (let start = 0; start < 2; start += 1) {
    const app = await openApp(folder);
    expect(await noticesOf(app)).toEqual(['history-damaged']);
    await app.dispose();
  }
  const app = await openApp(folder);
  await app.ask('app.noticeSeen', {});
  expect(await noticesOf(app)).toEqual([]);
  await app.dispose();
  expect(await noticesOf(await openApp(folder))).toEqual([]);
});

test('a history that cannot be opened is told, and a backup takes its place from the window', async () => {
  const folder = await temporaryFolder();
  await session(folder, 'web');
  const { database } = historyPaths(join(folder, 'history'));
  mkdirSync(join(folder, 'history'), { recursive: true });
  const sqlite = openSqlite(database);
  sqlite.exec('PRAGMA application_id = 7');
  sqlite.close();

  const app = await openApp(folder);
  expect(await noticesOf(app)).toEqual(['history-foreign']);
  expect(await app.call('conversations.list', { limit: 5 })).toMatchObject({ error: { code: 'history-foreign' } });
  const { backups } = await app.ask('history.backups', {});
  await app.ask('history.restore', { backupId: backups[0]?.id ?? '' });
  expect([await titlesOf(app), await noticesOf(app)]).toEqual([['talteen'], []]);
});
