import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';

/** The CPU packages of node-llama-cpp by platform and architecture; the others hold the same base library. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-armv7l',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

/**
 * Path of the ggml base library that node-llama-cpp's platform package ships: the same code that its engine runs.
 *
 * @throws SarviError `kernels-unavailable`
 */
export function findKernelLibrary(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (name === undefined)
    throw new SarviError('kernels-unavailable', { reason: because('no-kernel-package', { platform }) });
  try {
    const entry = createRequire(import.meta.url).resolve(`@node-llama-cpp/${name}`);
    // Native files lie outside the archive of a packed app.
    const packageFolder = dirname(dirname(entry)).replace(/\bapp\.asar\b(?!\.unpacked)/, 'app.asar.unpacked');
    const folder = join(packageFolder, 'bins', name);
    // The file name may carry a version.
    const file = readdirSync(folder).find((one) => /^(lib)?ggml-base\b.*\.(so|dylib|dll)$/.test(one));
    if (file === undefined) throw new Error(`no ggml-base in ${folder}`);
    return join(folder, file);
  } catch (error) {
    throw new SarviError(
      'kernels-unavailable',
      { reason: (error as Error).message.split('\n')[0] ?? '' },
      { cause: error },
    );
  }
}
