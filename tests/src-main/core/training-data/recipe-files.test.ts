import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DATASET_KINDS, type DatasetKind } from '#contract/datasets';
import { MODEL_SIZES, RECIPE_PRESETS, recipeFault, type RecipeValues } from '#contract/recipes';
import { recipeFiles } from '../../../../src-main/core/training-data/recipes/recipe-files.ts';
import { accumulationOf, type RecipeSource } from '../../../../src-main/core/training-data/recipes/recipe-parts.ts';

/** Files that the trainers' own parsers took: `npm run reference:training -- --write` makes them. */
const ACCEPTED = join(import.meta.dirname, 'accepted-recipes');

function sourceOf(kind: DatasetKind, fields: Partial<RecipeValues> = {}): RecipeSource {
  const values = { ...RECIPE_PRESETS[kind]['8b'], ...fields };
  return { kind, values, splits: ['train', 'test'], ending: 'jsonl', good: 30, bad: 30 };
}

test.each(DATASET_KINDS)('recipes for %s are those that trainers have accepted', (kind) => {
  for (const format of ['trl', 'llama-factory'] as const) {
    const folder = join(ACCEPTED, kind, format);
    const accepted = Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    );
    expect(recipeFiles(sourceOf(kind), format)).toEqual(accepted);
  }
});

test('presets have the values of the model cards', () => {
  const { sft, preference } = RECIPE_PRESETS;
  const card = { length: 4096, seed: 42 };
  const sftCard = { ...card, epochs: 2, learningRate: 5e-6, scheduler: 'linear', warmup: 0.03 };
  const dpoCard = { ...card, epochs: 3, learningRate: 5e-7, scheduler: 'cosine', warmup: 0.1, beta: 0.01 };
  expect(sft['8b']).toMatchObject({ ...sftCard, globalBatch: 64, base: 'LumiOpen/Llama-Poro-2-8B-base' });
  expect(sft['70b']).toMatchObject({ ...sftCard, globalBatch: 128, base: 'LumiOpen/Llama-Poro-2-70B-base' });
  expect(preference['8b']).toMatchObject({ ...dpoCard, globalBatch: 64, base: 'LumiOpen/Llama-Poro-2-8B-SFT' });
  expect(preference['70b']).toMatchObject({ ...dpoCard, globalBatch: 64, base: 'LumiOpen/Llama-Poro-2-70B-SFT' });
  for (const kind of DATASET_KINDS) {
    for (const size of MODEL_SIZES) {
      const values = RECIPE_PRESETS[kind][size];
      expect(recipeFault(kind, values)).toBeNull();
      expect(accumulationOf(values) * values.perDevice * values.processes).toBe(values.globalBatch);
    }
  }
});

test('every recipe that trains with several rows a step keeps the batch, whatever the processes', () => {
  for (const kind of DATASET_KINDS) {
    for (const [processes, perDevice] of [
      [1, 2],
      [4, 2],
      [8, 4],
      [2, 32],
    ] as const) {
      const source = sourceOf(kind, { processes, perDevice });
      const files = { ...recipeFiles(source, 'trl'), ...recipeFiles(source, 'llama-factory') };
      for (const [name, text] of Object.entries(files)) {
        if (!name.endsWith('.yaml') || name.startsWith('accelerate')) continue;
        const each = Number(/^(?:per_device_train_batch_size|micro_batch_size): (\d+)/m.exec(text)?.[1]);
        const added = Number(/^gradient_accumulation_steps: (\d+)/m.exec(text)?.[1]);
        const spread = name.includes('cpu') ? 1 : processes;
        expect(each * added * spread, name).toBe(64);
      }
    }
  }
});

test('every value reaches the recipes, and numbers are numbers of YAML 1.1', () => {
  const values = {
    base: 'C:\\mallit\\Ääni: "oma" #1',
    epochs: 1.5,
    learningRate: 7e-7,
    loraLearningRate: 3e-5,
    scheduler: 'constant',
    warmup: 0.25,
    length: 777,
    beta: 0.07,
    loraRank: 48,
    loraAlpha: 96,
    seed: 4711,
  } as const;
  for (const kind of DATASET_KINDS) {
    for (const format of ['trl', 'llama-factory'] as const) {
      for (const [name, text] of Object.entries(recipeFiles(sourceOf(kind, values), format))) {
        if (!/^(?:trl|handbook|axolotl|llama-factory)-.*yaml$/.test(name)) continue;
        const isLora = name.includes('-lora');
        expect(text, name).toContain(JSON.stringify(values.base));
        for (const value of [1.5, 'constant', 0.25, 777, 4711, ...(kind === 'sft' ? [] : [0.07])]) {
          expect(text, name).toMatch(new RegExp(`: ${value}(?: #.*)?$`, 'm'));
        }
        expect(text, name).toMatch(isLora ? /^learning_rate: 3\.0e-5$/m : /^learning_rate: 7\.0e-7$/m);
        if (isLora) for (const value of [48, 96]) expect(text, name).toMatch(new RegExp(`: ${value}(?: #.*)?$`, 'm'));
      }
    }
  }
});

test('good and bad answers for KTO weigh as much together, and SFT can count the loss on answers alone', () => {
  const uneven = recipeFiles({ ...sourceOf('kto'), good: 10, bad: 40 }, 'trl')['trl-kto.yaml'];
  expect(uneven).toContain('desirable_weight: 4 # 10 good answers, 40 bad ones');
  const answers = recipeFiles(sourceOf('sft', { lossOn: 'answers' }), 'trl')['trl-sft.yaml'];
  expect(answers).toContain('assistant_only_loss: true');
  expect(answers).toContain('chat_template_path: ./chat_template.jinja');
  expect(recipeFiles(sourceOf('sft', { ownTemplate: true }), 'trl')).not.toHaveProperty('chat_template.jinja');
});

test('values that do not fit together are named', () => {
  const { preference, kto } = RECIPE_PRESETS;
  expect(recipeFault('preference', { ...preference['8b'], processes: 7 })).toBe('recipe-batch');
  expect(recipeFault('kto', { ...kto['8b'], perDevice: 1 })).toBe('recipe-kto-batch');
});
