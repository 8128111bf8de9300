import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CallInput } from '#contract/contract';
import type { PerplexityJob, PerplexityResult } from '#contract/perplexities';
import type { App } from '../../../../../src-main/core/app.ts';
import { createNodePorts } from '../../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../../builders/checked-app.ts';
import { guideModel } from '../../../../builders/guide-gguf.ts';
import { buildPerplexity } from '../../../../builders/perplexity-values.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';
import { PerplexityStore } from '../../../../../src-main/core/evaluation/perplexity/perplexity-store.ts';

async function openApp(folder: string): Promise<App> {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => app.dispose());
  return app;
}

/** The job as it ended. */
async function ended(app: App, input: CallInput<'perplexity.start'>): Promise<PerplexityJob> {
  const jobs: PerplexityJob[] = [];
  let tell = (): void => undefined;
  const stop = app.listen((name, payload) => {
    if (name !== 'perplexity.changed') return;
    jobs.push(payload as PerplexityJob);
    tell();
  });
  onTestFinished(stop);
  const { id } = await app.ask('perplexity.start', input);
  for (;;) {
    const job = jobs.find((one) => one.id === id && one.state !== 'running');
    if (job) return job;
    await new Promise<void>((resolve) => (tell = resolve));
  }
}

test('a result of a model is kept, compared in pairs, seen by the next app, and gone with its model', async () => {
  const folder = await temporaryFolder();
  const app = await openApp(folder);
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const ids: string[] = [];
  for (const type of ['Q4_K_M', 'F32'] as const) {
    const { path } = await guideModel(type);
    const job = await app.importModel({ source: { kind: 'path', path }, name: type, mode: 'in-place' }, watch);
    ids.push(job.modelId ?? '');
  }
  const [modelId = '', againstId = ''] = ids;
  const source = { kind: 'own', language: 'fi' } as const;
  const common = { source, contextTokens: 128, mostChunks: 3 };
  expect(await ended(app, { modelId, againstId, ...common })).toMatchObject({ state: 'finished', error: null });
  await ended(app, { modelId: againstId, ...common });
  await ended(app, { modelId: againstId, ...common, source: { kind: 'own', language: 'en' } });

  const list = await app.ask('perplexity.list', {});
  const of = (id: string, own: 'fi' | 'en'): PerplexityResult => {
    const found = list.find((one) => one.modelId === id && one.text.own === own);
    if (!found) throw new Error('it is not kept');
    return found;
  };
  const [measured, base, english] = [of(modelId, 'fi'), of(againstId, 'fi'), of(againstId, 'en')];
  expect(measured).toMatchObject({ fileType: 'Q4_K_M', chunks: 3, countedTokens: 189, base: { modelId: againstId } });
  const compare = (second: PerplexityResult) =>
    app.ask('perplexity.compare', {
      first: { modelId, resultId: measured.id },
      second: { modelId: againstId, resultId: second.id },
    });
  // The base was rounded to 16 bits in the one and not in the other.
  const paired = await compare(base);
  expect(paired.perplexity.value).toBeCloseTo(measured.perplexity.value, 3);
  expect(paired.base.value).toBeCloseTo(base.perplexity.value, 3);
  expect(paired.logRatio.value).toBeCloseTo(Math.log(measured.perplexity.value / base.perplexity.value), 5);
  expect(paired.correlation).toBeGreaterThan(0.9);
  await expect(compare(english)).rejects.toMatchObject({ code: 'text-refused' });
  await expect(compare({ ...base, id: 'none' })).rejects.toMatchObject({ code: 'scoring-unknown' });

  const next = await openApp(folder);
  expect(await next.ask('perplexity.list', {})).toEqual(list);
  await app.ask('perplexity.forget', { modelId: againstId, resultId: english.id });
  await app.ask('models.remove', { modelId });
  expect((await app.ask('perplexity.list', {})).map(({ id }) => id)).toEqual([base.id]);
  expect(await readdir(join(folder, 'perplexity'))).toEqual([`${againstId}.json`]);
});

test('a model that is removed ends its measurement, and deleting everything leaves no result', async () => {
  const folder = await temporaryFolder();
  const app = await openApp(folder);
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const job = await app.importModel({ source: { kind: 'guide' } }, watch);
  const modelId = job.modelId ?? '';
  const text = join(await temporaryFolder(), 'salainen.txt');
  await writeFile(text, 'Hirvenkellokas kukkii suolla. '.repeat(20_000));
  const source = { kind: 'file', path: text } as const;
  expect(await ended(app, { modelId, source, mostChunks: 2 })).toMatchObject({ state: 'finished' });
  expect((await app.ask('perplexity.list', {}))[0]?.text).toMatchObject({ own: null, name: 'salainen.txt' });
  const reads = new Promise<void>((resolve) => {
    const isReading = (job: PerplexityJob): boolean => job.state === 'running' && job.phase === 'reading';
    onTestFinished(
      app.listen((name, payload) => {
        if (name === 'perplexity.changed' && isReading(payload as PerplexityJob)) resolve();
      }),
    );
  });
  const cancelled = ended(app, { modelId, source });
  await reads;
  await app.ask('models.remove', { modelId });
  expect(await cancelled).toMatchObject({ state: 'cancelled' });
  await mkdir(join(folder, 'perplexity'), { recursive: true });
  await writeFile(join(folder, 'perplexity', 'left.json'), 'salainen.txt');
  await app.ask('privacy.deleteAll', { models: false });
  expect(await readdir(join(folder, 'perplexity'))).toEqual([]);
});

test('files that were damaged or are of another version count as nothing measured', async () => {
  const folder = await temporaryFolder();
  const store = new PerplexityStore(folder);
  await store.add(buildPerplexity(), Float32Array.of(1, 2, 3));
  const path = join(folder, 'perplexity', 'poro-2-8b-instruct.json');
  const whole = JSON.parse(await readFile(path, 'utf8')) as { version: number; results: object[] };
  expect(await store.find('poro-2-8b-instruct', 'measured-1')).toEqual({
    result: buildPerplexity(),
    samples: Float32Array.of(1, 2, 3),
  });
  const forms = [
    '',
    '[]',
    JSON.stringify({ ...whole, version: 2 }),
    JSON.stringify({ ...whole, results: [null, { ...whole.results[0], perplexity: null }] }),
  ];
  for (const text of forms) {
    await writeFile(path, text);
    expect(await store.list(), text).toEqual([]);
  }
  // One that is measured in the same way again takes the place of the first.
  await store.add(buildPerplexity(), Float32Array.of(1));
  await store.add(buildPerplexity({ id: 'again', measuredAt: 1 }), Float32Array.of(1));
  expect((await store.list()).map(({ id }) => id)).toEqual(['again']);
});
