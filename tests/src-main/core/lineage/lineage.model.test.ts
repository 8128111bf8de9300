import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { familyTree } from '#contract/family-tree';
import type { App } from '../../../../src-main/core/app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { adapterFiles, randomFactors, writeAdapter } from '../../../builders/adapter.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { checkpointFiles, writeCheckpoint } from '../../../builders/checkpoint.ts';
import { writeGuideAdapter } from '../../../builders/held-out.ts';
import { safetensorsFile } from '../../../builders/safetensors.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { trlCard, writeFiles, writeTrainedGuide } from '../../../builders/trained-folder.ts';

async function openWithGuide(): Promise<{ app: App; guide: string }> {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: await temporaryFolder() }));
  onTestFinished(() => app.dispose());
  const { modelId } = await importFrom(app, { kind: 'guide' });
  return { app, guide: modelId };
}

async function importFrom(
  app: App,
  source: { kind: 'guide' } | { kind: 'path'; path: string },
  parentId?: string,
): Promise<{ modelId: string }> {
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const job = await app.importModel({ source, quantization: 'Q8_0', parentId }, watch);
  expect(job.error).toBeNull();
  return { modelId: job.modelId ?? '' };
}

test('a trained folder comes in with its parent, data and recipe, which can be changed and are shown as a family', async () => {
  const { app, guide } = await openWithGuide();
  const path = await writeTrainedGuide();
  expect((await app.ask('models.inspect', { path })).lineage).toMatchObject({ trainer: 'TRL 1.9.2', beta: 0.01 });
  const { modelId: child } = await importFrom(app, { kind: 'path', path });
  const adapter = await app.ask('adapters.import', {
    path: await writeGuideAdapter(await temporaryFolder()),
    modelId: guide,
  });
  const models = await app.ask('models.list', {});
  expect(models.find(({ id }) => id === child)?.lineage).toEqual({
    parent: { modelId: guide, name: 'Sarvi guide' },
    data: { name: 'Parit', version: 2, versionId: 'd318992a', digest: '26caaf7e' },
    ...{ method: 'dpo', trainer: 'TRL 1.9.2', beta: 0.01 },
    settings: { learning_rate: '5.0e-7', num_train_epochs: '3', steps: '6' },
    readFrom: ['README.md', 'trainer_state.json', 'trl-dpo-cpu.yaml', 'manifest.json'],
  });
  expect(adapter.lineage?.parent).toEqual({ modelId: guide, name: 'Sarvi guide' });
  const [family] = familyTree(models, await app.ask('adapters.list', {}));
  expect(family).toMatchObject({
    name: 'Sarvi guide',
    children: [{ model: { id: child } }, { adapter: { id: adapter.id } }],
  });

  const own = { kind: 'model', modelId: child } as const;
  const set = await app.ask('lineage.set', { child: own, beta: 0.2, method: 'other', versionId: null });
  expect(set).toMatchObject({ parent: { modelId: guide }, beta: 0.2, method: 'other', data: null });
  // In a circle nobody would be the first.
  const circle = app.ask('lineage.set', { child: { kind: 'model', modelId: guide }, parentId: child });
  await expect(circle).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(app.ask('lineage.set', { child: own, parentId: 'gone' })).rejects.toMatchObject({
    code: 'model-unknown',
  });
  const unknown = { child: { kind: 'adapter', adapterId: '0'.repeat(32) }, beta: 1 } as const;
  await expect(app.ask('lineage.set', unknown)).rejects.toMatchObject({ code: 'adapter-unknown' });

  await app.ask('models.remove', { modelId: guide });
  const lost = familyTree(await app.ask('models.list', {}), await app.ask('adapters.list', {}));
  expect(lost).toMatchObject([
    { name: 'Sarvi guide', model: null, children: [{ name: expect.any(String) as string }, {}] },
  ]);
  const forgotten = await app.ask('lineage.set', { child: own, parentId: null });
  expect(forgotten.parent).toBeNull();
});

test('a folder of another base model is refused with both shapes, before anything is converted', async () => {
  const { app, guide } = await openWithGuide();
  const path = await writeCheckpoint(join(await temporaryFolder(), 'other'), checkpointFiles());
  const refused = app.ask('models.import', { source: { kind: 'path', path }, parentId: guide });
  await expect(refused).rejects.toMatchObject({
    code: 'shapes-differ',
    details: { found: expect.stringContaining(' × ') as string, otherFound: '5 × 256 × 768, 4/2' },
  });
  const factors = randomFactors([['model.layers.2.self_attn.v_proj', 64, 128]], 4);
  const peft = await writeAdapter(join(await temporaryFolder(), 'peft'), adapterFiles(factors));
  await expect(app.ask('adapters.import', { path: peft, modelId: guide })).rejects.toMatchObject({
    code: 'adapter-mismatch',
    details: { found: '4 x 128', expected: '4 x 256' },
  });
});

test('weights that ZeRO-3 has not gathered are refused with the reason, of a model and of an adapter', async () => {
  const { app, guide } = await openWithGuide();
  const folder = join(await temporaryFolder(), 'zero3');
  await cp(await writeTrainedGuide(), folder, { recursive: true });
  await rm(join(folder, 'model.safetensors'));
  const empty = (name: string) => ({ name, dtype: 'BF16' as const, shape: [0], bytes: new Uint8Array() });
  await writeFile(join(folder, 'model.safetensors'), safetensorsFile([empty('model.embed_tokens.weight')]));
  const { problems } = await app.ask('models.inspect', { path: folder });
  expect(problems[0]).toMatchObject({
    code: 'checkpoint-empty-weights',
    details: { tensor: 'model.embed_tokens.weight' },
  });
  const peft = await writeGuideAdapter(await temporaryFolder());
  const names = ['A', 'B'].map((half) => `base_model.model.model.layers.2.self_attn.v_proj.lora_${half}.weight`);
  await writeFile(join(peft, 'adapter_model.safetensors'), safetensorsFile(names.map(empty)));
  await expect(app.ask('adapters.import', { path: peft, modelId: guide })).rejects.toMatchObject({
    code: 'checkpoint-empty-weights',
  });
});

test('DoRA and modules_to_save are refused by name, and a parent told by its name gives an adapter its shape', async () => {
  const { app, guide } = await openWithGuide();
  const peft = await writeGuideAdapter(await temporaryFolder());
  const configPath = join(peft, 'adapter_config.json');
  const config = JSON.parse(await readFile(configPath, 'utf8')) as Record<string, unknown>;
  for (const feature of [{ use_dora: true }, { modules_to_save: ['lm_head'] }]) {
    await writeFile(configPath, JSON.stringify({ ...config, ...feature }));
    await expect(app.ask('adapters.import', { path: peft, modelId: guide })).rejects.toMatchObject({
      code: 'adapter-unsupported',
      details: { feature: Object.keys(feature)[0] },
    });
  }
  await writeFile(configPath, JSON.stringify(config));
  await expect(app.ask('adapters.import', { path: peft })).rejects.toMatchObject({ code: 'adapter-missing-base' });
  await writeFiles(peft, {
    'adapter_config.json': { ...config, base_model_name_or_path: '/data/models/guide-model/' },
    'README.md': trlCard(),
  });
  const found = await app.ask('adapters.import', { path: peft });
  expect(found.lineage).toMatchObject({ parent: { modelId: guide }, method: 'dpo' });
});
