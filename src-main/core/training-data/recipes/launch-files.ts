import type { RecipeValues } from '#contract/recipes';

/** Spreads weights, gradients and optimizer over the processes; the trained weights are written whole. */
export function accelerateFile({ processes }: RecipeValues): Record<string, string> {
  const text = `# With accelerate launch --config_file accelerate-zero3.yaml
compute_environment: LOCAL_MACHINE
distributed_type: DEEPSPEED
deepspeed_config:
  zero_stage: 3
  zero3_init_flag: true
  zero3_save_16bit_model: true # without it the trained file has no weights
  offload_optimizer_device: none
  offload_param_device: none
mixed_precision: bf16
num_machines: 1
machine_rank: 0
num_processes: ${processes}
rdzv_backend: static
same_network: true
use_cpu: false
`;
  return { 'accelerate-zero3.yaml': text };
}

/** The same for trainers that hand a file to DeepSpeed. */
export function deepspeedFile(): Record<string, string> {
  const settings = {
    zero_optimization: {
      stage: 3,
      overlap_comm: true,
      contiguous_gradients: true,
      stage3_gather_16bit_weights_on_model_save: true,
    },
    bf16: { enabled: 'auto' },
    gradient_accumulation_steps: 'auto',
    gradient_clipping: 'auto',
    train_batch_size: 'auto',
    train_micro_batch_size_per_gpu: 'auto',
  };
  return { 'deepspeed-zero3.json': `${JSON.stringify(settings, null, 2)}\n` };
}
