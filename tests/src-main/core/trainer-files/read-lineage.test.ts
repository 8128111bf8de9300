import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLineage } from '../../../../src-main/core/trainer-files/read-lineage.ts';
import { mulberry32 } from '../../../builders/random-weights.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { DATA_MANIFEST, TRAINER_STATE, trlCard, writeFiles } from '../../../builders/trained-folder.ts';

const TRL = `# trl dpo --config trl-dpo.yaml
model_name_or_path: LumiOpen/Llama-Poro-2-8B-SFT # the model to begin with
output_dir: ./dpo-out
num_train_epochs: 3
learning_rate: 5.0e-7
max_length: 4096 # tokens; what is longer is cut
beta: 0.01
`;

test('TRL: the card, the state of the newest checkpoint, the recipe and the data beside it', async () => {
  const root = await writeFiles(await temporaryFolder(), {
    'trl-dpo.yaml': TRL,
    'trl-dpo-cpu.yaml': TRL.replace('num_train_epochs: 3', 'num_train_epochs: 3\nuse_cpu: true\nseed: 7'),
    'trl-dpo-lora.yaml': `${TRL.replace('5.0e-7', '5.0e-6')}use_peft: true\n`,
    'axolotl-dpo.yaml': 'base_model: other\nrl: dpo\nrl_beta: 0.5\noutput_dir: ./dpo-out\n',
    'other.yaml': TRL.replace('dpo-out', 'somewhere').replace('0.01', '0.9'),
    'manifest.json': DATA_MANIFEST,
    'dpo-out/README.md': trlCard(),
    'dpo-out/config.json': { _name_or_path: 'ignored' },
    'dpo-out/checkpoint-2/trainer_state.json': { ...TRAINER_STATE, global_step: 2 },
    'dpo-out/checkpoint-6/trainer_state.json': TRAINER_STATE,
    'dpo-out/checkpoint-6/config.json': {},
  });
  const found = await readLineage(join(root, 'dpo-out'));
  expect(found).toEqual({
    parent: { modelId: null, name: 'LumiOpen/Llama-Poro-2-8B-SFT' },
    data: { name: 'Parit', version: 2, versionId: 'd318992a', digest: '26caaf7e' },
    ...{ method: 'dpo', trainer: 'TRL 1.9.2', beta: 0.01 },
    // The two recipes differ in their seed.
    settings: { num_train_epochs: '3', learning_rate: '5.0e-7', max_length: '4096', steps: '6' },
    readFrom: ['README.md', 'trainer_state.json', 'trl-dpo-cpu.yaml', 'trl-dpo.yaml', 'manifest.json'],
  });
  expect(await readLineage(join(root, 'dpo-out/checkpoint-6'))).toMatchObject({
    ...{ method: 'dpo', beta: 0.01, data: { version: 2 } },
  });
});

test('PEFT, Axolotl and LLaMA-Factory', async () => {
  const peft = await writeFiles(await temporaryFolder(), {
    'adapter_config.json': { base_model_name_or_path: 'org/Base', r: 16, lora_alpha: 32, use_rslora: true },
  });
  expect(await readLineage(peft)).toMatchObject({
    ...{ parent: { name: 'org/Base' }, method: null, beta: null },
    settings: { lora_r: '16', lora_alpha: '32', use_rslora: 'true' },
  });
  const axolotl = await writeFiles(await temporaryFolder(), {
    'README.md': '---\nbase_model: org/Base\ntags:\n- axolotl\n- kto\n---\naxolotl version: `0.13.0`\n',
    'axolotl.yaml': 'base_model: org/Base\nrl: kto\nrl_beta: 0.2\nlearning_rate: 1e-6\nsequence_len: 2048\n',
  });
  expect(await readLineage(axolotl)).toMatchObject({
    ...{ method: 'kto', trainer: 'Axolotl 0.13.0', beta: 0.2, settings: { max_length: '2048' } },
  });
  const factory = await writeFiles(await temporaryFolder(), {
    'README.md': '---\nbase_model: org/Base\ntags:\n- llama-factory\n- full\n---\n',
    'training_args.yaml':
      'model_name_or_path: org/Base\nstage: dpo\nfinetuning_type: full\npref_beta: 0.1\noutput_dir: saves/x\n',
  });
  expect(await readLineage(factory)).toMatchObject({ method: 'dpo', trainer: 'LLaMA-Factory', beta: 0.1 });
});

test('a model that nobody trained here has no lineage, and a published one has its base', async () => {
  const plain = await writeFiles(await temporaryFolder(), {
    ...{ 'config.json': { _name_or_path: 'org/Own' }, 'README.md': '# Model', 'tokenizer.yaml': 'a: b\n' },
  });
  expect(await readLineage(plain)).toBeNull();
  expect(await readLineage(join(plain, 'missing'))).toBeNull();
  const card = '---\nbase_model:\n- LumiOpen/Llama-Poro-2-8B-SFT\nlicense: llama3.3\n---\n';
  const published = await writeFiles(await temporaryFolder(), { 'README.md': card });
  expect(await readLineage(published)).toMatchObject({
    ...{ parent: { modelId: null, name: 'LumiOpen/Llama-Poro-2-8B-SFT' }, trainer: null, method: null },
  });
});

test('files of any content, links that lead away and folders in place of files are passed over', async () => {
  const random = mulberry32(3);
  const noise = (): string => String.fromCodePoint(...Array.from({ length: 200 }, () => Math.floor(random() * 300)));
  const secret = await writeFiles(await temporaryFolder(), { 'secret.json': { base_model_name_or_path: 'stolen' } });
  for (let round = 0; round < 20; round += 1) {
    const folder = await writeFiles(await temporaryFolder(), {
      'README.md': `---\n${noise()}\nbase_model: ${noise()}\n---\n${noise()}`,
      'trainer_state.json': round % 2 === 0 ? noise() : { log_history: noise(), global_step: noise() },
      'a.yaml': `model_name_or_path: ${noise()}\noutput_dir: ${noise()}\nbeta: ${noise()}\n${noise()}`,
      'manifest.json': { ...DATA_MANIFEST, version: noise() },
      'checkpoint-99999999999999999999/x': '',
      'x.yaml/y': '',
    });
    await symlink(join(secret, 'secret.json'), join(folder, 'adapter_config.json'));
    const found = await readLineage(folder);
    expect(JSON.stringify(found)).not.toContain('stolen');
    expect(found?.data ?? null).toBeNull();
    expect(found?.beta ?? null).toBeNull();
  }
});
