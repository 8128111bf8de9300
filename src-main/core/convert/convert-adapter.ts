import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SarviError } from '#contract/errors';
import { readGenerationConfig } from '../checkpoint/generation-defaults.ts';
import { readModelCard } from '../checkpoint/model-card.ts';
import { readAdapter } from '../checkpoint/read-adapter.ts';
import { readJsonObject } from '../checkpoint/read-json.ts';
import { openRegularFile } from '../open-regular-file.ts';
import { fileError } from '../file-error.ts';
import { formatBytes } from '../format-bytes.ts';
import { freeBytes } from '../free-bytes.ts';
import { readGguf } from '../gguf/read-gguf.ts';
import { readFully, writeFully } from '../positioned-io.ts';
import { readAdapterBase } from './adapter-base.ts';
import { planAdapter, type AdapterPlan, type AdapterTensor } from './plan-adapter.ts';
import { requireOutputPath } from './require-output-path.ts';
import { unfinishedPath } from './unfinished-path.ts';
import { widenRows } from './widen-rows.ts';

export interface AdapterRequest {
  /** A PEFT folder: `adapter_config.json` and `adapter_model.safetensors`. */
  readonly adapterPath: string;
  readonly outputPath: string;
  /** The base model's checkpoint folder or GGUF file; its weights are not read. */
  readonly basePath?: string | undefined;
  readonly signal?: AbortSignal;
}

export interface AdapterSummary {
  readonly outputPath: string;
  readonly sizeBytes: number;
  readonly tensorCount: number;
  /** The model that it was trained on, according to the adapter's own file. */
  readonly baseModel: string | null;
}

const MAX_CONFIG_BYTES = 4 * 2 ** 20;

/**
 * Turns a PEFT LoRA adapter into a GGUF file that llama.cpp applies to the base model, with one tensor in memory at a
 * time. Invariant: `outputPath` is either replaced by a complete file or unchanged, and no other file remains.
 *
 * @throws SarviError those of `readAdapter`, `readAdapterBase` and `planAdapter`; `path-missing`, `cancelled`,
 *   `disk-full`,   `write-failed`, `checkpoint-changed`, `tensor-not-finite`
 */
export async function convertAdapter(request: AdapterRequest): Promise<AdapterSummary> {
  const { adapterPath, outputPath, signal } = request;
  await requireOutputPath(outputPath);
  const adapter = await readAdapter(adapterPath);
  const base = await readAdapterBase(adapter, request.basePath ?? null);
  const config = await readJsonObject(adapterPath, 'config.json', 'checkpoint-malformed-config', MAX_CONFIG_BYTES);
  const nameOrPath = config?.['_name_or_path'];
  const plan = planAdapter(adapter, base, {
    card: await readModelCard(adapterPath),
    generation: await readGenerationConfig(adapterPath),
    nameOrPath: typeof nameOrPath === 'string' && nameOrPath !== '' ? nameOrPath : null,
  });
  const free = await freeBytes(dirname(outputPath));
  if (free < plan.sizeBytes) {
    const details = { path: dirname(outputPath), needed: formatBytes(plan.sizeBytes), free: formatBytes(free) };
    throw new SarviError('disk-full', details);
  }
  const temporaryPath = unfinishedPath(outputPath);
  try {
    // The file of a run that was killed.
    await rm(temporaryPath, { force: true });
    await write(temporaryPath, plan, signal);
    await readGguf(temporaryPath);
    await rename(temporaryPath, outputPath);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw fileError(error, outputPath);
  }
  const { baseModel } = adapter.config;
  return { outputPath, sizeBytes: plan.sizeBytes, tensorCount: plan.tensors.length, baseModel };
}

async function write(path: string, plan: AdapterPlan, signal: AbortSignal | undefined): Promise<void> {
  const sourcePath = plan.tensors[0]?.source.shardPath ?? '';
  const source = await openRegularFile(sourcePath).catch((error: unknown) => {
    throw fileError(error, sourcePath);
  });
  try {
    const output = await open(path, 'wx');
    try {
      await writeFully(output, plan.header, 0);
      for (const tensor of plan.tensors) {
        if (signal?.aborted) throw new SarviError('cancelled');
        const values = await encode(source, tensor);
        await writeFully(output, new Uint8Array(values.buffer), tensor.offset);
      }
      await output.truncate(plan.sizeBytes);
      await output.sync();
    } finally {
      await output.close();
    }
  } finally {
    await source.close();
  }
}

async function encode(file: FileHandle, tensor: AdapterTensor): Promise<Float32Array<ArrayBuffer>> {
  const { source, pairedHeadRows, transposed, factor, shape } = tensor;
  const bytes = Buffer.alloc(source.sizeBytes);
  if (!(await readFully(file, bytes, source.offset)))
    throw new SarviError('checkpoint-changed', { path: source.shardPath });
  const read = widenRows(bytes, source.dtype);
  if (!read.every((value) => Number.isFinite(value))) {
    throw new SarviError('tensor-not-finite', { tensor: source.name });
  }
  const values = new Float32Array(read.length);
  const [rows = 1, columns = 1] = shape.length === 1 ? [1, read.length] : shape;
  for (let row = 0; row < rows; row += 1) {
    const from = pairedHeadRows === null ? row : sourceRow(row, pairedHeadRows);
    for (let column = 0; column < columns; column += 1) {
      const at = transposed ? column * rows + row : from * columns + column;
      values[row * columns + column] = (read[at] ?? 0) * factor;
    }
  }
  return values;
}

/**
 * The row of the source for a row of the output: the source has a head's two halves one after the other, ggml
 * alternates their rows.
 */
function sourceRow(row: number, headRows: number): number {
  const within = row % headRows;
  return row - within + (within % 2) * (headRows / 2) + Math.floor(within / 2);
}
