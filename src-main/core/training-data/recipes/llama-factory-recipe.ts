import type { DatasetKind } from '#contract/datasets';
import { ACCUMULATION, METHOD, PER_DEVICE, PRESETS } from './values.ts';

/** A recipe for LLaMA-Factory. Its loss is on the answers alone, where TRL's is on the whole text. */
export function llamaFactoryRecipe(kind: DatasetKind, splits: readonly string[]): Record<string, string> {
  const method = METHOD[kind];
  const { base, epochs, learningRate, scheduler, warmup, length, beta } = PRESETS[kind];
  const lines = [
    `# llamafactory-cli train llama-factory-${method}.yaml`,
    '# The template llama3 is right for Poro 2 and Llama 3.1, since each row brings the date lines of their system message.',
    `model_name_or_path: ${base}`,
    `stage: ${method}`,
    'do_train: true',
    'finetuning_type: full',
    'deepspeed: ds_z3_config.json # from LLaMA-Factory’s examples/deepspeed',
    'dataset_dir: ./data',
    'dataset: sarvi_train',
    ...(splits.includes('test') ? ['eval_dataset: sarvi_test', 'eval_strategy: epoch'] : []),
    'template: llama3',
    `cutoff_len: ${length} # prompt and answer are cut by a rule of its own`,
    ...(kind === 'preference' ? [`pref_beta: ${String(beta)}`, 'pref_loss: sigmoid'] : []),
    ...(kind === 'kto' ? [`pref_beta: ${String(beta)}`] : []),
    ...(kind === 'sft' ? ['packing: true'] : []),
    `num_train_epochs: ${epochs}`,
    `per_device_train_batch_size: ${PER_DEVICE}`,
    `gradient_accumulation_steps: ${ACCUMULATION} # with 8 processes: 64 rows a step`,
    `learning_rate: ${learningRate}`,
    `lr_scheduler_type: ${scheduler}`,
    `warmup_ratio: ${warmup}`,
    'bf16: true',
    'seed: 42',
    `output_dir: ./${method}-out`,
    'logging_steps: 1',
    'save_strategy: epoch',
    'report_to: none',
  ];
  return { [`llama-factory-${method}.yaml`]: `${lines.join('\n')}\n` };
}
