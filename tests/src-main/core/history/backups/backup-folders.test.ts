import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MARK_NAME } from '../../../../../src-main/core/history/backups/backup-folders.ts';
import { Backups } from '../../../../../src-main/core/history/backups/backups.ts';
import { historyPaths } from '../../../../../src-main/core/history/history-paths.ts';
import { conversationOf, openHistory, steppingClock } from '../../../../builders/history.ts';
import { backupsPorts } from '../../../../builders/history-ports.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

async function place() {
  const data = await temporaryFolder();
  const ports = backupsPorts(data, steppingClock());
  const paths = historyPaths(join(data, 'history'));
  const history = await openHistory(data);
  await conversationOf(history, 'Talteen');
  const choose = (backupFolder: string | null) => ports.settings.change({ backupFolder });
  return {
    data,
    paths,
    history,
    choose,
    backups: new Backups(ports),
    away: join(await temporaryFolder(), 'levy', 'sarvi'),
  };
}

describe.skipIf(process.platform === 'win32')('modes', () => {
  test('what is kept of conversations may be read by its owner alone, wherever it lies', async () => {
    const { data, paths, history, choose, backups, away } = await place();
    const own = await backups.make('by-hand');
    choose(away);
    const other = await backups.make('daily');
    const former = await history.whileClosed(() => backups.restore(own.path));
    const files = [own.path, other.path, String(former), paths.database, paths.folders, join(away, MARK_NAME)];
    expect(files.map(modeOf)).toEqual(files.map(() => '600'));
    const folders = [join(data, 'history'), paths.backups, away];
    expect(folders.map(modeOf)).toEqual(folders.map(() => '700'));
  });
});

test('a folder that was chosen earlier is listed, and cleared with everything', async () => {
  const { paths, history, choose, backups, away } = await place();
  choose(away);
  await backups.make('daily');
  writeFileSync(join(away, 'oma.txt'), 'ei Sarven');
  choose(null);
  expect((await backups.list()).map(({ reason }) => reason)).toEqual(['daily']);
  expect(backups.folders).toEqual([paths.backups, away]);
  expect(await history.whileClosed(() => backups.removeAll())).toEqual([]);
  expect([readdirSync(away), existsSync(paths.folders)]).toEqual([['oma.txt'], false]);
});

/** As after the disk was taken away: the folder is gone, or is the empty one that it was mounted on. */
function takeAway(folder: string, record: string, leavesFolder: boolean): () => void {
  const mark = readFileSync(join(folder, MARK_NAME));
  const backups = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
  rmSync(folder, { recursive: true });
  if (leavesFolder) mkdirSync(folder);
  const known = JSON.parse(readFileSync(record, 'utf8')) as { disk: number }[];
  writeFileSync(record, JSON.stringify(known.map((one) => ({ ...one, disk: one.disk + 1 }))));
  return () => {
    mkdirSync(folder, { recursive: true });
    for (const [name, bytes] of backups) writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, MARK_NAME), mark);
  };
}

test.each([true, false])(
  'a folder on a disk that is away is refused and not made anew (mount point there: %s)',
  async (leaves) => {
    const { paths, history, choose, backups, away } = await place();
    choose(away);
    await backups.make('by-hand');
    const bringBack = takeAway(away, paths.folders, leaves);
    await expect(backups.make('daily')).rejects.toMatchObject({ code: 'path-missing', details: { path: away } });
    expect(existsSync(away) ? readdirSync(away) : []).toEqual([]);

    // What lies there cannot be deleted now: it is named, and deleted when it is back.
    expect(await history.whileClosed(() => backups.removeAll())).toEqual([away]);
    choose(null);
    bringBack();
    expect(await history.whileClosed(() => backups.removeAll())).toEqual([]);
    expect(readdirSync(away)).toEqual([]);
  },
);

test('a folder that was emptied by hand is used again', async () => {
  const { choose, backups, away } = await place();
  choose(away);
  await backups.make('by-hand');
  rmSync(away, { recursive: true });
  const { path } = await backups.make('by-hand');
  expect(existsSync(path)).toBe(true);
});
