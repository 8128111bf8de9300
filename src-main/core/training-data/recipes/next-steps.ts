import type { DatasetFormat, DatasetKind } from '#contract/datasets';
import { METHOD } from './values.ts';

/** How to train with the files of an export, from an empty machine on. */
export function nextSteps(kind: DatasetKind, format: DatasetFormat): string[] {
  const method = METHOD[kind];
  const memory =
    'All weights of the 8B need about 130 GB of graphics memory over all cards (ZeRO-3), LoRA about 24 GB; the 70B SFT of the card had a batch of 128.';
  if (format === 'llama-factory') {
    return [
      '## Training',
      '',
      '```sh',
      'pip install llamafactory',
      `llamafactory-cli train llama-factory-${method}.yaml`,
      '```',
      '',
      memory,
    ];
  }
  return [
    '## Training',
    '',
    'With TRL, in this folder:',
    '',
    '```sh',
    'python -m venv venv && . venv/bin/activate',
    'pip install "trl==1.9.2" "transformers==5.14.1" peft accelerate datasets deepspeed',
    `trl ${method} --config trl-${method}.yaml        # all weights, several graphics cards`,
    `trl ${method} --config trl-${method}-lora.yaml   # LoRA`,
    `trl ${method} --config trl-${method}-cpu.yaml    # a small model on a processor`,
    '```',
    '',
    memory,
    '',
    'LumiOpen trained with a fork of alignment-handbook and TRL 0.12. What is known of that run and differs here: prompts were cut to',
    'their last 512 tokens in DPO, and the beginning token came twice.',
  ];
}
