import { expect, onTestFinished, test } from 'vitest';
import { createCheckedApp } from '../../../../builders/checked-app.ts';
import { createNodePorts } from '../../../../../src-main/shells/node-ports.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

test('the app makes, lists and restores a backup, and tells every renderer that all is new', async () => {
  const app = await createCheckedApp(createNodePorts({ shell: 'cli', dataFolder: await temporaryFolder() }));
  onTestFinished(() => app.dispose());
  const told: unknown[] = [];
  app.listen((name, payload) => {
    if (name === 'history.replaced') told.push(payload);
  });
  const ids = async (): Promise<string[]> =>
    (await app.ask('conversations.list', { limit: 10 })).conversations.map(({ id }) => id);
  const { id: kept } = await app.ask('conversations.create', { systemPrompt: 'vanha' });
  const backup = await app.ask('history.backUp', {});
  const { id: later } = await app.ask('conversations.create', { systemPrompt: 'uusi' });
  expect((await ids()).sort()).toEqual([kept, later].sort());

  const { setAside } = await app.ask('history.restore', { backupId: backup.id });

  expect([await ids(), told]).toEqual([[kept], [{ notice: null }]]);
  const { backups } = await app.ask('history.backups', {});
  expect(backups.map(({ path, conversations }) => [path, conversations])).toEqual(
    expect.arrayContaining([
      [backup.path, 1],
      [setAside, 2],
    ]),
  );
  expect(await app.call('history.restore', { backupId: 'nothing.db' })).toMatchObject({
    ok: false,
    error: { code: 'backup-unknown' },
  });
  expect(await app.call('settings.update', { backupFolder: 'not/whole' })).toMatchObject({
    ok: false,
    error: { code: 'invalid-input' },
  });
});
