/**
 * llama.cpp's libraries with the code for one kind of processor alone. Left to itself it takes the best code for the
 * processor it runs on, and sums in another order there, so figures that were recorded on one machine differ in the fourth
 * digit on another.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Child, ChildOptions } from '../../src-main/core/ports.ts';
import { handOver, libraryFolderOf } from '../../src-main/core/cuda/handed-package.ts';
import { findNativeFolder } from '../../src-main/core/find-native-folder.ts';
import { forkChild } from '../../src-main/shells/fork-child.ts';
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
  const folder = await temporaryFolder();
  const handed = { folder, libraries: '', files: [] };
  const [from, to] = [findNativeFolder('cpu'), libraryFolderOf(handed)];
  await mkdir(to);
  const names = (await readdir(from)).filter((name) => !name.startsWith('libggml-cpu-') || /haswell/.test(name));
  const files = await Promise.all(
    names.map(async (name) => {
      await copyFile(join(from, name), join(to, name));
      const bytes = await readFile(join(to, name));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { name: `linux-x64-cuda/${name}`, sizeBytes: bytes.length, sha256 };
    }),
  );
  const environment = handOver({ ...handed, files });
  return (entryPath, options) =>
    forkChild(entryPath, { ...options, environment: { ...options.environment, ...environment } });
}
