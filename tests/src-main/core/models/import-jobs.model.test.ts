import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { App } from '../../../../src-main/core/app.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import type { ImportJob } from '#contract/imports';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function openApp(dataFolder: string): Promise<App> {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  return app;
}

/** The states that a job goes through until it ends. */
function watchImport(app: App): Promise<ImportJob[]> {
  const seen: ImportJob[] = [];
  return new Promise((resolve) => {
    const stop = app.listen((name, payload) => {
      if (name !== 'import.changed') return;
      const job = payload as ImportJob;
      seen.push(job);
      if (job.state === 'running') return;
      stop();
      resolve(seen);
    });
  });
}

describe('an import', () => {
  test('of the guide model ends in a model that is there after a restart', async () => {
    const folder = await temporaryFolder();
    const app = await openApp(folder);
    const watched = watchImport(app);
    await app.ask('models.import', { source: { kind: 'guide' } });
    const seen = await watched;
    expect(seen.at(-1)).toMatchObject({ state: 'finished', modelId: 'sarvi-guide-q8_0' });
    expect(seen.map(({ phase }) => phase)).toEqual(
      expect.arrayContaining(['reading', 'converting', 'checking', 'ended']),
    );
    await app.dispose();

    const again = await openApp(folder);
    expect(await again.ask('models.list', {})).toMatchObject([
      { id: 'sarvi-guide-q8_0', name: 'Sarvi guide', family: 'guide', available: true, sampling: { temperature: 0.7 } },
    ]);
  });

  test('of a GGUF file copies it', async () => {
    const folder = await temporaryFolder();
    const app = await openApp(folder);
    await finished(app, { source: { kind: 'guide' }, name: 'A' });
    const file = join(folder, 'models', 'a-q8_0', 'model.gguf');
    const job = await finished(app, { source: { kind: 'path', path: file }, name: 'B' });
    const copy = await readFile(join(folder, 'models', job.modelId ?? '', 'model.gguf'));
    expect(copy.equals(await readFile(file))).toBe(true);
  });

  test('asked for again in other words while it runs is the same one', async () => {
    const app = await openApp(await temporaryFolder());
    const source = { kind: 'guide' } as const;
    const asked = [{ source }, { source, quantization: 'Q8_0' }, { source, name: 'Sarvi guide' }] as const;
    const answers = await Promise.all(asked.map((input) => app.ask('models.import', input)));
    expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
    expect(await app.ask('models.imports', {})).toHaveLength(1);
  });

  test('the same twice gets a name of its own', async () => {
    const app = await openApp(await temporaryFolder());
    await finished(app, { source: { kind: 'guide' } });
    await finished(app, { source: { kind: 'guide' } });
    const names = (await app.ask('models.list', {})).map(({ name }) => name);
    expect(names.sort()).toEqual(['Sarvi guide', 'Sarvi guide (2)']);
  });

  test('of a GGUF file that llama.cpp refuses fails and leaves nothing', async () => {
    const folder = await temporaryFolder();
    const app = await openApp(folder);
    const model = await finished(app, { source: { kind: 'guide' } });
    const bytes = await readFile(join(folder, 'models', model.modelId ?? '', 'model.gguf'));
    // The directory stays sound, but a layer lacks a tensor.
    bytes.write('x', bytes.indexOf('blk.0.attn_q.weight') + 'blk.0.attn_'.length);
    // With its checksum it would not come so far as llama.cpp.
    bytes.write('X', bytes.indexOf('sarvi.checksum'));
    const path = join(folder, 'broken.gguf');
    await writeFile(path, bytes);
    const job = await runImport(app, { source: { kind: 'path', path } });
    expect(job).toMatchObject({ state: 'failed', modelId: null, error: { code: 'gguf-refused' } });
    expect(await readdir(join(folder, 'models'))).toEqual([model.modelId]);
  });

  test('keeps its result when a folder of its name is there but holds no model', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'models', 'sarvi-guide-q8_0'), { recursive: true });
    await writeFile(join(folder, 'models', 'sarvi-guide-q8_0', 'model.json'), '{ broken');
    const app = await openApp(folder);
    expect(await finished(app, { source: { kind: 'guide' } })).toMatchObject({ modelId: 'sarvi-guide-q8_0-2' });
  });

  test('that is cancelled leaves nothing', async () => {
    const folder = await temporaryFolder();
    const app = await openApp(folder);
    const { jobId } = await app.ask('models.import', { source: { kind: 'guide' } });
    await app.ask('models.cancelImport', { jobId });
    expect(await readdir(join(folder, 'models'))).toEqual([]);
    expect(await app.ask('models.imports', {})).toEqual([]);
  });

  test('of several types runs in turn, and one that waits can be cancelled', async () => {
    const folder = await temporaryFolder();
    const app = await openApp(folder);
    const order: (string | null)[] = [];
    const waited = new Set<string | null>();
    let mostAtOnce = 0;
    app.listen((name, payload) => {
      if (name !== 'import.changed') return;
      const { state, phase, quantization } = payload as ImportJob;
      if (phase === 'waiting') waited.add(quantization);
      if (state === 'finished') order.push(quantization);
    });
    const watch = app.listen((name) => {
      if (name !== 'import.changed') return;
      void app.ask('models.imports', {}).then((jobs) => {
        const busy = jobs.filter(({ phase }) => phase === 'converting' || phase === 'checking');
        mostAtOnce = Math.max(mostAtOnce, busy.length);
      });
    });
    const source = { kind: 'guide' } as const;
    const first = app.importModel({ source, quantization: 'Q8_0' }, quiet());
    // Each is asked for when the one before it is in the queue: planning takes longer for one than for another.
    await expect.poll(async () => (await app.ask('models.imports', {})).length).toBe(1);
    const dropped = await app.ask('models.import', { source, quantization: 'Q2_K' });
    const last = app.importModel({ source, quantization: 'Q4_K_M' }, quiet());
    await expect.poll(() => [...waited]).toEqual(expect.arrayContaining(['Q2_K', 'Q4_K_M']));
    await app.ask('models.cancelImport', dropped);
    const ends = await Promise.all([first, last]);
    watch();
    expect(ends).toMatchObject([{ state: 'finished' }, { state: 'finished' }]);
    expect(order).toEqual(['Q8_0', 'Q4_K_M']);
    expect(mostAtOnce).toBe(1);
    expect((await readdir(join(folder, 'models'))).sort()).toEqual(['sarvi-guide-q4_k_m', 'sarvi-guide-q8_0']);
  });

  test('of a bad source fails before it begins', async () => {
    const folder = await temporaryFolder();
    const app = await openApp(folder);
    const source = join(folder, 'pickled');
    await mkdir(source);
    await writeFile(join(source, 'config.json'), await readFile('resources/guide-model/config.json'));
    await writeFile(join(source, 'pytorch_model.bin'), 'PK');
    const answer = await app.call('models.import', { source: { kind: 'path', path: source } });
    expect(answer).toMatchObject({ ok: false, error: { code: 'checkpoint-pickle' } });
    expect(await app.ask('models.imports', {})).toEqual([]);
  });

  test('that a crash cut off is cleared away at the next start', async () => {
    const folder = await temporaryFolder();
    const left = join(folder, 'models', '123.importing');
    await mkdir(left, { recursive: true });
    await writeFile(join(left, 'model.gguf.part'), 'half');
    await openApp(folder);
    expect(existsSync(left)).toBe(false);
  });
});

