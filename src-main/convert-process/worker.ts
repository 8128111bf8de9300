/** A thread that encodes chunks: it answers each task with null, or with the error that stopped it. */
import { parentPort, workerData } from 'node:worker_threads';
import { SarviError } from '#contract/errors';
import { ChunkEncoder, type ChunkTask } from './encode-chunk.ts';
import { loadKernels } from './kernels.ts';
import { openLaneKernels } from './open-lane-kernels.ts';

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');
const { libraryPath } = workerData as { libraryPath: string };

let encoder: ChunkEncoder | null = null;
port.on('message', (task: ChunkTask) => {
  try {
    encoder ??= new ChunkEncoder(loadKernels(libraryPath), openLaneKernels());
    encoder.encode(task);
    port.postMessage(null);
  } catch (error) {
    port.postMessage(SarviError.from(error).toReport());
  }
});
