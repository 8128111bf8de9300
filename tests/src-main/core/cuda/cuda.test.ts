import { appendFile, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { CudaStatus } from '#contract/cuda-calls';
import { faultOfFiles } from '../../../../src-main/core/cuda/verify-files.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { cudaRelease, LIBRARIES } from '../../../builders/cuda-package.ts';
import { canMount, smallDisk } from '../../../builders/small-disk.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { sha256Of } from '../../../builders/update-feed.ts';
import { sendBytes, sendCut } from '../../../builders/update-server.ts';
import { openUpdatableApp, type UpdatableApp } from '../../../builders/updates.ts';

const isHere = process.platform === 'linux' && process.arch === 'x64';
const codeOf = (done: Promise<unknown>): Promise<string> =>
  done.then(
    () => 'done',
    (error: unknown) => (error as Error).message,
  );
const reasonOf = async ({ app }: UpdatableApp): Promise<string | null | undefined> => {
  const reports = await app.ask('engine.retryBackend', { backend: 'cuda' });
  return reports.find(({ backend }) => backend === 'cuda')?.reason;
};
const inFolder = ({ dataFolder }: UpdatableApp): Promise<string[]> => readdir(join(dataFolder, 'cuda')).catch(() => []);

/** Installs what was looked for. Resolves to the status afterwards. */
async function install({ app }: UpdatableApp): Promise<CudaStatus> {
  const { promise, resolve } = Promise.withResolvers<CudaStatus>();
  const end = app.listen((name, payload) => {
    if (name === 'cuda.changed' && (payload as CudaStatus).phase === 'idle') resolve(payload as CudaStatus);
  });
  await app.ask('cuda.install', {});
  return promise.finally(end);
}

it('offers nothing, and asks nobody, where this Sarvi has no feed', async () => {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: await temporaryFolder() }));
  onTestFinished(() => app.dispose());
  expect(await app.ask('cuda.status', {})).toBeNull();
  expect(await codeOf(app.ask('cuda.look', {}))).toContain('unsupported-in-shell');
});

it.runIf(isHere)('is looked for, installed, loaded, refused when a file was changed, and removed', async () => {
  const release = await cudaRelease({ load: true });
  const updatable = await openUpdatableApp(release);
  const { app, dataFolder } = updatable;
  expect(await codeOf(app.ask('cuda.install', {}))).toContain('update-unknown');
  expect(release.server.asked).toEqual([]);
  const looked = await app.ask('cuda.look', {});
  expect(looked).toMatchObject({ isInstalled: false, offer: { sizeBytes: release.archive.length, bytesDone: 0 } });
  expect(release.server.asked.map(({ path }) => path)).toEqual(['feed.json', release.listPath]);

  expect(await install(updatable)).toMatchObject({ isInstalled: true, error: null, offer: null });
  expect(await inFolder(updatable)).toEqual([LIBRARIES]);
  const bins = join(dataFolder, 'cuda', LIBRARIES, 'bins');
  expect((await readdir(bins)).sort()).toEqual(['LICENSE', 'linux-x64-cuda']);
  // The stand-in starts, and finds no card.
  expect(await reasonOf(updatable)).toBe('no-graphics-card');
  const kept = await app.ask('privacy.kept', {});
  expect(kept.find(({ kind }) => kind === 'cuda')?.sizeBytes).toBeGreaterThan(20_000_000);

  const library = join(bins, 'linux-x64-cuda', 'libggml-base.so');
  const bytes = await readFile(library);
  await appendFile(library, 'x');
  expect(await reasonOf(updatable)).toBe('cuda-file-differs {"file":"linux-x64-cuda/libggml-base.so"}');
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  await writeFile(library, bytes);
  expect(await reasonOf(updatable)).toContain('cuda-file-differs');
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  await writeFile(library, bytes);
  await writeFile(join(bins, 'linux-x64-cuda', 'libggml-more.so'), '');
  expect(await reasonOf(updatable)).toBe('cuda-file-differs {"file":"linux-x64-cuda/libggml-more.so"}');

  expect(await app.ask('cuda.remove', {})).toMatchObject({ isInstalled: false, installedBytes: 0 });
  expect(await inFolder(updatable)).toEqual([]);
});

