import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { fileError } from '../file-error.ts';
import { isObject, readJsonObject } from './read-json.ts';
import { requireOwnFile } from './require-own-file.ts';
import { readSafetensorsHeader, requireElements, type Shard, type SourceTensor } from './safetensors-header.ts';

export interface Weights {
  readonly shards: readonly Shard[];
  readonly tensors: ReadonlyMap<string, SourceTensor>;
}

const INDEX_NAME = 'model.safetensors.index.json';
const WHOLE_NAME = 'model.safetensors';
const MAX_INDEX_BYTES = 64 * 2 ** 20;
const PICKLE = /\.(bin|pt|pth|ckpt)$/i;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
/** Folders with sound weights also contain files such as `training_args.bin`. */
const PICKLED_WEIGHTS = /^(pytorch_model|model|consolidated)\b.*\.(bin|pt|pth|ckpt)$/i;
const NUMBERED = /^model-\d+-of-(\d+)\.safetensors$/;

/**
 * Finds every tensor of a checkpoint: in the shards that its index names, or else in all `model*.safetensors`. The
 * index of other weights is ignored next to a complete file, as in transformers, or next to complete shards.
 *
 * @throws SarviError `checkpoint-missing-weights`, `checkpoint-pickle`, `checkpoint-malformed-index`,
 *   `checkpoint-missing-shard`, `checkpoint-link-outside`, `checkpoint-empty-weights`, and those of `readSafetensorsHeader`
 */
export async function readWeights(folder: string): Promise<Weights> {
  const indexPath = join(folder, INDEX_NAME);
  const index = await readJsonObject(folder, INDEX_NAME, 'checkpoint-malformed-index', MAX_INDEX_BYTES);
  const places = index ? parseIndex(index['weight_map'], indexPath) : null;
  if (!places) return readShards(folder, await listShards(folder), null);
  const names = [...new Set(places.values())].sort();
  if (!names.includes(WHOLE_NAME) && (await listNames(folder)).includes(WHOLE_NAME)) {
    return readShards(folder, [WHOLE_NAME], null);
  }
  try {
    return await readShards(folder, names, places);
  } catch (error) {
    const isMissing = error instanceof SarviError && error.code === 'checkpoint-missing-shard';
    const others = isMissing ? await listShards(folder).catch(() => []) : [];
    if (others.length === 0 || others.some((name) => names.includes(name))) throw error;
    return readShards(folder, others, null);
  }
}

/** @param places - the shard of each tensor according to the index; null without an index */
async function readShards(
  folder: string,
  shardNames: readonly string[],
  places: ReadonlyMap<string, string> | null,
): Promise<Weights> {
  const indexPath = join(folder, INDEX_NAME);
  const shards: Shard[] = [];
  const tensors = new Map<string, SourceTensor>();
  for (const shardName of shardNames) {
    const shard = await readShard(folder, shardName);
    requireElements(shard.path, shard.tensors);
    shards.push(shard);
    for (const tensor of shard.tensors) {
      if (tensors.has(tensor.name)) {
        throw malformed(indexPath, because('tensor-in-two-files', { tensor: tensor.name }));
      }
      if (places && places.get(tensor.name) !== shardName) {
        throw malformed(indexPath, because('index-omits-tensor', { tensor: tensor.name, shard: shardName }));
      }
      tensors.set(tensor.name, tensor);
    }
  }
  for (const [name, shardName] of places ?? []) {
    if (!tensors.has(name))
      throw malformed(indexPath, because('index-misplaces-tensor', { tensor: name, shard: shardName }));
  }
  return { shards, tensors };
}

function parseIndex(weightMap: unknown, path: string): Map<string, string> {
  if (!isObject(weightMap)) throw malformed(path, because('no-weight-map'));
  const places = new Map<string, string>();
  for (const [name, shardName] of Object.entries(weightMap)) {
    if (CONTROL.test(name))
      throw malformed(path, because('odd-tensor-name', { name: JSON.stringify(name.slice(0, 60)) }));
    // Only a plain file name: anything else could point outside the checkpoint's folder.
    if (typeof shardName !== 'string' || !/^[^/\\:]+\.safetensors$/.test(shardName) || CONTROL.test(shardName)) {
      throw malformed(path, because('names-the-file', { file: JSON.stringify(shardName) ?? '' }));
    }
    places.set(name, shardName);
  }
  if (places.size === 0) throw malformed(path, because('empty-weight-map'));
  return places;
}

async function listNames(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    throw fileError(error, folder);
  });
}

async function listShards(folder: string): Promise<string[]> {
  const names = await listNames(folder);
  const shards = names.filter((name) => name.startsWith('model') && name.endsWith('.safetensors')).sort();
  if (shards.length === 0) {
    const pickle = names.some((name) => PICKLED_WEIGHTS.test(name)) || names.some((name) => PICKLE.test(name));
    throw new SarviError(pickle ? 'checkpoint-pickle' : 'checkpoint-missing-weights', { path: folder });
  }
  const total = Number(NUMBERED.exec(shards[0] ?? '')?.[1] ?? 0);
  for (let number = 1; number <= Math.min(total, 100_000); number += 1) {
    const width = (NUMBERED.exec(shards[0] ?? '')?.[1] ?? '').length;
    const digits = (value: number): string => String(value).padStart(width, '0');
    const shard = `model-${digits(number)}-of-${digits(total)}.safetensors`;
    if (!shards.includes(shard)) throw new SarviError('checkpoint-missing-shard', { shard });
  }
  return shards;
}

async function readShard(folder: string, shard: string): Promise<Shard> {
  try {
    await requireOwnFile(folder, shard);
    return await readSafetensorsHeader(join(folder, shard));
  } catch (error) {
    if (error instanceof SarviError && error.code === 'path-missing') {
      throw new SarviError('checkpoint-missing-shard', { shard }, { cause: error });
    }
    throw error;
  }
}

function malformed(path: string, reason: Reason): SarviError {
  return new SarviError('checkpoint-malformed-index', { path, reason });
}
