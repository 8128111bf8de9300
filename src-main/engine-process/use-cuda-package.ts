/**
 * Has node-llama-cpp find the CUDA package. The library imports its binaries as npm packages and takes no path to them, so
 * a hook answers these imports. No script of the package is run.
 *
 * @see node-llama-cpp dist/bindings/utils/compileLLamaCpp.js
 */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { takePackage, type HandedPackage } from '../core/cuda/handed-package.ts';
import { findNativeFolder } from '../core/find-native-folder.ts';

const IMPORTED = /^@node-llama-cpp\/(?:linux|win)-x64-cuda$/;
let isUsed = false;

/** Call it before CUDA is started. @throws Error with a reason for one that was changed */
export async function useCudaPackage(): Promise<void> {
  const handed = isUsed ? null : await takePackage();
  if (handed === null) return;
  isUsed = true;
  const url = `data:text/javascript,${encodeURIComponent(moduleOf(handed))}`;
  registerHooks({
    resolve: (specifier, context, next) =>
      IMPORTED.test(specifier) ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
  });
}

/** Whether the package was downloaded, or npm has installed the same libraries, as beside the source. */
export function hasCudaLibraries(): boolean {
  if (isUsed) return true;
  try {
    return existsSync(findNativeFolder('cuda'));
  } catch {
    return false;
  }
}

/** As the index of one of node-llama-cpp's packages. */
function moduleOf({ folder, libraries }: HandedPackage): string {
  const answer = JSON.stringify({ binsDir: folder, packageVersion: libraries });
  return `export const getBinsDir = () => (${answer});`;
}