it.runIf(isHere)('continues a download that was cut off', async () => {
  const release = await cudaRelease();
  const { archive, archivePath, server } = release;
  const updatable = await openUpdatableApp(release);
  await updatable.app.ask('cuda.look', {});
  const part = join(
    updatable.dataFolder,
    'cuda',
    'downloads',
    sha256Of(archive).slice(0, 16),
    `${basename(archivePath)}.part`,
  );
  const arrived = expect
    .poll(
      () =>
        stat(part).then(
          ({ size }) => size,
          () => 0,
        ),
      { timeout: 60_000 },
    )
    .toBe(1000);
  server.answers.set(archivePath, sendCut(archive, 1000, arrived));
  const cut = await install(updatable);
  expect([cut.isInstalled, cut.error?.code, cut.offer?.bytesDone]).toEqual([false, 'update-cut', 1000]);
  server.answers.set(archivePath, sendBytes(archive));
  expect(await install(updatable)).toMatchObject({ isInstalled: true, error: null });
  expect(server.asked.at(-1)?.headers.range).toBe('bytes=1000-');
});

it.runIf(isHere)('refuses an archive or a list that was changed, and one of another version', async () => {
  const release = await cudaRelease();
  const { archive, archivePath, listPath, server } = release;
  const updatable = await openUpdatableApp(release);
  await updatable.app.ask('cuda.look', {});
  const changed = Buffer.from(archive);
  changed[200] = (changed[200] ?? 0) ^ 1;
  server.answers.set(archivePath, sendBytes(changed));
  expect(await install(updatable)).toMatchObject({ isInstalled: false, error: { code: 'update-file-differs' } });
  await rm(join(updatable.dataFolder, 'cuda'), { recursive: true });
  server.answers.set(listPath, sendBytes(Buffer.from('{"form":1}')));
  expect(await codeOf(updatable.app.ask('cuda.look', {}))).toMatch(/update-(?:cut|file-differs)/);

  release.publish({ version: '9.0.0' });
  expect(await codeOf(updatable.app.ask('cuda.look', {}))).toContain('has already seen 9.1.0');

  const other = await openUpdatableApp(await cudaRelease({ libraries: '3.99.0' }));
  expect(await codeOf(other.app.ask('cuda.look', {}))).toContain('the package is for Sarvi 9.1.0');
});

it.runIf(isHere)('is not used when its list or its feed was changed, and makes room at the next start', async () => {
  const release = await cudaRelease();
  const first = await openUpdatableApp(release);
  await first.app.ask('cuda.look', {});
  await install(first);
  await first.app.dispose();
  const folder = join(first.dataFolder, 'cuda', LIBRARIES);
  const list = await readFile(join(folder, 'list.json'), 'utf8');
  await writeFile(join(folder, 'list.json'), list.replace(/[0-9a-f]{64}/, '0'.repeat(64)));
  await mkdir(join(first.dataFolder, 'cuda', 'installing'));
  const second = await openUpdatableApp(release, { dataFolder: first.dataFolder });
  expect(await second.app.ask('cuda.status', {})).toBeNull();
  expect(await inFolder(second)).toEqual([]);
});

it.runIf(isHere && canMount())('says so on a full disk, and leaves nothing half there', async () => {
  const release = await cudaRelease();
  const disk = smallDisk(8_000_000);
  const updatable = await openUpdatableApp(release, { dataFolder: join(disk.folder, 'data') });
  await updatable.app.ask('cuda.look', {});
  disk.fill();
  const full = await install(updatable);
  expect([full.isInstalled, full.error?.code]).toEqual([false, 'disk-full']);
  disk.free();
  expect(await install(updatable)).toMatchObject({ isInstalled: true, error: null });
});

it('takes a folder for sound only with exactly the listed files', async () => {
  const folder = await temporaryFolder();
  expect(await faultOfFiles(folder, [])).toBeNull();
  await writeFile(join(folder, 'stray'), '');
  expect(await faultOfFiles(folder, [])).toContain('"file":"stray"');
  const listed = {
    name: 'stray',
    sizeBytes: 0,
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  };
  expect(await faultOfFiles(folder, [listed])).toBeNull();
  expect(await faultOfFiles(folder, [{ ...listed, name: 'missing' }, listed])).toContain('"file":"missing"');
  // It leads to the right bytes now, and to others when they are loaded.
  const other = join(await temporaryFolder(), 'right');
  await writeFile(other, '');
  await symlink(other, join(folder, 'link'));
  expect(await faultOfFiles(folder, [{ ...listed, name: 'link' }, listed])).toContain('"file":"link"');
});
