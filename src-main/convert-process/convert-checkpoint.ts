import {
  MOST_JOBS,
  type ConversionProgress,
  type ConversionSummary,
  type ConversionTask,
} from '../core/convert/conversion-protocol.ts';
import type { ConversionPlan } from '../core/convert/plan-conversion.ts';
import { combineDigests, withChecksum } from '../core/gguf/checksum.ts';
import { findKernelLibrary } from './find-kernel-library.ts';
import type { OpenFile } from './output-file.ts';
import { peakMemoryBytes } from './peak-memory.ts';
import { planChunks, type Chunk } from './plan-chunks.ts';
import { planTask } from './plan-task.ts';
import { requireAsPlanned } from './require-as-planned.ts';
import { ChunkBufferPool, type ChunkBuffers } from './chunk-buffer-pool.ts';
import { SourceFiles } from './source-files.ts';
import { TensorDigests, type ChunkDigest } from './tensor-digests.ts';
import { UnfinishedOutput } from './unfinished-output.ts';
import { WorkerPool } from './worker-pool.ts';

export interface ConversionTools {
  /** Entry file of the worker threads. */
  readonly workerPath: string;
  readonly onProgress: (progress: ConversionProgress) => void;
  readonly openFile?: OpenFile;
}

/**
 * Reads, encodes and writes a model in one pass: rows go through a fixed number of buffers, so that reading, encoding
 * and writing overlap and memory does not grow with the model. What an interrupted run of the same plan has written is
 * read back and kept.
 * Invariant: `task.outputPath` is replaced whole or left as it was; a failure leaves nothing else. A process that is
 * killed, and a full disk in a pass that goes on or keeps its journal, leave what the next run can go on from.
 *
 * @throws SarviError those of `planTask`, `UnfinishedOutput`; `checkpoint-changed`,
 *   `tensor-not-finite`, `kernels-unavailable`
 */
export async function convertCheckpoint(task: ConversionTask, tools: ConversionTools): Promise<ConversionSummary> {
  const startedAt = performance.now();
  tools.onProgress({ phase: 'reading', bytesDone: 0, bytesTotal: 0, resumedBytes: 0 });
  const { plan, files, head } = await planTask(task);
  const libraryPath = findKernelLibrary();
  const output = await UnfinishedOutput.open(task, head, plan.sizeBytes, tools.openFile);
  const source = new SourceFiles(files);
  const jobs = Math.min(Math.max(1, Math.floor(task.jobs)), MOST_JOBS);
  const workers = plan.tensors.some(({ mapped }) => mapped)
    ? new WorkerPool(tools.workerPath, libraryPath, jobs)
    : null;
  const pipeline = { source, output, workers, jobs, digests: new TensorDigests(), onProgress: tools.onProgress };
  try {
    const resumedBytes = await writeTensors(plan, pipeline);
    tools.onProgress({ phase: 'checking', bytesDone: plan.sizeBytes, bytesTotal: plan.sizeBytes, resumedBytes });
    await source.requireUnchanged();
    const checksum = combineDigests(plan.header, pipeline.digests.digests(plan.tensors));
    const isCopy = task.quantization === null && files.length === 1;
    const header = isCopy ? plan.header : withChecksum(plan.header, checksum);
    await output.write(header, 0);
    await output.seal();
    await requireAsPlanned(task.temporaryPath, plan, header);
    await output.publish();
    const { user, system } = process.cpuUsage();
    return {
      outputPath: task.outputPath,
      sizeBytes: plan.sizeBytes,
      tensorCount: plan.tensors.length,
      checksum,
      resumedBytes,
      readBytes: source.readBytes,
      peakMemoryBytes: peakMemoryBytes(),
      cpuSeconds: (user + system) / 1e6,
      wallSeconds: (performance.now() - startedAt) / 1000,
    };
  } catch (error) {
    await output.abandon(error);
    throw error;
  } finally {
    await Promise.all([workers?.dispose(), source.close()]);
  }
}

interface Pipeline {
  readonly source: SourceFiles;
  readonly output: UnfinishedOutput;
  readonly workers: WorkerPool | null;
  readonly jobs: number;
  readonly digests: TensorDigests;
  readonly onProgress: (progress: ConversionProgress) => void;
}

/** Answers how many bytes an earlier run had written. */
async function writeTensors(plan: ConversionPlan, pipeline: Pipeline): Promise<number> {
  let bytesDone = plan.header.length;
  let resumedBytes = 0;
  const advance = (sizeBytes: number): void => {
    bytesDone += sizeBytes;
    pipeline.onProgress({ phase: 'converting', bytesDone, bytesTotal: plan.sizeBytes, resumedBytes });
  };
  for (const { name, values, offset } of plan.tensors) {
    if (!values) continue;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    pipeline.digests.add(name, bytes);
    await pipeline.output.write(bytes, offset);
    advance(values.byteLength);
  }

  // Per worker, one chunk being encoded, one waiting for it and one waiting for earlier chunks; one being read, one
  // being written.
  const pool = new ChunkBufferPool(pipeline.jobs * 3 + 2);
  const failures: unknown[] = [];
  const running = new Set<Promise<void>>();
  for (const chunk of chunksOf(plan)) {
    const buffers = await pool.take();
    if (failures.length > 0) break;
    const digest = pipeline.digests.begin(chunk.tensor.name);
    const work = convertChunk(chunk, buffers, digest, pipeline)
      .then((wasThere) => {
        if (wasThere) resumedBytes += chunk.outputBytes;
        advance(chunk.outputBytes);
      })
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        digest.pass();
        running.delete(work);
        pool.give(buffers);
      });
    running.add(work);
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  return resumedBytes;
}

function* chunksOf(plan: ConversionPlan): Generator<Chunk> {
  for (const tensor of plan.tensors) yield* planChunks(tensor);
}

/** Answers whether an earlier run had written it. */
async function convertChunk(
  chunk: Chunk,
  buffers: ChunkBuffers,
  digest: ChunkDigest,
  pipeline: Pipeline,
): Promise<boolean> {
  const { tensor, reads, encoding, outputOffset: offset, outputBytes: sizeBytes } = chunk;
  const rows = { tensor: tensor.name, offset, sizeBytes };
  buffers.fit(encoding ? reads.reduce((sum, read) => sum + read.sizeBytes, 0) : 0, sizeBytes);
  const bytes = new Uint8Array(buffers.output, 0, sizeBytes);
  const wasThere = await pipeline.output.readEarlier(rows, bytes);
  if (!wasThere) {
    let position = 0;
    for (const read of reads) {
      const target = new Uint8Array(encoding ? buffers.input : buffers.output, position, read.sizeBytes);
      await pipeline.source.read(chunk.sourcePath, target, read.offset);
      position += read.sizeBytes;
    }
    if (encoding) {
      const { mapped, ...shape } = encoding;
      await pipeline.workers?.encode({
        ...shape,
        tensor: mapped.source.name,
        from: mapped.source.dtype,
        to: tensor.type,
        roundsTo: tensor.roundsTo,
        importance: tensor.importance,
        input: buffers.input,
        output: buffers.output,
      });
    }
    await pipeline.output.writeRows(rows, bytes);
  }
  await digest.add(bytes);
  return wasThere;
}
