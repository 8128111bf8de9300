import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refuseOwnData } from '../../../../../src-main/core/refuse-own-data.ts';
import { WholeFile } from '../../../../../src-main/core/history/transfer/whole-file.ts';
import { runSarvi } from '../../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

it('refuses an export into the data folder, by whatever name', async () => {
  const around = await temporaryFolder();
  const data = join(around, 'data');
  await mkdir(join(data, 'history'), { recursive: true });
  await symlink(join(data, 'history'), join(around, 'link'));
  await symlink(data, join(around, 'data-link'));
  const refused = [
    data,
    join(data, 'config.json'),
    join(data, 'history', 'history.db'),
    join(data, 'history', '..', 'models'),
    join(around, 'link', 'history.db'),
    join(around, 'data-link', 'new.json'),
  ];
  for (const path of refused) {
    await expect(refuseOwnData(path, data), path).rejects.toMatchObject({ code: 'path-own-data', details: { path } });
    await expect(refuseOwnData(path, join(around, 'data-link')), path).rejects.toMatchObject({ code: 'path-own-data' });
  }
  for (const path of [join(around, 'out.json'), join(around, 'data.json'), join(around, '..data')]) {
    await refuseOwnData(path, data);
  }
});

it('tells so on the command line, and leaves the settings as they are', async () => {
  const data = join(await temporaryFolder(), 'data');
  await mkdir(data);
  await writeFile(join(data, 'config.json'), '{"language":"en"}');
  const path = join(data, 'config.json');
  const { status, stderr } = await runSarvi([
    'history',
    'export',
    '--out',
    path,
    '--format',
    'json',
    '--data-dir',
    data,
  ]);
  expect([status, stderr]).toEqual([1, expect.stringContaining(path)]);
  expect(await readFile(path, 'utf8')).toBe('{"language":"en"}');
});

it.skipIf(process.platform === 'win32')('follows no link that has the name of the unfinished file', async () => {
  const folder = await temporaryFolder();
  const [path, victim] = [join(folder, 'out.json'), join(folder, 'victim')];
  await writeFile(victim, 'kept');
  await symlink(victim, `${path}.sarvi-partial`);
  const file = await WholeFile.create(path, { replace: false });
  await file.write('text');
  await file.finish();
  expect([await readFile(victim, 'utf8'), await readFile(path, 'utf8')]).toEqual(['kept', 'text']);
  expect((await stat(path)).mode & 0o077).toBe(0);
});
