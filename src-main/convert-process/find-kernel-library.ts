import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { findNativeFolder } from '../core/find-native-folder.ts';

/**
 * Path of the ggml base library in node-llama-cpp's platform package, which its engine uses, too.
 *
 * @throws SarviError `kernels-unavailable`
 */
export function findKernelLibrary(): string {
  // The packages of the other backends contain the same base library.
  const folder = findNativeFolder('cpu');
  try {
    // The file name may carry a version.
    const file = readdirSync(folder).find((one) => /^(lib)?ggml-base\b.*\.(so|dylib|dll)$/.test(one));
    if (file === undefined) throw new Error(`no ggml-base in ${folder}`);
    return join(folder, file);
  } catch (error) {
    throw new SarviError('kernels-unavailable', { reason: (error as Error).message }, { cause: error });
  }
}
