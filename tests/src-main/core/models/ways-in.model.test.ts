import { appendFile, copyFile, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { CallInput } from '#contract/contract';
import type { ImportJob } from '#contract/imports';
import { QUANTIZATION_TYPES } from '#contract/quantization';
import type { App } from '../../../../src-main/core/app.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { claimFile } from '../../../../src-main/core/claim-file.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { splitGguf } from '../../../builders/split-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function openApp(dataFolder: string): Promise<App> {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  return app;
}

function runImport(app: App, input: Parameters<App['importModel']>[0]): Promise<ImportJob> {
  return app.importModel(input, { signal: new AbortController().signal, onProgress: () => undefined });
}

async function imported(app: App, input: Parameters<App['importModel']>[0]): Promise<string> {
  const job = await runImport(app, input);
  expect(job).toMatchObject({ state: 'finished', error: null });
  return job.modelId ?? '';
}

const guideFile = async (): Promise<string> => (await guideModel()).path;
const source = (path: string) => ({ kind: 'path', path }) as const;
const prompt = (modelId: string): CallInput<'chat.renderPrompt'> => ({
  modelId,
  messages: [{ role: 'user', content: 'Hei' }],
  addGenerationPrompt: true,
});

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, 'models'), { recursive: true });
  return entries.map((entry) => basename(entry));
}