describe('the library', () => {
  test('renames and removes a model, and a vanished file is told', async () => {
    const folder = await temporaryFolder();
    const app = await openApp(folder);
    const { modelId } = await finished(app, { source: { kind: 'guide' } });
    const id = modelId ?? '';
    await app.ask('models.rename', { modelId: id, name: 'Opas' });
    await app.ask('settings.update', { defaultModelId: id });
    expect((await app.ask('models.list', {}))[0]?.name).toBe('Opas');

    await rm(join(folder, 'models', id, 'model.gguf'));
    expect((await app.ask('models.list', {}))[0]?.available).toBe(false);
    const prompt = { modelId: id, messages: [{ role: 'user', content: 'Hei' }], addGenerationPrompt: true };
    expect(await app.call('chat.renderPrompt', prompt)).toMatchObject({
      ok: false,
      error: { code: 'model-file-missing', details: { name: 'Opas' } },
    });

    await app.ask('models.remove', { modelId: id });
    expect(await app.ask('models.list', {})).toEqual([]);
    expect((await app.ask('settings.get', {})).defaultModelId).toBeNull();
    expect(await readdir(join(folder, 'models'))).toEqual([]);
  });
});

function runImport(app: App, input: Parameters<typeof app.importModel>[0]): Promise<ImportJob> {
  return app.importModel(input, quiet());
}

function quiet(): Parameters<App['importModel']>[1] {
  return { signal: new AbortController().signal, onProgress: () => undefined };
}

async function finished(app: App, input: Parameters<typeof app.importModel>[0]): Promise<ImportJob> {
  const job = await runImport(app, input);
  expect(job).toMatchObject({ state: 'finished', error: null });
  return job;
}
