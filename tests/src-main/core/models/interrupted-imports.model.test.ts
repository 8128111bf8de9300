import { copyFile, cp, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { App } from '../../../../src-main/core/app.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { ImportJobs } from '../../../../src-main/core/models/import-jobs.ts';
import { ModelLibrary } from '../../../../src-main/core/models/model-library.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function openApp(dataFolder: string): Promise<App> {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
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

test('imports that wait for their turn when the app ends are listed by the next one, in their order, and go on', async () => {
  const [folder, killed] = [await temporaryFolder(), await temporaryFolder()];
  const ports = createNodePorts({ shell: 'web', dataFolder: folder });
  // The engine takes its time with the first one, so the others wait for as long as it is looked at.
  const trying = Promise.withResolvers<undefined>();
  const tryModel = (_: string, signal: AbortSignal): Promise<void> => {
    trying.resolve(undefined);
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('ended')), { once: true });
    });
  };
  const library = await ModelLibrary.open(ports, () => undefined);
  const jobs = new ImportJobs(ports, library, tryModel, () => undefined);
  const source = { kind: 'guide' } as const;
  for (const quantization of ['Q8_0', 'Q4_K_M', 'F16'] as const) {
    await jobs.start({ source, quantization });
    await vi.waitFor(async () => {
      const kept = await readdir(join(folder, 'models'), { recursive: true });
      expect(kept.filter((name) => name.endsWith('request.json'))).toHaveLength(jobs.list().length);
    }, 20_000);
  }
  await trying.promise;
  expect(jobs.list().map(({ phase }) => phase)).toEqual(['checking', 'waiting', 'waiting']);
  // As a kill leaves it: nobody has tidied, and the process that holds the claims is gone.
  const isClaim = (path: string): boolean => basename(path) === 'claim.json';
  await cp(folder, killed, { recursive: true, preserveTimestamps: true, filter: (path) => !isClaim(path) });
  await jobs.dispose();

  for (const left of [folder, killed]) {
    const next = await openApp(left);
    const found = await next.ask('models.imports', {});
    expect(found.map(({ state, quantization }) => [state, quantization])).toEqual([
      ['paused', 'Q8_0'],
      ['paused', 'Q4_K_M'],
      ['paused', 'F16'],
    ]);
    expect(found.map(({ bytesDone }) => bytesDone > 0)).toEqual([true, false, false]);
    const [first, second, third] = found.map(({ id }) => ({ jobId: id }));
    if (!first || !second || !third) expect.unreachable();
    await next.ask('models.cancelImport', first);
    await next.ask('models.cancelImport', third);
    await next.ask('models.resumeImport', second);
    await ended(next, second.jobId);
    expect(await readdir(join(left, 'models'))).toEqual(['sarvi-guide-q4_k_m']);
  }
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
