import { getLlama, getLlamaGpuTypes, LlamaLogLevel, NoBinaryFoundError } from 'node-llama-cpp';
import type { Backend } from '#contract/backends';
import { because } from '#contract/reasons';
import type { ParentChannel } from '../core/child-channel.ts';
import type { Finding } from '../core/engine/backends/probe-backend.ts';
import { hasCudaLibraries, useCudaPackage } from './use-cuda-package.ts';

/** Starts one backend, reads the free memory of its cards, and reports both. The parent ends this process. */
export async function probe(backend: Backend, channel: ParentChannel): Promise<void> {
  // Keeps the process alive until the parent ends it; an exit would count as a crash.
  channel.onMessage(() => undefined);
  channel.send(await find(backend));
}

async function find(backend: Backend): Promise<Finding> {
  const gpu = backend === 'cpu' ? false : backend;
  try {
    if (backend === 'cuda') await useCudaPackage();
    const llama = await getLlama({
      gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.disabled,
    });
    if (llama.gpu !== gpu) {
      // For a backend of another system the library starts another one; without a card, the processor's.
      const isOfSystem = (await getLlamaGpuTypes('allValid')).includes(gpu);
      return { state: 'unavailable', reason: isOfSystem ? NO_CARD : because('not-for-this-system') };
    }
    const devices = await llama.getGpuDeviceNames();
    const { total, free } = await llama.getVramState();
    if (gpu !== false && total === 0) return { state: 'unavailable', reason: NO_CARD };
    return { state: 'works', devices, totalBytes: total, freeBytes: free };
  } catch (error) {
    if (error instanceof NoBinaryFoundError) return { state: 'unavailable', reason: await whyNoBinary(backend) };
    return { state: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A packed app has no libraries for CUDA. Where the card and its runtime are, they are what is missing. */
async function whyNoBinary(backend: Backend): Promise<string> {
  if (backend !== 'cuda' || hasCudaLibraries()) return NO_CARD;
  return (await getLlamaGpuTypes('supported')).includes('cuda') ? because('cuda-package-missing') : NO_CARD;
}

const NO_CARD = because('no-graphics-card');
