/** Libraries that are handed to a child as the CUDA package is. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryFolderOf, type HandedPackage } from '../../src-main/core/cuda/handed-package.ts';
import { sha256Of } from './update-feed.ts';

/** Copies what is `wanted` from one of node-llama-cpp's folders into a package in `folder`, with its digests. */
export function copyLibraries(
  from: string,
  folder: string,
  { libraries = '', wanted = () => true }: { libraries?: string; wanted?: (name: string) => boolean } = {},
): HandedPackage {
  const to = libraryFolderOf({ folder, libraries, files: [] });
  const names = readdirSync(from).filter(wanted);
  for (const name of names) cpSync(join(from, name), join(to, name));
  const files = names.map((name) => {
    const bytes = readFileSync(join(to, name));
    return { name: `linux-x64-cuda/${name}`, sizeBytes: bytes.length, sha256: sha256Of(bytes) };
  });
  return { folder, libraries, files };
}
