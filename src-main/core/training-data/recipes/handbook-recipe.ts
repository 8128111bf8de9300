import type { DatasetKind } from '#contract/datasets';
import { ACCUMULATION, METHOD, PER_DEVICE, PRESETS } from './values.ts';

/** A recipe for alignment-handbook, which LumiOpen used in a fork; it has none for KTO. */
export function handbookRecipe(kind: DatasetKind, splits: readonly string[]): Record<string, string> {
  if (kind === 'kto') return {};
  const method = METHOD[kind];
  const { base, epochs, learningRate, scheduler, warmup, length, beta } = PRESETS[kind];
  const columns = kind === 'sft' ? '[messages]' : '[prompt, chosen, rejected]';
  const lines = [
    `# accelerate launch --config_file recipes/accelerate_configs/zero3.yaml scripts/${method}.py --config handbook-${method}.yaml`,
    '# For trl 0.19.1 to 0.26. A run that was cut off goes on by itself.',
    `model_name_or_path: ${base}`,
    'torch_dtype: bfloat16',
    'attn_implementation: flash_attention_2',
    'dataset_mixture:',
    '  datasets:',
    '    - id: ./data',
    '      split: train',
    `      columns: ${columns}`,
    '      weight: 1.0',
    ...(splits.includes('test') ? [] : ['  test_split_size: 0']),
    '  seed: 42',
    `num_train_epochs: ${epochs}`,
    `per_device_train_batch_size: ${PER_DEVICE}`,
    `gradient_accumulation_steps: ${ACCUMULATION} # with 8 processes: 64 rows a step`,
    'gradient_checkpointing: true',
    `learning_rate: ${learningRate}`,
    `lr_scheduler_type: ${scheduler}`,
    `warmup_ratio: ${warmup}`,
    `max_length: ${length}`,
    ...(beta === null
      ? ['packing: true']
      : [`beta: ${beta}`, `max_prompt_length: ${length} # unset, only the last 512 tokens of a prompt are kept`]),
    'bf16: true',
    'seed: 42',
    `output_dir: ./${method}-out`,
  ];
  return { [`handbook-${method}.yaml`]: `${lines.join('\n')}\n` };
}
