import {
  accumulationOf,
  batchNote,
  METHOD,
  PAD_TOKEN,
  type RecipeSource,
  yamlNumber,
  yamlText,
} from './recipe-parts.ts';
import { templateLines } from './training-template.ts';

/** Recipes for Axolotl. Its loss is on the answers alone, where TRL's is on the whole text. */
export function axolotlRecipes(source: RecipeSource): Record<string, string> {
  // Axolotl's KTO reads another form of rows.
  if (source.kind === 'kto') return {};
  const name = `axolotl-${METHOD[source.kind]}`;
  return { [`${name}.yaml`]: recipe(source, name, false), [`${name}-lora.yaml`]: recipe(source, `${name}-lora`, true) };
}

function recipe({ kind, values, ending }: RecipeSource, name: string, lora: boolean): string {
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
    `# axolotl train ${name}.yaml`,
    '# The loss is counted on answers alone.',
    `base_model: ${yamlText(values.base)}`,
    'bf16: true',
    'attn_implementation: flash_attention_2',
    ...(kind === 'sft' ? [] : ['rl: dpo', `rl_beta: ${yamlNumber(values.beta)}`]),
    ...(kind === 'sft' && !values.ownTemplate
      ? ['chat_template: jinja', ...templateLines('chat_template_jinja')]
      : ['chat_template: tokenizer_default']),
    'datasets:',
    `  - path: ./data/train.${ending}`,
    `    ds_type: ${ending === 'parquet' ? 'parquet' : 'json'}`,
    ...rows,
    `sequence_len: ${values.length} # longer rows are dropped`,
    ...(kind === 'sft' ? ['sample_packing: true'] : []),
    'special_tokens:',
    `  pad_token: ${PAD_TOKEN} # not the token that ends an answer`,
    ...(kind === 'sft' ? ['  eos_token: <|eot_id|>'] : []),
    `num_epochs: ${yamlNumber(values.epochs)}`,
    `micro_batch_size: ${values.perDevice}`,
    `gradient_accumulation_steps: ${accumulationOf(values)} # ${batchNote(values)}`,
    'gradient_checkpointing: true',
    'optimizer: adamw_torch_fused',
    `learning_rate: ${yamlNumber(lora ? values.loraLearningRate : values.learningRate)}`,
    `lr_scheduler: ${values.scheduler}`,
    `warmup_ratio: ${yamlNumber(values.warmup)}`,
    ...(lora
      ? [
          'adapter: lora',
          `lora_r: ${values.loraRank}`,
          `lora_alpha: ${values.loraAlpha}`,
          'lora_dropout: 0.05',
          'lora_target_linear: true',
        ]
      : ['deepspeed: ./deepspeed-zero3.json # weights, gradients and optimizer are spread over the processes']),
    `seed: ${values.seed}`,
    `output_dir: ./${METHOD[kind]}-out`,
  ];
  return `${lines.join('\n')}\n`;
}
