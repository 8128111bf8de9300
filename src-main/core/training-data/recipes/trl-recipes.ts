import { accumulationOf, METHOD, PAD_TOKEN, PROJECTIONS, type RecipeSource } from './recipe-parts.ts';
import { TEMPLATE_FILE } from './training-template.ts';
import { type Setting, yamlOf } from './yaml.ts';

interface Variant {
  readonly suffix: string;
  readonly lora: boolean;
  readonly cpu: boolean;
}

const VARIANTS: readonly Variant[] = [
  { suffix: '', lora: false, cpu: false },
  { suffix: '-lora', lora: true, cpu: false },
  { suffix: '-cpu', lora: false, cpu: true },
  { suffix: '-lora-cpu', lora: true, cpu: true },
];

/**
 * Recipes for `trl sft|dpo|kto --config`: all weights and LoRA, each for graphics cards and for a processor. Keys are
 * those of TRL 1.9 to 1.16.
 *
 * @see https://huggingface.co/docs/trl/clis
 */
export function trlRecipes(source: RecipeSource): Record<string, string> {
  const method = METHOD[source.kind];
  return Object.fromEntries(
    VARIANTS.map((variant) => {
      const file = `trl-${method}${variant.suffix}.yaml`;
      const heading = [
        `trl ${method} --config ${file}`,
        ...(variant.cpu ? ['For one processor: no packing, no DeepSpeed. Meant for small models.'] : []),
      ];
      return [file, yamlOf(heading, settingsOf(source, variant))];
    }),
  );
}

function settingsOf(source: RecipeSource, { lora, cpu }: Variant): Setting[] {
  const { kind, values, splits } = source;
  return [
    { key: 'model_name_or_path', value: values.base, why: 'the model to begin with, or its folder' },
    { key: 'dtype', value: cpu ? 'float32' : 'bfloat16' },
    ...(cpu
      ? [
          { key: 'use_cpu', value: true },
          { key: 'attn_implementation', value: 'sdpa' },
        ]
      : [{ key: 'attn_implementation', value: 'flash_attention_2', why: 'packing without it mixes rows' }]),
    { key: 'dataset_name', value: './data' },
    { key: 'output_dir', value: `./${METHOD[kind]}-out` },
    { key: 'num_train_epochs', value: values.epochs, why: 'how often all rows are read' },
    { key: 'per_device_train_batch_size', value: values.perDevice },
    {
      key: 'gradient_accumulation_steps',
      value: cpu ? values.globalBatch / values.perDevice : accumulationOf(values),
      why: `times batch size times processes is ${values.globalBatch}`,
    },
    { key: 'learning_rate', value: lora ? values.loraLearningRate : values.learningRate },
    { key: 'lr_scheduler_type', value: values.scheduler },
    { key: 'warmup_steps', value: values.warmup, why: 'a share of all steps; warmup_ratio with transformers 4' },
    { key: 'max_length', value: values.length, why: 'tokens; what is longer is cut' },
    ...(kind === 'sft' ? sftSettings(source, cpu) : preferenceSettings(source, cpu, lora)),
    { key: 'gradient_checkpointing', value: !cpu },
    ...(lora ? loraSettings(source) : []),
    ...(splits.includes('test') ? [{ key: 'eval_strategy', value: 'epoch' }] : []),
    { key: 'logging_steps', value: 1 },
    { key: 'save_strategy', value: 'epoch' },
    { key: 'report_to', value: 'none' },
    { key: 'seed', value: values.seed },
    ...(cpu
      ? []
      : [
          {
            key: 'accelerate_config',
            value: 'zero3',
            why: 'weights, gradients and optimizer are spread over the processes',
          },
          { key: 'num_processes', value: values.processes },
        ]),
  ];
}

function sftSettings({ values }: RecipeSource, cpu: boolean): Setting[] {
  return [
    ...(values.ownTemplate
      ? []
      : [{ key: 'chat_template_path', value: `./${TEMPLATE_FILE}`, why: 'Llama 3.1’s; a base model has none' }]),
    { key: 'eos_token', value: '<|eot_id|>', why: 'ends an answer' },
    { key: 'pad_token', value: PAD_TOKEN, why: 'not the token that ends an answer' },
    ...(values.lossOn === 'answers'
      ? [{ key: 'assistant_only_loss', value: true, why: 'the loss is counted on answers alone' }]
      : []),
    { key: 'packing', value: !cpu, why: 'fills each sequence with several rows' },
    ...(cpu ? [] : [{ key: 'packing_strategy', value: 'bfd_split', why: 'bfd would drop what does not fit' }]),
  ];
}

function preferenceSettings({ kind, values, good, bad }: RecipeSource, cpu: boolean, lora: boolean): Setting[] {
  const beta = { key: 'beta', value: values.beta, why: 'how strongly the model is held to where it began' };
  if (kind === 'preference') {
    return [
      beta,
      { key: 'pad_token', value: PAD_TOKEN, why: 'not the token that ends an answer' },
      // With LoRA the model without its adapter is the reference, and takes no memory.
      ...(cpu || lora
        ? []
        : [{ key: 'precompute_ref_log_probs', value: true, why: 'the reference need not stay in memory' }]),
    ];
  }
  const weights = [
    ...(good > 0 && good < bad ? [{ key: 'desirable_weight', value: rounded(bad / good) }] : []),
    ...(bad > 0 && bad < good ? [{ key: 'undesirable_weight', value: rounded(good / bad) }] : []),
  ];
  return [
    beta,
    ...weights.map((weight) => ({ ...weight, why: `${good} good answers, ${bad} bad ones` })),
    { key: 'train_sampling_strategy', value: 'sequential', why: 'KTO pairs rows within a batch' },
  ];
}

function loraSettings({ values }: RecipeSource): Setting[] {
  return [
    { key: 'use_peft', value: true },
    { key: 'lora_r', value: values.loraRank },
    { key: 'lora_alpha', value: values.loraAlpha, why: 'the adapter counts alpha / r times' },
    { key: 'lora_dropout', value: 0.05 },
    { key: 'lora_target_modules', value: PROJECTIONS, why: 'unset, only two of the seven' },
  ];
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
