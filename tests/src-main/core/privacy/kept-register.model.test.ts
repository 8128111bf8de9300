import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../../../src-main/core/app.ts';
import { KEPT_FILES, KEPT_TABLES } from '../../../../src-main/core/privacy/kept-register.ts';
import { lockDataFolder } from '../../../../src-main/shells/data-folder-lock.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { writeWebShellFile } from '../../../../src-main/shells/web/web-shell-file.ts';
import { openTestDatabase } from '../../../builders/history.ts';
import { say } from '../../../builders/say.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const KEPT = KEPT_FILES.map(({ name }) => name);

test('every table of a history has its line, and every line its table', async () => {
  const database = await openTestDatabase();
  const rows = database.rows<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`);
  const tables = rows.map(({ name }) => name.replace(/_(data|idx|content|docsize|config)$/, ''));
  expect([...new Set(tables)].sort()).toEqual(KEPT_TABLES.map(({ name }) => name).sort());
});

test('every file that a life of the app leaves has its line, and what is to go is gone', async () => {
  const folder = await temporaryFolder();
  const lock = lockDataFolder(folder);
  onTestFinished(() => lock.release());
  const app = await createApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => app.dispose());
  const signal = new AbortController().signal;
  await app.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
  await say(app, 'Kuka olet?');
  await app.ask('settings.update', { theme: 'dark' });
  await app.ask('drafts.put', { conversationId: null, text: 'kesken' });
  const backup = await app.ask('history.backUp', {});
  await app.ask('history.restore', { backupId: backup.id });
  await app.ask('engine.backends', {});

  const names = await readdir(folder);
  expect(names).toEqual(expect.arrayContaining(['config.json', 'history', 'logs', 'models', 'running.json']));
  expect(names.filter((name) => !KEPT.includes(name))).toEqual([]);

  await app.ask('privacy.deleteAll', { models: true });
  const stays = KEPT_FILES.filter(({ deleted }) => typeof deleted === 'object').map(({ name }) => name);
  const left = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const places = left.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .split(/[\\/]/),
  );
  // The history goes on with an empty one, and the log with the next line.
  const unexpected = places.filter(([top = '']) => !stays.includes(top) && !['history', 'logs'].includes(top));
  expect(unexpected).toEqual([]);
  expect(
    (await readdir(join(folder, 'history'))).filter((name) => !/^(history\.db(-wal|-shm)?|writers)$/.test(name)),
  ).toEqual([]);
});

test('what the privacy page lists are the lines of the register', async () => {
  const folder = await temporaryFolder();
  writeWebShellFile(folder, { running: null, pages: [] });
  const app = await createApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => app.dispose());
  const kept = await app.ask('privacy.kept', {});
  const kinds = kept.map(({ kind }) => kind);
  const expected = KEPT_FILES.flatMap(({ kind }) => kind ?? []);
  expect(new Set(kinds)).toEqual(new Set([...expected, 'backups']));
  const path = join(folder, 'web-shell.json');
  expect(kept).toContainEqual({ kind: 'page-keys', path, sizeBytes: (await stat(path)).size });
});
