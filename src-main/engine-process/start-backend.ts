import { getLlama, getLlamaGpuTypes, LlamaLogLevel, type Llama, type LlamaGpuType } from 'node-llama-cpp';
import { because } from '#contract/reasons';
import { useCudaPackage } from './use-cuda-package.ts';

/** The last errors that llama.cpp logged. Its exceptions only say that something failed; its log says what. */
export class BackendLog {
  readonly #lines: string[] = [];

  add(line: string): void {
    this.#lines.push(line.trim());
    if (this.#lines.length > 20) this.#lines.shift();
  }

  clear(): void {
    this.#lines.length = 0;
  }

  /** The first error names the cause; later ones follow from it. */
  get cause(): string | null {
    const line = this.#lines.find((text) => text !== '');
    return line?.replace(/^(?:llama|ggml|gguf|load)\w*:\s*(?:error[^:]*:\s*)*/i, '') ?? null;
  }
}

/**
 * Loads llama.cpp with one backend, or with the best one that works; nothing is compiled or downloaded. If no backend
 * was requested, one that throws is skipped. The parent avoids a backend that ends the process.
 *
 * @param wanted - a name of `BACKENDS`; undefined for the best
 */
export async function startBackend(wanted: string | undefined, backendLog: BackendLog): Promise<Llama> {
  const open = (gpu: LlamaGpuType): Promise<Llama> =>
    getLlama({
      gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      logger: (_level, line) => backendLog.add(line),
    });
  if (wanted === 'cpu') return open(false);
  if (wanted !== undefined) {
    if (wanted === 'cuda') await useCudaPackage();
    const llama = await open(wanted as LlamaGpuType);
    if (llama.gpu !== wanted) throw new Error(because('not-for-this-system'));
    return llama;
  }
  for (const gpu of await getLlamaGpuTypes('supported')) {
    const llama = await open(gpu).catch(() => null);
    // Without a card its library may start all the same, on the processor.
    if (llama?.gpu === gpu) return llama;
    await llama?.dispose();
  }
  return open(false);
}

export function backendName(llama: Llama): string {
  switch (llama.gpu) {
    case false:
      return 'CPU';
    case 'cuda':
      return 'CUDA';
    case 'vulkan':
      return 'Vulkan';
    case 'metal':
      return 'Metal';
    default:
      return llama.gpu satisfies never;
  }
}
