/**
 * llama.cpp's libraries with the code for one kind of processor alone. Left to itself it takes the best code for the
 * processor it runs on, and sums in another order there, so figures that were recorded on one machine differ in the fourth
 * digit on another.
 */
import { readFile } from 'node:fs/promises';
import type { Child, ChildOptions } from '../../src-main/core/ports.ts';
import { handOver } from '../../src-main/core/cuda/handed-package.ts';
import { findNativeFolder } from '../../src-main/core/find-native-folder.ts';
import { forkChild } from '../../src-main/shells/fork-child.ts';
import { copyLibraries } from './handed-libraries.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What the code for Intel's Haswell (2013) asks of a processor; `npm run reference:perplexity` builds for the same. */
const NEEDED = ['avx2', 'fma', 'f16c', 'bmi2'];

export async function hasOneProcessor(): Promise<boolean> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  const flags = new Set(
    /^flags\s*:(.*)$/m
      .exec(await readFile('/proc/cpuinfo', 'utf8'))?.[1]
      ?.trim()
      .split(' '),
  );
  return NEEDED.every((flag) => flags.has(flag));
}

/** Starts children that take these libraries for the CUDA package's: the only ones that a child is handed. */
export async function forkWithOneProcessor(): Promise<(entryPath: string, options: ChildOptions) => Child> {
  const wanted = (name: string): boolean => !name.startsWith('libggml-cpu-') || name.includes('haswell');
  const environment = handOver(copyLibraries(findNativeFolder('cpu'), await temporaryFolder(), { wanted }));
  return (entryPath, options) =>
    forkChild(entryPath, { ...options, environment: { ...options.environment, ...environment } });
}
