/** Folders as trainers leave them. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GUIDE_CHECKPOINT } from './conversion-ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

export async function writeFiles(folder: string, files: Readonly<Record<string, unknown>>): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

/** As TRL 1.9 writes it of a folder; with a base it is as of a model of the hub. */
export function trlCard(base: string | null = null): string {
  return [
    '---',
    ...(base === null ? [] : [`base_model: ${base}`]),
    'library_name: transformers',
    'model_name: dpo-out',
    ...['tags:', '- generated_from_trainer', '- dpo', '- trl', 'licence: license', '---', ''],
    `This model is a fine-tuned version of [${base ?? 'None'}](https://huggingface.co/${base ?? 'None'}).`,
    ...['', '### Framework versions', '', '- TRL: 1.9.2', '- Transformers: 5.14.1', ''],
  ].join('\n');
}

export const TRAINER_STATE = {
  epoch: 3,
  global_step: 6,
  num_train_epochs: 3,
  train_batch_size: 2,
  log_history: [{ loss: 0.69, 'rewards/margins': 0.1 }],
};

export const DATA_MANIFEST = {
  ...{ name: 'Parit', version: 2, versionId: 'd318992a', digest: '26caaf7e', format: 'trl' },
  query: { kind: 'preference' },
};

/**
 * The guide model as transformers 5 saves it after a training, in the folder `dpo-out` of an export: `rope_parameters`
 * in place of `rope_theta`, `extra_special_tokens`, no `special_tokens_map.json`, the template in a file of its own.
 */
export async function writeTrainedGuide(): Promise<string> {
  const folder = join(await temporaryFolder(), 'dpo-out');
  await cp(GUIDE_CHECKPOINT, folder, { recursive: true });
  await rm(join(folder, 'special_tokens_map.json'));
  const read = async (name: string): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(join(folder, name), 'utf8')) as Record<string, unknown>;
  const { rope_theta, rope_scaling, torch_dtype: dtype, ...config } = await read('config.json');
  const tokenizer = await read('tokenizer_config.json');
  const { chat_template: template } = tokenizer;
  await writeFiles(folder, {
    'config.json': {
      ...{ ...config, dtype, transformers_version: '5.14.1' },
      rope_parameters: { ...(rope_scaling as object), rope_theta },
    },
    'tokenizer_config.json': {
      ...{ backend: 'tokenizers', bos_token: '<|begin_of_text|>', eos_token: '<|eot_id|>' },
      ...{ model_max_length: 2048, tokenizer_class: 'TokenizersBackend', extra_special_tokens: ['<|eom_id|>'] },
    },
    'chat_template.jinja': template,
    'README.md': trlCard(),
    'training_args.bin': 'never opened',
    'checkpoint-6/trainer_state.json': TRAINER_STATE,
    '../trl-dpo-cpu.yaml':
      'model_name_or_path: ./guide-model\noutput_dir: ./dpo-out\nlearning_rate: 5.0e-7\nbeta: 0.01\n',
    '../manifest.json': DATA_MANIFEST,
  });
  return folder;
}
