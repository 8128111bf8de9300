import type { DatasetKind } from '#contract/datasets';
import { ACCUMULATION, METHOD, PER_DEVICE, PRESETS, PROCESSES, PROJECTIONS, type Setting } from './values.ts';
import { yamlOf } from './yaml.ts';

type Variant = 'full' | 'lora' | 'cpu';

/**
 * Recipes for `trl sft|dpo|kto --config`: all weights, LoRA, and one for a processor without a graphics card. Keys are
 * those of TRL 1.9.
 *
 * @see https://huggingface.co/docs/trl/clis
 */
export function trlRecipes(kind: DatasetKind, splits: readonly string[]): Record<string, string> {
  const name = METHOD[kind];
  const recipe = (variant: Variant): string => yamlOf(heading(kind, variant), settings(kind, variant, splits));
  return {
    [`trl-${name}.yaml`]: recipe('full'),
    [`trl-${name}-lora.yaml`]: recipe('lora'),
    [`trl-${name}-cpu.yaml`]: recipe('cpu'),
  };
}

function heading(kind: DatasetKind, variant: Variant): string[] {
  const file = `trl-${METHOD[kind]}${variant === 'full' ? '' : `-${variant}`}.yaml`;
  const preset =
    kind === 'kto' ? 'There is no KTO of Poro 2; the values are those of its DPO.' : 'Values of Poro 2 8B’s card.';
  return [
    `trl ${METHOD[kind]} --config ${file}`,
    preset,
    ...(variant === 'cpu' ? ['For one processor: no packing, no DeepSpeed. Meant for small models.'] : []),
  ];
}

function settings(kind: DatasetKind, variant: Variant, splits: readonly string[]): Setting[] {
  const { base, epochs, learningRate, loraLearningRate, scheduler, warmup, length, beta } = PRESETS[kind];
  const isCpu = variant === 'cpu';
  return [
    { key: 'model_name_or_path', value: base, why: 'the model to begin with, or its folder' },
    { key: 'dtype', value: isCpu ? 'float32' : 'bfloat16' },
    ...(isCpu
      ? [
          { key: 'use_cpu', value: true },
          { key: 'attn_implementation', value: 'sdpa' },
        ]
      : [{ key: 'attn_implementation', value: 'flash_attention_2', why: 'packing without it mixes rows' }]),
    { key: 'dataset_name', value: './data' },
    { key: 'output_dir', value: `./${METHOD[kind]}-out` },
    { key: 'num_train_epochs', value: epochs },
    { key: 'per_device_train_batch_size', value: PER_DEVICE },
    {
      key: 'gradient_accumulation_steps',
      value: isCpu ? ACCUMULATION * PROCESSES : ACCUMULATION,
      why: 'times batch size times processes is 64, the batch of the card',
    },
    { key: 'learning_rate', value: variant === 'lora' ? loraLearningRate : learningRate },
    { key: 'lr_scheduler_type', value: scheduler },
    { key: 'warmup_steps', value: warmup, why: 'a share of all steps; warmup_ratio with transformers 4' },
    { key: 'max_length', value: length, why: 'tokens; what is longer is cut' },
    ...(beta === null ? [] : [{ key: 'beta', value: beta, why: 'how strongly the model is held to where it began' }]),
    ...(kind === 'sft' ? sftSettings(isCpu) : []),
    ...(kind === 'kto'
      ? [{ key: 'train_sampling_strategy', value: 'sequential', why: 'KTO pairs rows within a batch' }]
      : []),
    ...(kind === 'preference' && !isCpu
      ? [{ key: 'precompute_ref_log_probs', value: true, why: 'the model it begins with need not stay in memory' }]
      : []),
    { key: 'gradient_checkpointing', value: !isCpu },
    ...(variant === 'lora' ? loraSettings() : []),
    ...(splits.includes('test') ? [{ key: 'eval_strategy', value: 'epoch' }] : []),
    { key: 'logging_steps', value: 1 },
    { key: 'save_strategy', value: 'epoch' },
    { key: 'report_to', value: 'none' },
    { key: 'seed', value: 42 },
    ...(isCpu
      ? []
      : [
          {
            key: 'accelerate_config',
            value: 'zero3',
            why: 'weights, gradients and optimizer are spread over the processes',
          },
          { key: 'num_processes', value: PROCESSES },
        ]),
  ];
}

/** TRL counts the loss on all tokens of `messages`, as LumiOpen’s run is believed to have done. */
function sftSettings(isCpu: boolean): Setting[] {
  return [
    { key: 'packing', value: !isCpu, why: 'fills each sequence with several rows' },
    ...(isCpu ? [] : [{ key: 'packing_strategy', value: 'bfd_split', why: 'bfd would drop what does not fit' }]),
  ];
}

function loraSettings(): Setting[] {
  return [
    { key: 'use_peft', value: true },
    { key: 'lora_r', value: 16 },
    { key: 'lora_alpha', value: 32 },
    { key: 'lora_dropout', value: 0.05 },
    { key: 'lora_target_modules', value: PROJECTIONS, why: 'unset, only two of the seven' },
  ];
}
