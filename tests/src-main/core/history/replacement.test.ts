import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Backups } from '../../../../src-main/core/history/backups/backups.ts';
import { historyPaths } from '../../../../src-main/core/history/history-paths.ts';
import { conversationOf, openHistory } from '../../../builders/history.ts';
import { backupsPorts } from '../../../builders/history-ports.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

/** A process that runs for as long as this one, and is another. */
const OTHER = JSON.stringify({ processId: process.ppid, startedAt: null });

async function closedHistory() {
  const data = await temporaryFolder();
  const history = await openHistory(data);
  await conversationOf(history, 'Nykyinen');
  const backups = new Backups(backupsPorts(data, Date.now));
  const { path } = await backups.make('by-hand');
  await history.close();
  return { data, backups, path, paths: historyPaths(join(data, 'history')) };
}

test('the history is not replaced under a process that is just about to open it', async () => {
  const { data, backups, path, paths } = await closedHistory();
  mkdirSync(join(data, 'history', 'writers'), { recursive: true });
  writeFileSync(join(data, 'history', 'writers', 'other.json'), OTHER);
  await expect(backups.restore(path)).rejects.toMatchObject({ code: 'history-locked' });
  expect([paths.database, paths.incoming, paths.replacing].map((file) => existsSync(file))).toEqual([
    true,
    false,
    false,
  ]);
});

test('the history is not opened while another process replaces it', async () => {
  const { data, paths, path, backups } = await closedHistory();
  writeFileSync(paths.replacing, OTHER);
  await expect(openHistory(data)).rejects.toMatchObject({ code: 'history-locked' });
  await expect(backups.restore(path)).rejects.toMatchObject({ code: 'history-locked' });
  // As a crash leaves it: the process is gone.
  writeFileSync(paths.replacing, JSON.stringify({ processId: 2 ** 30, startedAt: null }));
  const history = await openHistory(data);
  expect((await history.ask('conversations.list', { limit: 5 })).conversations).toHaveLength(1);
  expect(await history.whileClosed(() => backups.restore(path))).toMatch(/before-restore/);
});
