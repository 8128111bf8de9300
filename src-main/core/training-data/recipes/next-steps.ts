import type { DatasetFormat, DatasetKind } from '#contract/datasets';
import type { RecipeValues } from '#contract/recipes';
import { METHOD } from './recipe-parts.ts';

const MEMORY = [
  'Graphics memory over all cards: all weights of the 8B need about 130 GB with ZeRO-3, LoRA about 24 GB; those of the 70B about',
  '1,200 GB and 160 GB.',
];

/** How to train with the files of an export, from an empty machine on. */
export function nextSteps(kind: DatasetKind, format: DatasetFormat, values: RecipeValues): string[] {
  const method = METHOD[kind];
  const steps = format === 'llama-factory' ? llamaFactorySteps(method) : trlSteps(kind);
  return ['## Training', '', ...steps, '', ...MEMORY, '', '## Notes on the recipes', '', ...notes(kind, values)];
}

function llamaFactorySteps(method: string): string[] {
  return [
    'With LLaMA-Factory, in this folder:',
    '',
    '```sh',
    'python -m venv venv && . venv/bin/activate',
    'pip install "llamafactory==0.9.5" deepspeed',
    `llamafactory-cli train llama-factory-${method}.yaml        # all weights, several graphics cards`,
    `llamafactory-cli train llama-factory-${method}-lora.yaml   # LoRA`,
    '```',
  ];
}

function trlSteps(kind: DatasetKind): string[] {
  const method = METHOD[kind];
  const others = [
    '',
    'With Axolotl 0.19 (`pip install axolotl deepspeed`) or a checkout of alignment-handbook:',
    '',
    '```sh',
    `axolotl train axolotl-${method}.yaml   # or axolotl-${method}-lora.yaml`,
    `accelerate launch --config_file accelerate-zero3.yaml scripts/${method}.py --config handbook-${method}.yaml`,
    '```',
  ];
  return [
    'With TRL, in this folder:',
    '',
    '```sh',
    'python -m venv venv && . venv/bin/activate',
    'pip install "trl==1.9.2" "transformers==5.14.1" peft accelerate datasets deepspeed',
    `trl ${method} --config trl-${method}.yaml            # all weights, several graphics cards`,
    `trl ${method} --config trl-${method}-lora.yaml       # LoRA`,
    `trl ${method} --config trl-${method}-lora-cpu.yaml   # a small model on a processor; -cpu.yaml for all weights`,
    `sbatch slurm-${method}.sh                     # a cluster; not run by Sarvi`,
    '```',
    ...(kind === 'kto' ? [] : others),
  ];
}

function notes(kind: DatasetKind, { lossOn, globalBatch }: RecipeValues): string[] {
  const batch = `- ${globalBatch} rows are in each step, whatever the number of processes: batch size × accumulation × processes.`;
  if (kind === 'sft') {
    return [
      batch,
      lossOn === 'all'
        ? '- TRL counts the loss on all tokens, as LumiOpen’s run is believed to have done; Axolotl counts it on answers alone.'
        : '- The loss is counted on answers alone. LumiOpen’s run is believed to have counted it on all tokens.',
      '- `chat_template.jinja` renders messages as Llama 3.1 does and marks the answers; a base model has no template of its own.',
      '- LumiOpen trained with a fork of alignment-handbook and TRL 0.12, where each row is believed to have begun with the beginning',
      '  token twice. Here it is there once. The 70B was trained with a batch of 128; its recipe file names the cosine scheduler and the',
      '  card the linear one.',
    ];
  }
  const own =
    kind === 'kto'
      ? ['- Poro 2 was not trained with KTO. The values are those of its DPO, with the beta of TRL.']
      : [
          '- LumiOpen trained with a fork of alignment-handbook and TRL 0.12, where prompts were cut to their last 512 tokens, and answers',
          '  are believed to have begun with another system message. Neither happens here.',
        ];
  return [
    batch,
    ...own,
    '- The model to begin with is the reference, too: rows should be answers of that model, or close to them.',
  ];
}
