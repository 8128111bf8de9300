import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { getModuleVersion, type Llama } from 'node-llama-cpp';
import type { KvCacheType } from '#contract/context-window';
import type { GgufFile } from '../core/gguf/read-gguf.ts';
import type { GgufParts } from '../core/gguf/read-gguf-parts.ts';
import { openRegularFile } from '../core/open-regular-file.ts';

/** An adapter's file, and the factor with which it is applied. */
export interface AppliedAdapter {
  readonly file: GgufFile;
  readonly scale: number;
}

export interface ContextSettings {
  readonly backend: string;
  readonly contextTokens: number;
  readonly kvCacheType: KvCacheType;
}

/** How many samples of the weights are read, evenly spread, in addition to the header. */
const SAMPLES = 64;
const SAMPLE_BYTES = 4096;

/**
 * A digest of everything but the tokens on which the bytes of a KV cache depend: the model file, its adapters, the
 * engine, and the options of the context. The window size belongs to it, because some models choose their position
 * factors by it.
 */
export async function describeState(
  llama: Llama,
  { parts }: GgufParts,
  adapters: readonly AppliedAdapter[],
  context: ContextSettings,
): Promise<string> {
  const { repo, release } = llama.llamaCppRelease;
  const engine = { module: await getModuleVersion(), repo, release, platform: process.platform, arch: process.arch };
  const digest = createHash('sha256').update(JSON.stringify({ engine, context }));
  for (const file of parts) digest.update(await fingerprint(file));
  for (const { file, scale } of adapters) digest.update(await fingerprint(file)).update(`${scale}`);
  return digest.digest('hex');
}

/**
 * Identifies a model file by size, time of change, header and samples of its weights. Reading a whole file of many
 * gigabytes would take longer than the states save.
 */
async function fingerprint({ path, sizeBytes, tensors }: GgufFile): Promise<Buffer> {
  const digest = createHash('sha256');
  const file = await openRegularFile(path);
  try {
    const { mtimeMs } = await file.stat();
    digest.update(JSON.stringify({ sizeBytes, mtimeMs }));
    const headerBytes = tensors[0]?.offset ?? sizeBytes;
    digest.update(await readAt(file, 0, headerBytes));
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const place = headerBytes + Math.floor(((sizeBytes - headerBytes) * sample) / SAMPLES);
      digest.update(await readAt(file, place, Math.min(SAMPLE_BYTES, sizeBytes - place)));
    }
  } finally {
    await file.close();
  }
  return digest.digest();
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
