import {
  accumulationOf,
  batchNote,
  METHOD,
  PROJECTIONS,
  type RecipeSource,
  yamlNumber,
  yamlText,
} from './recipe-parts.ts';
import { templateLines } from './training-template.ts';

/** Recipes for alignment-handbook, which LumiOpen used in a fork; it has none for KTO. */
export function handbookRecipes(source: RecipeSource): Record<string, string> {
  if (source.kind === 'kto') return {};
  const name = `handbook-${METHOD[source.kind]}`;
  return { [`${name}.yaml`]: recipe(source, name, false), [`${name}-lora.yaml`]: recipe(source, `${name}-lora`, true) };
}

function recipe({ kind, values }: RecipeSource, name: string, lora: boolean): string {
  const method = METHOD[kind];
  const lines = [
    `# accelerate launch --config_file accelerate-zero3.yaml scripts/${method}.py --config ${name}.yaml`,
    '# For trl 0.19.1 to 0.26. A run that was cut off goes on by itself.',
    `model_name_or_path: ${yamlText(values.base)}`,
    'torch_dtype: bfloat16',
    'attn_implementation: flash_attention_2',
    'dataset_mixture:',
    '  datasets:',
    '    - id: ./data',
    '      split: train',
    `      columns: ${kind === 'sft' ? '[messages]' : '[prompt, chosen, rejected]'}`,
    '      weight: 1.0',
    `  seed: ${values.seed}`,
    `num_train_epochs: ${yamlNumber(values.epochs)}`,
    `per_device_train_batch_size: ${values.perDevice}`,
    `gradient_accumulation_steps: ${accumulationOf(values)} # ${batchNote(values)}`,
    'gradient_checkpointing: true',
    `learning_rate: ${yamlNumber(lora ? values.loraLearningRate : values.learningRate)}`,
    `lr_scheduler_type: ${values.scheduler}`,
    `warmup_ratio: ${yamlNumber(values.warmup)}`,
    `max_length: ${values.length}`,
    ...(kind === 'sft'
      ? [
          'packing: true',
          'eos_token: <|eot_id|>',
          ...(values.lossOn === 'answers' ? ['assistant_only_loss: true'] : []),
        ]
      : [
          `beta: ${yamlNumber(values.beta)}`,
          `max_prompt_length: ${values.length} # unset, only the last 512 tokens of a prompt are kept`,
        ]),
    ...(kind === 'sft' && !values.ownTemplate ? templateLines('chat_template') : []),
    ...(lora
      ? [
          'use_peft: true',
          `lora_r: ${values.loraRank}`,
          `lora_alpha: ${values.loraAlpha}`,
          'lora_dropout: 0.05',
          `lora_target_modules: [${PROJECTIONS.join(', ')}]`,
        ]
      : []),
    'bf16: true',
    `seed: ${values.seed}`,
    `output_dir: ./${method}-out`,
    'logging_steps: 1',
    'save_strategy: epoch',
    'report_to: none',
  ];
  return `${lines.join('\n')}\n`;
}
