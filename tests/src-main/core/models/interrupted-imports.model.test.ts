import { copyFile, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createApp, type App } from '../../../../src-main/core/app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function openApp(dataFolder: string): Promise<App> {
  const app = await createApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  return app;
}

/** A file that only this test has. */
async function ownFile(): Promise<string> {
  const path = join(await temporaryFolder(), 'own.gguf');
  await copyFile((await guideModel()).path, path);
  return path;
}

/** Begins an import and waits until its file is whole and the engine tries it. */
async function begin(app: App, folder: string, path: string): Promise<string> {
  const { jobId } = await app.ask('models.import', { source: { kind: 'path', path }, name: 'Later' });
  await vi.waitFor(async () => {
    const entries = await readdir(join(folder, 'models'), { recursive: true });
    expect(entries.map((entry) => basename(entry))).toContain('model.gguf');
  }, 20_000);
  return jobId;
}

async function ended(app: App, jobId: string): Promise<void> {
  await vi.waitFor(async () => {
    const job = (await app.ask('models.imports', {})).find(({ id }) => id === jobId);
    expect(job).toMatchObject({ state: 'finished', error: null });
  }, 30_000);
}

test('a paused import goes on under its own id', async () => {
  const folder = await temporaryFolder();
  const app = await openApp(folder);
  const jobId = await begin(app, folder, await ownFile());
  await app.ask('models.pauseImport', { jobId });
  expect(await app.ask('models.imports', {})).toMatchObject([{ id: jobId, state: 'paused', error: null }]);
  expect(await app.ask('models.list', {})).toEqual([]);
  await app.ask('models.resumeImport', { jobId });
  await ended(app, jobId);
  const [model] = await app.ask('models.list', {});
  expect(await readdir(join(folder, 'models', model?.id ?? ''))).toEqual(['model.gguf', 'model.json']);
});

test('what a closed app left is listed by the next one, goes on there, or is removed', async () => {
  const folder = await temporaryFolder();
  const path = await ownFile();
  const closing = await openApp(folder);
  await begin(closing, folder, path);
  await closing.dispose();

  const next = await openApp(folder);
  const [job] = await next.ask('models.imports', {});
  expect(job).toMatchObject({ name: 'Later', state: 'paused', quantization: null });
  expect(job?.bytesDone).toBeGreaterThan(0);
  expect(job?.bytesDone).toBeLessThanOrEqual(job?.bytesTotal ?? 0);
  // Asked for in the usual way, it is the same one.
  const { jobId } = await next.ask('models.import', { source: { kind: 'path', path }, name: 'Later' });
  expect(jobId).toBe(job?.id);
  await next.ask('models.pauseImport', { jobId });
  await next.ask('models.cancelImport', { jobId });
  expect(await readdir(join(folder, 'models'))).toEqual([]);
  expect(await next.ask('models.imports', {})).toEqual([]);
});

test('one whose source is gone cannot go on, says so, and stays on the list', async () => {
  const folder = await temporaryFolder();
  const app = await openApp(folder);
  const path = await ownFile();
  const jobId = await begin(app, folder, path);
  await app.ask('models.pauseImport', { jobId });
  await rm(path);
  await expect(app.ask('models.resumeImport', { jobId })).rejects.toMatchObject({ code: 'path-missing' });
  expect(await app.ask('models.imports', {})).toMatchObject([{ id: jobId, state: 'paused' }]);
});

test('each type that a file can be given says whether it would fit', async () => {
  const app = await openApp(await temporaryFolder());
  const { sizes, fit } = await app.ask('models.inspect', { path: 'resources/guide-model' });
  expect(fit).toBeNull();
  for (const size of sizes) expect(size.fit).toMatchObject({ verdict: 'fits' });
  const needed = sizes.map((size) => size.fit?.neededBytes ?? 0);
  expect(needed).toEqual(needed.toSorted((a, b) => b - a));
  expect((await app.ask('models.inspect', { path: await ownFile() })).fit?.verdict).toBe('fits');
});
