import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { runSarvi } from '../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

const posix = it.skipIf(process.platform === 'win32');
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

posix('takes from other users what an existing data folder lets them read', async () => {
  const data = join(await temporaryFolder(), 'data');
  const outside = join(await temporaryFolder(), 'outside');
  await mkdir(join(data, 'history', 'backups'), { recursive: true });
  await mkdir(join(data, 'models'), { recursive: true });
  const paths = ['config.json', 'history/history.db', 'history/backups/a.db'];
  for (const path of paths) await writeFile(join(data, path), '{}');
  await writeFile(outside, 'x');
  await symlink(outside, join(data, 'models', 'link'));
  for (const path of ['.', 'history', 'history/backups', 'models']) await chmod(join(data, path), 0o755);
  for (const path of [...paths.map((name) => join(data, name)), outside]) await chmod(path, 0o664);

  createNodePorts({ shell: 'cli', dataFolder: data });
  const folders = await Promise.all(
    ['.', 'history', 'history/backups', 'models'].map((path) => modeOf(join(data, path))),
  );
  expect(folders).toEqual(['700', '700', '700', '700']);
  expect(await Promise.all(paths.map((path) => modeOf(join(data, path))))).toEqual(['600', '600', '600']);
  expect(await modeOf(outside)).toBe('664');
});

posix('leaves what is not Sarvi’s in a folder that holds other things too', async () => {
  const data = await temporaryFolder();
  await writeFile(join(data, 'letter.txt'), 'x');
  await writeFile(join(data, 'config.json'), '{}');
  for (const [path, mode] of [
    ['.', 0o755],
    ['letter.txt', 0o644],
    ['config.json', 0o644],
  ] as const) {
    await chmod(join(data, path), mode);
  }
  createNodePorts({ shell: 'cli', dataFolder: data });
  expect(await Promise.all(['.', 'letter.txt', 'config.json'].map((path) => modeOf(join(data, path))))).toEqual([
    '755',
    '644',
    '600',
  ]);
});

posix('makes nothing that others may read, whatever the user’s mask', async () => {
  const data = join(await temporaryFolder(), 'data');
  const { status } = await runSarvi(['models', '--data-dir', data]);
  expect(status).toBe(0);
  for (const path of ['.', 'history', 'history/history.db', 'history/writers', 'models']) {
    expect((await stat(join(data, path))).mode & 0o077, path).toBe(0);
  }
});
