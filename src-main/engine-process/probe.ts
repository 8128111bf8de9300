import { getLlama, LlamaLogLevel, NoBinaryFoundError } from 'node-llama-cpp';
import type { Backend } from '#contract/backends';
import { because } from '#contract/reasons';
import type { ParentChannel } from '../core/child-channel.ts';
import type { Finding } from '../core/engine/backends/probe-backend.ts';

/** Starts one backend, asks its cards for their memory, and says so. The parent ends this process. */
export async function probe(backend: Backend, channel: ParentChannel): Promise<void> {
  // Keeps the process there until it is ended: its exit would be taken for a crash.
  channel.onMessage(() => undefined);
  channel.send(await find(backend));
}

async function find(backend: Backend): Promise<Finding> {
  const gpu = backend === 'cpu' ? false : backend;
  try {
    const llama = await getLlama({
      gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.disabled,
    });
    // Asked for one that is not for this system, the library starts another.
    if (llama.gpu !== gpu) return { state: 'unavailable', reason: because('not-for-this-system') };
    const devices = await llama.getGpuDeviceNames();
    const { total, free } = await llama.getVramState();
    if (gpu !== false && total === 0) return { state: 'unavailable', reason: NO_CARD };
    return { state: 'works', devices, totalBytes: total, freeBytes: free };
  } catch (error) {
    if (error instanceof NoBinaryFoundError) return { state: 'unavailable', reason: NO_CARD };
    return { state: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
  }
}

const NO_CARD = because('no-graphics-card');
