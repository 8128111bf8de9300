import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { fileError } from '../file-error.ts';
import { readGenerationConfig } from './generation-defaults.ts';
import { parseModelConfig, readConfigFile, type ModelConfig } from './model-config.ts';
import { readModelCard, type ModelCard } from './model-card.ts';
import type { JsonObject } from './read-json.ts';
import { readTokenizer, type Tokenizer } from './read-tokenizer.ts';
import { readWeights, type Weights } from './read-weights.ts';

/** A checked Hugging Face folder; its weights stay on disk. */
export interface Checkpoint {
  readonly path: string;
  readonly config: ModelConfig;
  readonly tokenizer: Tokenizer;
  /** `generation_config.json` unchanged. */
  readonly generation: JsonObject;
  readonly card: ModelCard;
  readonly weights: Weights;
  /** SHA-256 over config.json, the tokenizer and the shards' headers and sizes, but not the weights. */
  readonly fingerprint: string;
}

/**
 * @throws SarviError `path-missing`, `path-unreadable`, `path-not-a-model`, and those of `readConfigFile`,
 *   `parseModelConfig`, `readWeights` and `readTokenizer`, in this order
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  await requireFolder(path);
  const configFile = await readConfigFile(path);
  const config = parseModelConfig(configFile, join(path, 'config.json'));
  const weights = await readWeights(path);
  const tokenizer = await readTokenizer(path, config);
  return {
    path,
    config,
    tokenizer,
    generation: await readGenerationConfig(path),
    card: await readModelCard(path),
    weights,
    fingerprint: fingerprintOf(configFile, tokenizer, weights),
  };
}

/** @throws SarviError `path-missing`, `path-unreadable`, `path-not-a-model` */
async function requireFolder(path: string): Promise<void> {
  try {
    if (!(await stat(path)).isDirectory()) throw new SarviError('path-not-a-model', { path });
  } catch (error) {
    throw fileError(error, path);
  }
}

function fingerprintOf(config: JsonObject, tokenizer: Tokenizer, { shards }: Weights): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(config));
  const { tokens, kinds, merges, scores } = tokenizer;
  hash.update(JSON.stringify(scores === null ? [tokens, kinds, merges] : [tokens, kinds, scores]));
  for (const { header, sizeBytes } of shards) hash.update(`${sizeBytes}\n${header}`);
  return hash.digest('hex');
}
