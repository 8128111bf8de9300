/**
 * How main tells its children of the CUDA package: where it is, and what its files must be. A child looks at every byte
 * before it loads one of them.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { ListedFile } from './package-list.ts';
import { faultOfFiles } from './verify-files.ts';

/** Main sets it for every child: to nothing where there is no package. */
const VARIABLE = 'SARVI_CUDA_PACKAGE';

const HandedPackage = v.object({ folder: v.string(), libraries: v.string(), files: v.array(ListedFile) });
export type HandedPackage = v.InferOutput<typeof HandedPackage>;

export function handOver(handed: HandedPackage | null): Readonly<Record<string, string>> {
  return { [VARIABLE]: handed === null ? '' : JSON.stringify(handed) };
}

/**
 * In a child: the package, found unchanged; null without one.
 *
 * @throws Error with a reason when a file is not the one that was signed
 */
export async function takePackage(environment: NodeJS.ProcessEnv = process.env): Promise<HandedPackage | null> {
  const given = environment[VARIABLE] ?? '';
  if (given === '') return null;
  const handed = v.parse(HandedPackage, JSON.parse(given));
  const fault = await faultOfFiles(handed.folder, handed.files);
  if (fault !== null) throw new Error(fault);
  return handed;
}

/** Where the libraries are, as `findNativeFolder` says it of node-llama-cpp's own packages. */
export function libraryFolderOf({ folder }: HandedPackage): string {
  return join(folder, process.platform === 'win32' ? 'win-x64-cuda' : 'linux-x64-cuda');
}
