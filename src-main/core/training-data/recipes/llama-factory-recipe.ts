import { accumulationOf, batchNote, METHOD, type RecipeSource, yamlNumber, yamlText } from './recipe-parts.ts';

/** Recipes for LLaMA-Factory. Its loss is on the answers alone unless told otherwise. */
export function llamaFactoryRecipes(source: RecipeSource): Record<string, string> {
  const name = `llama-factory-${METHOD[source.kind]}`;
  return { [`${name}.yaml`]: recipe(source, name, false), [`${name}-lora.yaml`]: recipe(source, `${name}-lora`, true) };
}

function recipe({ kind, values, splits }: RecipeSource, name: string, lora: boolean): string {
  const method = METHOD[kind];
  const lines = [
    `# llamafactory-cli train ${name}.yaml`,
    '# The template llama3 is right for Poro 2 and Llama 3.1, since each row brings the date lines of their system message.',
    `model_name_or_path: ${yamlText(values.base)}`,
    `stage: ${method}`,
    'do_train: true',
    ...(lora
      ? [
          'finetuning_type: lora',
          `lora_rank: ${values.loraRank}`,
          `lora_alpha: ${values.loraAlpha}`,
          'lora_dropout: 0.05',
          'lora_target: all',
        ]
      : [
          'finetuning_type: full',
          'deepspeed: ./deepspeed-zero3.json # weights, gradients and optimizer are spread over the processes',
        ]),
    'dataset_dir: ./data',
    'dataset: sarvi_train',
    ...(splits.includes('test') ? ['eval_dataset: sarvi_test', 'eval_strategy: epoch'] : []),
    'template: llama3',
    `cutoff_len: ${values.length} # prompt and answer are cut by a rule of its own`,
    ...(kind === 'sft' ? [] : [`pref_beta: ${yamlNumber(values.beta)}`]),
    ...(kind === 'preference' ? ['pref_loss: sigmoid'] : []),
    ...(kind === 'sft' ? ['packing: true', `train_on_prompt: ${values.lossOn === 'all'}`] : []),
    `num_train_epochs: ${yamlNumber(values.epochs)}`,
    `per_device_train_batch_size: ${values.perDevice}`,
    `gradient_accumulation_steps: ${accumulationOf(values)} # ${batchNote(values)}`,
    `learning_rate: ${yamlNumber(lora ? values.loraLearningRate : values.learningRate)}`,
    `lr_scheduler_type: ${values.scheduler}`,
    `warmup_ratio: ${yamlNumber(values.warmup)}`,
    'bf16: true',
    `seed: ${values.seed}`,
    `output_dir: ./${method}-out`,
    'logging_steps: 1',
    'save_strategy: epoch',
    'report_to: none',
  ];
  return `${lines.join('\n')}\n`;
}
