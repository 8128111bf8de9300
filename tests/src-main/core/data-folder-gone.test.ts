import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

it('says that the data folder has gone, keeps nothing in its place, and goes on when it is back', async () => {
  const around = await temporaryFolder();
  const [data, away] = [join(around, 'data'), join(around, 'away')];
  const app = await createCheckedApp(createNodePorts({ shell: 'cli', dataFolder: data }));
  onTestFinished(() => app.dispose());
  const told: unknown[] = [];
  app.listen((name, payload) => name === 'app.dataFolderGone' && told.push(payload));
  const gone = { code: 'data-folder-gone', details: { path: data } };

  await rename(data, away);
  await expect.poll(() => told).toEqual([expect.objectContaining(gone)]);
  expect(await app.call('conversations.create', {})).toMatchObject({ ok: false, error: gone });
  expect(await app.call('settings.update', { language: 'fi' })).toMatchObject({ ok: false, error: gone });
  // Another folder of that name is not the one.
  await mkdir(join(data, 'history'), { recursive: true });
  expect(await app.call('conversations.create', {})).toMatchObject({ ok: false, error: gone });

  await rename(data, join(around, 'other'));
  await rename(away, data);
  expect(await app.call('conversations.create', {})).toMatchObject({ ok: true });
});
