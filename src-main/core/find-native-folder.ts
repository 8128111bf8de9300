import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Backend } from '#contract/backends';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';

/** The packages of node-llama-cpp by platform and architecture; those of the processor everywhere. */
const PACKAGES: Readonly<Record<Backend, Readonly<Record<string, string>>>> = {
  cpu: {
    'linux-x64': 'linux-x64',
    'linux-arm64': 'linux-arm64',
    'linux-arm': 'linux-armv7l',
    'darwin-arm64': 'mac-arm64-metal',
    'darwin-x64': 'mac-x64',
    'win32-x64': 'win-x64',
    'win32-arm64': 'win-arm64',
  },
  cuda: { 'linux-x64': 'linux-x64-cuda', 'win32-x64': 'win-x64-cuda' },
  vulkan: { 'linux-x64': 'linux-x64-vulkan', 'win32-x64': 'win-x64-vulkan' },
  metal: { 'darwin-arm64': 'mac-arm64-metal' },
};

/**
 * The folder of the native libraries that node-llama-cpp ships for one backend: the same code that the engine runs.
 *
 * @throws SarviError `kernels-unavailable`
 */
export function findNativeFolder(backend: Backend): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[backend][platform];
  if (name === undefined)
    throw new SarviError('kernels-unavailable', { reason: because('no-kernel-package', { platform }) });
  try {
    const entry = createRequire(import.meta.url).resolve(`@node-llama-cpp/${name}`);
    // Native files lie outside the archive of a packed app.
    const packageFolder = dirname(dirname(entry)).replace(/\bapp\.asar\b(?!\.unpacked)/, 'app.asar.unpacked');
    return join(packageFolder, 'bins', name);
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0] ?? '';
    throw new SarviError('kernels-unavailable', { reason }, { cause: error });
  }
}
