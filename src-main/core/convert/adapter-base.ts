import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { Adapter } from '../checkpoint/read-adapter.ts';
import { parseModelConfig, readConfigFile } from '../checkpoint/model-config.ts';
import { fileError } from '../file-error.ts';
import { metadataNumber, metadataText } from '../gguf/metadata.ts';
import { readGguf } from '../gguf/read-gguf.ts';
import type { LlamaShape } from './map-tensors.ts';

/**
 * The shape of the model that an adapter belongs to: from the given checkpoint or GGUF file, or else from a config.json
 * next to the adapter. The path in the adapter's own file is not opened: its author could have written anything there.
 *
 * @param basePath - a checkpoint folder or a GGUF file; null if none is given
 * @throws SarviError `adapter-missing-base`, `gguf-refused`, and those of `readConfigFile`, `parseModelConfig`,
 *   `readGguf`
 */
export async function readAdapterBase(adapter: Adapter, basePath: string | null): Promise<LlamaShape> {
  const folder = basePath ?? adapter.path;
  try {
    if (!(await stat(folder)).isDirectory()) return await shapeOfGguf(folder);
  } catch (error) {
    throw fileError(error, folder);
  }
  try {
    return parseModelConfig(await readConfigFile(folder), join(folder, 'config.json'));
  } catch (error) {
    const missing = basePath === null && error instanceof SarviError && error.code === 'checkpoint-missing-config';
    if (!missing) throw error;
    const details = { path: adapter.path, base: adapter.config.baseModel ?? '?' };
    throw new SarviError('adapter-missing-base', details, { cause: error });
  }
}

async function shapeOfGguf(path: string): Promise<LlamaShape> {
  const { metadata, tensors } = await readGguf(path);
  const architecture = metadataText(metadata, 'general.architecture');
  if (architecture !== 'llama') {
    throw new SarviError('gguf-refused', {
      path,
      reason: because('architecture-is', { architecture: architecture ?? 'null' }),
    });
  }
  const whole = (key: string, missing?: number): number => {
    const value = metadataNumber(metadata, `llama.${key}`) ?? missing;
    if (value === undefined || !Number.isSafeInteger(value) || value < 1 || value > 2 ** 22) {
      throw new SarviError('gguf-malformed', {
        path,
        reason: because('field-is', { field: `llama.${key}`, value: String(value) }),
      });
    }
    return value;
  };
  const width = whole('embedding_length');
  const headCount = whole('attention.head_count');
  const headWidth = whole('attention.key_length', width / headCount);
  if (headWidth % 2 !== 0)
    throw new SarviError('gguf-malformed', { path, reason: because('head-width-is', { width: headWidth }) });
  const embeddings = tensors.find(({ name }) => name === 'token_embd.weight');
  return {
    width,
    headCount,
    headWidth,
    layerCount: Math.min(whole('block_count'), 512),
    keyValueHeadCount: whole('attention.head_count_kv', headCount),
    feedForwardWidth: whole('feed_forward_length'),
    vocabularySize: embeddings?.shape[0] ?? whole('vocab_size'),
    tiedEmbeddings: !tensors.some(({ name }) => name === 'output.weight'),
  };
}
