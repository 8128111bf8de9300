import type { DatasetKind } from '#contract/datasets';
import { ACCUMULATION, METHOD, PER_DEVICE, PRESETS } from './values.ts';

/** A recipe for Axolotl. Its loss is on the answers alone, where TRL's is on the whole text. */
export function axolotlRecipe(kind: DatasetKind): Record<string, string> {
  // Axolotl's KTO reads another form of rows.
  if (kind === 'kto') return {};
  const { base, epochs, learningRate, scheduler, warmup, length, beta } = PRESETS[kind];
  const rows =
    kind === 'sft'
      ? ['    type: chat_template', '    field_messages: messages', '    roles_to_train: [assistant]']
      : [
          '    type: chat_template.default',
          '    field_messages: prompt',
          '    field_chosen: chosen',
          '    field_rejected: rejected',
        ];
  const lines = [
    `# axolotl train axolotl-${METHOD[kind]}.yaml`,
    `base_model: ${base}`,
    'bf16: true',
    'flash_attention: true',
    ...(beta === null ? [] : ['rl: dpo', `rl_beta: ${beta}`]),
    'datasets:',
    '  - path: ./data/train.jsonl',
    '    ds_type: json',
    ...rows,
    `sequence_len: ${length} # longer rows are dropped`,
    ...(kind === 'sft' ? ['sample_packing: true'] : []),
    'special_tokens:',
    '  pad_token: <|finetune_right_pad_id|> # not the token that ends an answer',
    `num_epochs: ${epochs}`,
    `micro_batch_size: ${PER_DEVICE}`,
    `gradient_accumulation_steps: ${ACCUMULATION} # with 8 processes: 64 rows a step`,
    'gradient_checkpointing: true',
    'optimizer: adamw_torch_fused',
    `learning_rate: ${learningRate}`,
    `lr_scheduler: ${scheduler}`,
    `warmup_ratio: ${warmup}`,
    'seed: 42',
    `output_dir: ./${METHOD[kind]}-out`,
  ];
  return { [`axolotl-${METHOD[kind]}.yaml`]: `${lines.join('\n')}\n` };
}
