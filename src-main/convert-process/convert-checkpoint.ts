import { SarviError } from '#contract/errors';
import { readCheckpoint } from '../core/checkpoint/read-checkpoint.ts';
import type { ConversionProgress, ConversionSummary, ConversionTask } from '../core/convert/conversion-protocol.ts';
import { readImportanceMatrix } from '../core/convert/importance-matrix.ts';
import { planConversion, type ConversionPlan } from '../core/convert/plan-conversion.ts';
import { readGguf } from '../core/gguf/read-gguf.ts';
import { findKernelLibrary } from './find-kernel-library.ts';
import { OutputFile, type OpenFile } from './output-file.ts';
import { peakMemoryBytes } from './peak-memory.ts';
import { planChunks, type Chunk } from './plan-chunks.ts';
import { SlotPool, type Slot } from './slot-pool.ts';
import { SourceFiles } from './source-files.ts';
import { WorkerPool } from './worker-pool.ts';

export interface ConversionTools {
  /** Entry of the worker threads. */
  readonly workerPath: string;
  readonly onProgress: (progress: ConversionProgress) => void;
  readonly openFile?: OpenFile;
}

const MAX_JOBS = 64;

/**
 * Reads, encodes and writes a checkpoint in one pass: rows go through a fixed number of buffers, so that reading,
 * encoding and writing overlap and memory does not grow with the model.
 * Invariant: `task.outputPath` is replaced whole or left as it was, and the temporary file does not stay.
 *
 * @throws SarviError those of `readCheckpoint`, `readImportanceMatrix`, `planConversion`, `OutputFile`; `checkpoint-changed`,
 *   `tensor-not-finite`, `kernels-unavailable`
 */
export async function convertCheckpoint(task: ConversionTask, tools: ConversionTools): Promise<ConversionSummary> {
  const startedAt = performance.now();
  tools.onProgress({ phase: 'reading', bytesDone: 0, bytesTotal: 0 });
  const checkpoint = await readCheckpoint(task.checkpointPath);
  const plan = planConversion(checkpoint, task.quantization, {
    name: task.name,
    version: task.version,
    importance: task.imatrixPath === null ? null : await readImportanceMatrix(task.imatrixPath),
  });
  const libraryPath = findKernelLibrary();
  const output = await OutputFile.create(task.temporaryPath, plan.sizeBytes, tools.openFile);
  const source = new SourceFiles(checkpoint.weights.shards);
  const jobs = Math.min(Math.max(1, Math.floor(task.jobs)), MAX_JOBS);
  const workers = new WorkerPool(tools.workerPath, libraryPath, jobs);
  try {
    await writeTensors(plan, { source, output, workers, jobs, onProgress: tools.onProgress });
    tools.onProgress({ phase: 'checking', bytesDone: plan.sizeBytes, bytesTotal: plan.sizeBytes });
    await source.requireUnchanged();
    await output.seal();
    await requireAsPlanned(task.temporaryPath, plan);
    await output.publish(task.outputPath);
  } catch (error) {
    await output.abandon();
    throw error;
  } finally {
    await Promise.all([workers.dispose(), source.close()]);
  }
  const { user, system } = process.cpuUsage();
  return {
    outputPath: task.outputPath,
    sizeBytes: plan.sizeBytes,
    tensorCount: plan.tensors.length,
    peakMemoryBytes: peakMemoryBytes(),
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - startedAt) / 1000,
  };
}

interface Line {
  readonly source: SourceFiles;
  readonly output: OutputFile;
  readonly workers: WorkerPool;
  readonly jobs: number;
  readonly onProgress: (progress: ConversionProgress) => void;
}

async function writeTensors(plan: ConversionPlan, line: Line): Promise<void> {
  let bytesDone = plan.header.length;
  const advance = (sizeBytes: number): void => {
    bytesDone += sizeBytes;
    line.onProgress({ phase: 'converting', bytesDone, bytesTotal: plan.sizeBytes });
  };
  await line.output.write(plan.header, 0);
  for (const { values, offset } of plan.tensors) {
    if (!values) continue;
    await line.output.write(new Uint8Array(values.buffer), offset);
    advance(values.byteLength);
  }

  // One buffer being encoded per worker, one being filled, one being emptied.
  const slots = new SlotPool(line.jobs * 2 + 2);
  const failures: unknown[] = [];
  const running = new Set<Promise<void>>();
  for (const chunk of chunksOf(plan)) {
    const slot = await slots.take();
    if (failures.length > 0) break;
    const work = convertChunk(chunk, slot, line)
      .then(() => advance(chunk.outputBytes))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        running.delete(work);
        slots.give(slot);
      });
    running.add(work);
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}

function* chunksOf(plan: ConversionPlan): Generator<Chunk> {
  for (const tensor of plan.tensors) yield* planChunks(tensor);
}

async function convertChunk(chunk: Chunk, slot: Slot, { source, output, workers }: Line): Promise<void> {
  const { tensor, rows, columns, reads, interleaved, outputBytes } = chunk;
  const inputBytes = reads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  slot.fit(inputBytes, outputBytes);
  let position = 0;
  for (const { offset, sizeBytes } of reads) {
    await source.read(tensor.mapped.source.shardPath, new Uint8Array(slot.input, position, sizeBytes), offset);
    position += sizeBytes;
  }
  await workers.encode({
    tensor: tensor.mapped.source.name,
    rows,
    columns,
    from: tensor.mapped.source.dtype,
    to: tensor.type,
    roundsToBf16: tensor.roundsToBf16,
    importance: tensor.importance,
    interleaved,
    input: slot.input,
    output: slot.output,
  });
  await output.write(new Uint8Array(slot.output, 0, outputBytes), chunk.outputOffset);
}

/** Reads the directory back from disk, as any reader will see it. */
async function requireAsPlanned(path: string, plan: ConversionPlan): Promise<void> {
  const file = await readGguf(path);
  const sound =
    file.sizeBytes === plan.sizeBytes &&
    file.tensors.length === plan.tensors.length &&
    file.tensors.every(({ name, type, offset }, index) => {
      const planned = plan.tensors[index];
      return planned?.name === name && planned.type === type && planned.offset === offset;
    });
  if (!sound) throw new SarviError('write-failed', { path, reason: 'what was written reads back differently' });
}
