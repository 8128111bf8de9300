import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '#contract/contract';
import type { CudaStatus } from '#contract/cuda-calls';
import { SarviError } from '#contract/errors';
import { findAppRoot } from './app-root.ts';
import { Cuda } from './cuda/cuda.ts';
import { handOver } from './cuda/handed-package.ts';
import type { Backends } from './engine/backends/backends.ts';
import type { Ports } from './ports.ts';

export interface CudaService {
  /** Tells every process that is started of the package. */
  readonly spawn: Ports['spawn'];
  readonly isInstalled: boolean;
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `cuda.${string}`>>;
  remove(): Promise<void>;
  dispose(): Promise<void>;
}

/** The CUDA package. Without an updater of the shell there is none, and nothing is ever asked. */
export async function createCuda(
  ports: Ports,
  parts: { readonly backends: () => Backends; readonly onChange: (status: CudaStatus) => void },
): Promise<CudaService> {
  const { updater } = ports;
  const onInstalled = (): Promise<void> => parts.backends().retry('cuda');
  const cuda =
    updater === undefined
      ? null
      : await Cuda.open({
          ...{ ...ports, updater, onInstalled },
          onChange: parts.onChange,
          libraries: await engineVersion(),
        });
  const required = (): Cuda => {
    if (!cuda) throw new SarviError('unsupported-in-shell');
    return cuda;
  };
  return {
    get isInstalled() {
      return cuda !== null && cuda.installed !== null;
    },
    spawn: (entryPath, options) => {
      const environment = { ...options.environment, ...handOver(cuda?.installed ?? null) };
      return ports.spawn(entryPath, { ...options, environment });
    },
    handlers: {
      'cuda.status': async () => {
        if (cuda === null) return null;
        const isOffered = cuda.installed !== null || (await parts.backends().lacksCudaPackage());
        return isOffered ? cuda.status : null;
      },
      'cuda.look': () => required().look(),
      'cuda.install': () => {
        required().install();
        return Promise.resolve(null);
      },
      'cuda.cancel': async () => {
        await required().cancel();
        return null;
      },
      'cuda.remove': () => required().remove(),
    },
    async remove() {
      await cuda?.remove();
    },
    async dispose() {
      await cuda?.cancel();
    },
  };
}

/** Of node-llama-cpp, which takes libraries of its own version only. */
async function engineVersion(): Promise<string> {
  const { dependencies } = JSON.parse(
    await readFile(join(findAppRoot(import.meta.dirname), 'package.json'), 'utf8'),
  ) as { dependencies: Record<string, string> };
  return dependencies['node-llama-cpp'] ?? '';
}
