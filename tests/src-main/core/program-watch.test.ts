import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ProgramWatch } from '../../../src-main/core/program-watch.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

it('says once that another version was installed over the running one', async () => {
  const folder = await temporaryFolder();
  const [path, other] = [join(folder, 'sarvi-desktop'), join(folder, 'other')];
  await writeFile(path, 'old');
  const told: string[] = [];
  const watch = await ProgramWatch.open(path, ({ code }) => told.push(code));
  onTestFinished(() => watch.dispose());
  await watch.look();
  await rm(path);
  await watch.look();
  expect(told).toEqual([]);
  await writeFile(other, 'new one');
  await rename(other, path);
  await watch.look();
  await watch.look();
  expect(told).toEqual(['program-replaced']);
});

it('says nothing of a program whose file could never be seen', async () => {
  const path = join(await temporaryFolder(), 'sarvi-desktop');
  const told: string[] = [];
  const watch = await ProgramWatch.open(path, ({ code }) => told.push(code));
  onTestFinished(() => watch.dispose());
  await writeFile(path, 'later');
  await watch.look();
  expect(told).toEqual([]);
});
