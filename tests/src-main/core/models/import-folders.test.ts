import { readdirSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimFile } from '../../../../src-main/core/claim-file.ts';
import { clearImportFolders, openImportFolder } from '../../../../src-main/core/models/import-folders.ts';
import { ModelLibrary } from '../../../../src-main/core/models/model-library.ts';
import { NO_FACTS } from '../../../../src-main/core/models/no-facts.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('an import holds its folder until it is a model, and a start takes away what a crash left of the claim', async () => {
  const ports = createNodePorts({ shell: 'web', dataFolder: await temporaryFolder() });
  let atLast: string[] = [];
  const place = { folder: '' };
  const now = (): number => {
    atLast = readdirSync(place.folder);
    return 1;
  };
  const library = await ModelLibrary.open({ ...ports, now }, () => undefined);
  place.folder = (await openImportFolder(library.folder, ['x'], 'X')).folder;
  await writeFile(join(place.folder, 'model.gguf'), 'weights');
  const parts = { name: 'X', family: 'llama', facts: NO_FACTS, sampling: {} } as const;
  const modelId = await library.publish(place.folder, parts);
  expect(atLast).toContain('claim.json');
  const folder = join(library.folder, modelId);
  expect((await readdir(folder)).sort()).toEqual(['model.gguf', 'model.json']);

  await writeFile(join(folder, 'claim.json'), '{}');
  await ModelLibrary.open(ports, () => undefined);
  expect((await readdir(folder)).sort()).toEqual(['model.gguf', 'model.json']);
});

test('only folders that nobody works in are cleared away, and one that cannot be is told and stops nobody', async () => {
  const folder = await temporaryFolder();
  for (const name of ['a.importing', 'b.importing', 'c.importing', 'model']) {
    await mkdir(join(folder, name, 'half'), { recursive: true });
  }
  await mkdir(join(folder, 'a.importing', 'claim.json'));
  await utimes(join(folder, 'a.importing', 'claim.json'), 5, 5);
  const held = claimFile(join(folder, 'b.importing', 'claim.json'));
  const warnings: unknown[] = [];
  const log = {
    info: () => undefined,
    error: () => undefined,
    warn: (_: string, details?: unknown) => void warnings.push(details),
  };
  await clearImportFolders(folder, { now: Date.now, log });
  expect((await readdir(folder)).sort()).toEqual(['a.importing', 'b.importing', 'model']);
  expect(warnings).toMatchObject([{ folder: join(folder, 'a.importing') }]);
  if ('claim' in held) held.claim.release();
  await clearImportFolders(folder, { now: Date.now, log });
  expect((await readdir(folder)).sort()).toEqual(['a.importing', 'model']);
});
