import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { fileError } from '../file-error.ts';
import { parseAdapterConfig, type AdapterConfig } from './adapter-config.ts';
import { readJsonObject } from './read-json.ts';
import { requireOwnFile } from './require-own-file.ts';
import { readSafetensorsHeader, requireElements, type SourceTensor } from './safetensors-header.ts';

/** The two factors of one changed matrix: the scaled product `up` x `down` is added to it. */
export interface AdapterPair {
  /** The changed matrix's name in the checkpoint: `model.layers.0.self_attn.q_proj.weight`. */
  readonly name: string;
  /** `lora_A`, [rank, columns]; of embeddings `lora_embedding_A`, [rank, vocabulary]. */
  readonly down: SourceTensor;
  /** `lora_B`, [rows, rank]; of embeddings `lora_embedding_B`, [width, rank]. */
  readonly up: SourceTensor;
  readonly rank: number;
  readonly embedding: boolean;
}

/** A checked PEFT LoRA adapter; its weights stay on disk. */
export interface Adapter {
  readonly path: string;
  readonly config: AdapterConfig;
  readonly pairs: readonly AdapterPair[];
  /** Norms that are replaced as a whole, as mergekit extracts them. */
  readonly norms: readonly SourceTensor[];
}

const CONFIG_NAME = 'adapter_config.json';
const WEIGHTS_NAME = 'adapter_model.safetensors';
const MAX_CONFIG_BYTES = 4 * 2 ** 20;
/** Far above the largest known rank (256). */
const MAX_RANK = 4096;
/** Larger than the factors of any known adapter; one at a time is in memory. */
const MAX_FACTOR_BYTES = 2 ** 30;
const FACTOR = /^(.*)\.lora_(?:embedding_)?([AB])(?:\.weight)?$/;

/**
 * @throws SarviError `path-missing`, `path-unreadable`, `adapter-missing-config`, `adapter-malformed`,
 *   `adapter-unsupported`, `checkpoint-pickle`, `checkpoint-missing-weights`, `checkpoint-empty-weights`, and those of `readSafetensorsHeader`
 * @see huggingface/peft src/peft/tuners/lora (names and shapes), ggml-org/llama.cpp convert_lora_to_gguf.py
 */
export async function readAdapter(path: string): Promise<Adapter> {
  const names = await readdir(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  const configPath = join(path, CONFIG_NAME);
  const file = await readJsonObject(path, CONFIG_NAME, 'adapter-malformed', MAX_CONFIG_BYTES);
  if (file === null) throw new SarviError('adapter-missing-config', { path });
  const config = parseAdapterConfig(file, configPath);
  if (!names.includes(WEIGHTS_NAME)) {
    const pickle = names.some((name) => /^adapter_model\.(bin|pt|pth)$/.test(name));
    throw new SarviError(pickle ? 'checkpoint-pickle' : 'checkpoint-missing-weights', { path });
  }
  await requireOwnFile(path, WEIGHTS_NAME);
  const { tensors } = await readSafetensorsHeader(join(path, WEIGHTS_NAME));
  requireElements(join(path, WEIGHTS_NAME), tensors);
  return { path, config, ...pairTensors(tensors, config, join(path, WEIGHTS_NAME)) };
}

function pairTensors(
  tensors: readonly SourceTensor[],
  config: AdapterConfig,
  path: string,
): Pick<Adapter, 'pairs' | 'norms'> {
  const halves = new Map<string, { down?: SourceTensor; up?: SourceTensor; embedding: boolean }>();
  const norms: SourceTensor[] = [];
  for (const tensor of tensors) {
    const name = tensor.name.replaceAll('base_model.model.', '');
    const [, matrix, half] = FACTOR.exec(name) ?? [];
    if (matrix === undefined) {
      if (name.includes('.base_layer.weight')) continue;
      if (!isNorm(name)) throw new SarviError('adapter-unsupported', { feature: featureOf(tensor.name) });
      norms.push({ ...tensor, name });
      continue;
    }
    const embedding = name.includes('.lora_embedding_');
    const pair = halves.get(`${matrix}.weight`) ?? { embedding };
    const side = half === 'A' ? 'down' : 'up';
    if (pair[side] !== undefined || pair.embedding !== embedding)
      throw malformed(path, because('matrix-twice', { matrix }));
    pair[side] = tensor;
    halves.set(`${matrix}.weight`, pair);
  }
  if (halves.size === 0) throw malformed(path, because('changes-no-matrix'));
  const pairs = [...halves].map(([name, { down, up, embedding }]) => {
    if (!down || !up) throw malformed(path, because('one-factor-only', { matrix: name }));
    return { name, down, up, embedding, rank: rankOf(name, down, up, config, path) };
  });
  return { pairs, norms };
}

function rankOf(name: string, down: SourceTensor, up: SourceTensor, config: AdapterConfig, path: string): number {
  const [rank = 0] = down.shape;
  if (down.shape.length !== 2 || up.shape.length !== 2 || up.shape[1] !== rank) {
    throw malformed(
      path,
      because('factors-are', { matrix: name, down: down.shape.join(' x '), up: up.shape.join(' x ') }),
    );
  }
  if (Math.max(down.sizeBytes, up.sizeBytes) > MAX_FACTOR_BYTES)
    throw malformed(path, because('factors-too-large', { matrix: name }));
  if (rank < 1 || rank > MAX_RANK || !config.ranks.has(rank)) {
    throw malformed(path, because('rank-differs', { matrix: name, rank, expected: [...config.ranks].join(', ') }));
  }
  return rank;
}

function isNorm(name: string): boolean {
  return name.includes('_layernorm') || name.includes('.norm');
}

/** What a tensor that is neither a factor nor a norm belongs to, in PEFT's words. */
function featureOf(name: string): string {
  if (name.includes('lora_magnitude_vector')) return `use_dora (${name})`;
  if (name.endsWith('.bias')) return `bias (${name})`;
  return `modules_to_save (${name})`;
}

function malformed(path: string, reason: Reason): SarviError {
  return new SarviError('adapter-malformed', { path, reason });
}
