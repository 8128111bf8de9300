import type { DatasetKind } from '#contract/datasets';

/** One setting of a recipe, with what it does; the comment is written beside it. */
export interface Setting {
  readonly key: string;
  readonly value: string | number | boolean | readonly string[];
  readonly why?: string;
}

/** The values of the model card, for Poro 2's SFT and DPO; KTO has none, and takes those of DPO. */
export interface Preset {
  readonly base: string;
  readonly epochs: number;
  readonly learningRate: string;
  readonly loraLearningRate: string;
  readonly scheduler: 'linear' | 'cosine';
  readonly warmup: number;
  readonly length: number;
  readonly beta: number | null;
}

/** Rows per step over all processes: the product of the three batch settings. */
export const GLOBAL_BATCH = 64;
export const PROCESSES = 8;
export const PER_DEVICE = 2;
export const ACCUMULATION = GLOBAL_BATCH / PROCESSES / PER_DEVICE;

/** @see https://huggingface.co/LumiOpen/Llama-Poro-2-8B-Instruct the table of its training */
export const PRESETS: Readonly<Record<DatasetKind, Preset>> = {
  sft: {
    base: 'LumiOpen/Llama-Poro-2-8B-base',
    epochs: 2,
    learningRate: '5.0e-6',
    loraLearningRate: '5.0e-5',
    scheduler: 'linear',
    warmup: 0.03,
    length: 4096,
    beta: null,
  },
  preference: {
    base: 'LumiOpen/Llama-Poro-2-8B-SFT',
    epochs: 3,
    learningRate: '5.0e-7',
    loraLearningRate: '5.0e-6',
    scheduler: 'cosine',
    warmup: 0.1,
    length: 4096,
    beta: 0.01,
  },
  kto: {
    base: 'LumiOpen/Llama-Poro-2-8B-SFT',
    epochs: 3,
    learningRate: '5.0e-7',
    loraLearningRate: '5.0e-6',
    scheduler: 'cosine',
    warmup: 0.1,
    length: 4096,
    beta: 0.1,
  },
};

export const METHOD: Readonly<Record<DatasetKind, 'sft' | 'dpo' | 'kto'>> = {
  sft: 'sft',
  preference: 'dpo',
  kto: 'kto',
};

/** The seven projections of a Llama layer; `all-linear` would leave out nothing else but name other models' layers. */
export const PROJECTIONS = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'] as const;
