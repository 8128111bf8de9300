import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { historyPaths } from '../../../../src-main/core/history/history-paths.ts';
import { conversationOf, openHistory } from '../../../builders/history.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function dataFolder(...titles: string[]) {
  const data = await temporaryFolder();
  const history = await openHistory(data);
  for (const title of titles) await conversationOf(history, title, 'vastaus');
  await history.close();
  return { data, paths: historyPaths(join(data, 'history')) };
}

test('a history is checked, backed up, listed and restored', async () => {
  const { data, paths } = await dataFolder('Saari', 'Silta');
  const run = (...words: string[]) => runSarvi(['history', ...words, '--json', '--data-dir', data]);

  const check = await run('check');
  expect([check.status, check.lines.at(-1)]).toMatchObject([
    0,
    { type: 'result', sound: true, conversations: 2, messages: 4, lookedUp: 4, problems: [] },
  ]);
  const backup = await run('backup');
  expect([backup.status, backup.lines.at(-1)]).toMatchObject([0, { reason: 'by-hand', conversations: 2 }]);
  const { id, path } = backup.lines.at(-1) as { id: string; path: string };
  expect(existsSync(path)).toBe(true);
  expect((await run('restore')).lines.at(-1)).toMatchObject({ folder: paths.backups, backups: [{ id, path }] });

  writeFileSync(paths.database, readFileSync(paths.database).fill(0xa5, 4096));
  const damaged = await run('check');
  expect([damaged.status, damaged.lines.at(-1)]).toMatchObject([1, { type: 'error', code: 'history-unsound' }]);
  // Looking changes nothing.
  expect(existsSync(paths.damaged)).toBe(false);
  const restored = await run('restore', '--newest');
  expect([restored.status, restored.lines.at(-1)]).toMatchObject([0, { restored: path }]);
  const { setAside } = restored.lines.at(-1) as { setAside: string };
  expect(setAside.startsWith(paths.damaged)).toBe(true);
  const rebuilt = await run('check', '--rebuild-index');
  expect([rebuilt.status, rebuilt.lines.at(-1)]).toMatchObject([0, { sound: true, conversations: 2, lookedUp: 4 }]);
});

test('the newest backup is never what another one has taken the place of', async () => {
  const { data, paths } = await dataFolder('Saari');
  const run = async (...words: string[]) =>
    (await runSarvi(['history', ...words, '--json', '--data-dir', data])).lines.at(-1);
  const { path } = (await run('backup')) as { path: string };
  // By its name, which tells when it was made, as old as can be.
  const old = join(paths.backups, 'by-hand-2020-01-01T00-00-00Z.db');
  renameSync(path, old);
  for (let time = 0; time < 2; time += 1) {
    const { setAside, ...restored } = (await run('restore', '--newest')) as { restored: string; setAside: string };
    expect([restored.restored, setAside]).toEqual([old, expect.stringContaining('before-restore')]);
  }
  expect(await run('restore')).toMatchObject({ backups: [{ reason: 'before-restore' }, {}, { path: old }] });
  rmSync(old);
  expect(await run('restore', '--newest')).toMatchObject({ type: 'error', code: 'backup-unknown' });
});

test('what cannot be done is said in words', async () => {
  const { data } = await dataFolder();
  const run = (...words: string[]) => runSarvi(['history', ...words, '--json', '--data-dir', data]);
  expect((await run('restore', 'nothing.db')).lines.at(-1)).toMatchObject({
    code: 'backup-unknown',
    sentences: { fi: 'Varmuuskopiota nothing.db ei ole. Katso varmuuskopioiden luettelo.' },
  });
  const history = await openHistory(data);
  await history.ask('conversations.list', { limit: 1 });
  expect((await run('check', '--rebuild-index')).lines.at(-1)).toMatchObject({ type: 'error', code: 'history-locked' });
  expect((await run()).status).toBe(2);
  expect((await run('polish')).stderr).toContain('there is no command history polish');
});