describe('a GGUF file used in place', () => {
  test('stays where it lies, can be used and verified, and survives its removal from the library', async () => {
    const [data, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
    const [path = ''] = await splitGguf(await guideFile(), elsewhere, 1, 'mine');
    const app = await openApp(data);
    const modelId = await imported(app, { source: source(path), name: 'Mine', mode: 'in-place' });
    expect(await readdir(join(data, 'models', modelId))).toEqual(['model.json']);
    expect(await app.ask('models.list', {})).toMatchObject([{ id: modelId, available: true, inPlacePath: path }]);
    expect((await app.ask('chat.renderPrompt', prompt(modelId))).tokens.length).toBeGreaterThan(3);
    expect(await app.verifyModel({ modelId }, {})).toMatch(/^[0-9a-f]{64}$/);
    await app.ask('models.remove', { modelId });
    expect(await readdir(elsewhere)).toEqual(['mine-00001-of-00001.gguf']);
    expect(await readdir(join(data, 'models'))).toEqual([]);
  });

  test('is told when it has changed or vanished', async () => {
    const elsewhere = await temporaryFolder();
    const [path = ''] = await splitGguf(await guideFile(), elsewhere, 1);
    const app = await openApp(await temporaryFolder());
    const modelId = await imported(app, { source: source(path), name: 'Mine', mode: 'in-place' });
    const refusal = async (): Promise<unknown> => app.call('chat.renderPrompt', prompt(modelId));
    await appendFile(path, 'x');
    expect(await refusal()).toMatchObject({ error: { code: 'model-file-changed', details: { name: 'Mine', path } } });
    expect((await app.ask('models.list', {}))[0]?.available).toBe(false);
    await rm(path);
    expect(await refusal()).toMatchObject({ error: { code: 'model-file-missing', details: { name: 'Mine', path } } });
    await app.ask('models.remove', { modelId });
  });

  test('is used under another time when its bytes are the same, read once, and refused when they are not', async () => {
    const [data, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
    const [path = ''] = await splitGguf(await guideFile(), elsewhere, 1);
    const app = await openApp(data);
    const modelId = await imported(app, { source: source(path), name: 'Mine', mode: 'in-place' });
    const ask = (from = app): Promise<unknown> => from.call('chat.renderPrompt', prompt(modelId));
    const isAvailable = async (from = app): Promise<boolean | undefined> =>
      (await from.ask('models.list', {}))[0]?.available;
    await utimes(path, 1e9, 1e9);
    expect([await isAvailable(), await ask()]).toMatchObject([true, { ok: true }]);
    await app.dispose();

    // The time is kept: one more change of it has the bytes read again, and they are not the same now.
    const next = await openApp(data);
    expect(await ask(next)).toMatchObject({ ok: true });
    await flipLastByte(path);
    await utimes(path, 1e9, 1e9);
    expect(await ask(next)).toMatchObject({ ok: true });
    await utimes(path, 2e9, 2e9);
    expect(await isAvailable(next)).toBe(true);
    const refusal = { error: { code: 'model-file-changed', details: { name: 'Mine', path } } };
    expect([await ask(next), await ask(next)]).toMatchObject([refusal, refusal]);
    expect(await isAvailable(next)).toBe(false);
  });

  test('cannot be a checkpoint, and keeps its type', async () => {
    const app = await openApp(await temporaryFolder());
    const refused = { ok: false, error: { code: 'invalid-input' } };
    expect(await app.call('models.import', { source: { kind: 'guide' }, mode: 'in-place' })).toMatchObject(refused);
    const retyped = { source: source(await guideFile()), mode: 'in-place', quantization: 'Q4_0' };
    expect(await app.call('models.import', retyped)).toMatchObject(refused);
    const weighed = { source: source(await guideFile()), imatrixPath: '/none.imatrix' };
    expect(await app.call('models.import', weighed)).toMatchObject(refused);
    expect(await app.ask('models.imports', {})).toEqual([]);
  });
});

describe('a split GGUF file', () => {
  test('is joined, or used in place from its first part, whichever part is given', async () => {
    const [data, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
    const paths = await splitGguf(await guideFile(), elsewhere, 3);
    const app = await openApp(data);
    const joined = await imported(app, { source: source(paths[1] ?? ''), name: 'Joined' });
    const file = await readGguf(join(data, 'models', joined, 'model.gguf'));
    expect(file.tensors.length).toBe((await readGguf(await guideFile())).tensors.length);
    const inPlace = await imported(app, { source: source(paths[2] ?? ''), name: 'Parts', mode: 'in-place' });
    expect((await app.ask('models.list', {})).find(({ id }) => id === inPlace)?.inPlacePath).toBe(paths[0]);
    const [one, other] = [prompt(joined), prompt(inPlace)];
    expect(await app.ask('chat.renderPrompt', one)).toEqual(await app.ask('chat.renderPrompt', other));
    expect(await app.verifyModel({ modelId: joined }, {})).not.toBe(await app.verifyModel({ modelId: inPlace }, {}));

    await rm(paths[2] ?? '');
    expect(await app.call('models.import', { source: source(paths[0] ?? '') })).toMatchObject({
      error: { code: 'gguf-missing-part', details: { path: paths[2] } },
    });
    expect(await app.call('chat.renderPrompt', other)).toMatchObject({ error: { code: 'model-file-missing' } });
  });
});

test('a GGUF file in F32 is imported in another type, and one that is quantized is not', async () => {
  const app = await openApp(await temporaryFolder());
  const modelId = await imported(app, { source: source(await guideFile()), quantization: 'Q8_0', name: 'Smaller' });
  expect((await app.ask('models.list', {}))[0]?.facts).toMatchObject({ fileType: 'Q8_0', name: 'Smaller' });
  const { path } = await guideModel('Q8_0');
  expect(await app.call('models.import', { source: source(path), quantization: 'Q4_0' })).toMatchObject({
    error: { code: 'gguf-already-quantized', details: { path, found: 'Q8_0' } },
  });
  expect(modelId).toBe('smaller-q8_0');
});

test('a GGUF file is offered the types that it can be given, each with the size that it comes to', async () => {
  const folder = await temporaryFolder();
  const app = await openApp(folder);
  const path = await guideFile();
  const { sizes, recommended } = await app.ask('models.inspect', { path });
  expect(sizes.map(({ quantization }) => quantization)).toEqual([...QUANTIZATION_TYPES]);
  expect(recommended).toBe('Q8_0');
  const modelId = await imported(app, { source: source(path), quantization: 'Q4_K_M' });
  const { size } = await stat(join(folder, 'models', modelId, 'model.gguf'));
  expect(sizes.find(({ quantization }) => quantization === 'Q4_K_M')).toMatchObject({
    sizeBytes: size,
    quality: 'good',
  });
  const quantized = await app.ask('models.inspect', { path: (await guideModel('Q8_0')).path });
  expect(quantized).toMatchObject({ sizes: [], recommended: null });
});

test('the same import asked for twice at once is one job', async () => {
  const folder = await temporaryFolder();
  const app = await openApp(folder);
  const guide = { source: { kind: 'guide' } } as const;
  const [first, second] = await Promise.all([app.ask('models.import', guide), app.ask('models.import', guide)]);
  expect(second).toEqual(first);
  expect(await app.ask('models.import', guide)).toEqual(first);
  expect((await app.ask('models.import', { ...guide, name: 'Other' })).jobId).not.toBe(first.jobId);
  for (const { id } of await app.ask('models.imports', {})) await app.ask('models.cancelImport', { jobId: id });
  expect(await readdir(join(folder, 'models'))).toEqual([]);
});

test.each(['copy', 'in-place', 'Q4_0'] as const)(
  'a converted file that is damaged is refused at its import, and nothing of it is kept (%s)',
  async (way) => {
    const [data, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
    const path = join(elsewhere, 'converted.gguf');
    await copyFile(await guideFile(), path);
    await flipLastByte(path);
    const app = await openApp(data);
    const how = way === 'Q4_0' ? { quantization: way } : { mode: way };
    expect(await runImport(app, { source: source(path), ...how })).toMatchObject({
      state: 'failed',
      error: { code: 'checksum-mismatch', details: { path } },
    });
    expect(await readdir(join(data, 'models'))).toEqual([]);
  },
);

test('the size of a model is that of its file', async () => {
  const folder = await temporaryFolder();
  const app = await openApp(folder);
  const modelId = await imported(app, { source: source(await guideFile()), name: 'Whole' });
  const { size } = await stat(join(folder, 'models', modelId, 'model.gguf'));
  expect((await app.ask('models.list', {}))[0]?.facts.sizeBytes).toBe(size);
  expect((await app.ask('models.inspect', { path: await guideFile() })).facts.sizeBytes).toBe(size);
});

test('a model whose bytes have changed does not verify', async () => {
  const folder = await temporaryFolder();
  const app = await openApp(folder);
  const modelId = await imported(app, { source: { kind: 'guide' } });
  const path = join(folder, 'models', modelId, 'model.gguf');
  const checksum = await app.verifyModel({ modelId }, {});
  expect(await app.verifyModel({ path }, {})).toBe(checksum);
  await flipLastByte(path);
  for (const target of [{ modelId }, { path }]) {
    await expect(app.verifyModel(target, {})).rejects.toMatchObject({
      code: 'checksum-mismatch',
      details: { path, expected: checksum },
    });
  }
  await expect(app.verifyModel({ modelId: 'none' }, {})).rejects.toMatchObject({ code: 'model-unknown' });
});

/** Changes the last byte of the file, which is one of its last tensor. */
async function flipLastByte(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(path, bytes);
}

/** Closes an app while an import's file is whole and the engine tries it; answers the folder that is left. */
async function interruptImport(folder: string, path: string): Promise<string> {
  const closing = await openApp(folder);
  await closing.ask('models.import', { source: source(path), name: 'Later' });
  await vi.waitFor(async () => expect(await filesUnder(folder)).toContain('model.gguf'), 20_000);
  await closing.dispose();
  const [left = ''] = await readdir(join(folder, 'models'));
  expect(left).toMatch(/\.importing$/);
  return left;
}

test('an app that closes in the middle leaves its import to the next one', async () => {
  const [folder, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
  const [path = ''] = await splitGguf(await guideFile(), elsewhere, 1);
  const left = await interruptImport(folder, path);
  const next = await openApp(folder);
  expect(await readdir(join(folder, 'models'))).toEqual([left]);
  expect(await next.ask('models.list', {})).toEqual([]);
  const modelId = await imported(next, { source: source(path), name: 'Later' });
  expect(await readdir(join(folder, 'models'))).toEqual([modelId]);
  expect(await readdir(join(folder, 'models', modelId))).toEqual(['model.gguf', 'model.json']);
  expect((await readFile(join(folder, 'models', modelId, 'model.gguf'))).equals(await readFile(path))).toBe(true);
  const log = await readFile(join(folder, 'logs', 'sarvi.log'), 'utf8');
  expect(log).toContain('"readBytes":0,');
});

test('what cannot be gone on from is cleared away at the next start, but not under a living process', async () => {
  const [folder, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
  const [path = ''] = await splitGguf(await guideFile(), elsewhere, 1);
  const left = await interruptImport(folder, path);
  await utimes(path, 1, 1);
  const held = claimFile(join(folder, 'models', left, 'claim.json'));
  await openApp(folder);
  expect(await readdir(join(folder, 'models'))).toEqual([left]);
  if ('claim' in held) held.claim.release();
  await openApp(folder);
  expect(await readdir(join(folder, 'models'))).toEqual([]);
});

test('a cancel while the engine tries the file leaves nothing', async () => {
  const folder = await temporaryFolder();
  const app = await openApp(folder);
  const { jobId } = await app.ask('models.import', { source: { kind: 'guide' } });
  await vi.waitFor(async () => expect(await filesUnder(folder)).toContain('model.gguf'), 20_000);
  await app.ask('models.cancelImport', { jobId });
  expect(await readdir(join(folder, 'models'))).toEqual([]);
});
