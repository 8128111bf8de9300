import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { because, type Reason } from '#contract/reasons';
import type { ListedFile } from './package-list.ts';

/**
 * Whether `folder` has exactly the listed files. One file more would be enough: llama.cpp loads every library of its folder.
 *
 * @returns what is wrong; null for nothing
 */
export async function faultOfFiles(folder: string, listed: readonly ListedFile[]): Promise<Reason | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const present = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  const names = new Set(listed.map(({ name }) => name));
  const stray = present.find((name) => !names.has(name));
  if (stray !== undefined) return because('cuda-file-differs', { file: stray });
  for (const file of listed) {
    if (!(await isAsListed(join(folder, file.name), file))) return because('cuda-file-differs', { file: file.name });
  }
  return null;
}

async function isAsListed(path: string, { sizeBytes, sha256 }: ListedFile): Promise<boolean> {
  try {
    const found = await lstat(path);
    // What a link leads to can be another file a moment later.
    if (!found.isFile() || found.size !== sizeBytes) return false;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>)
      hash.update(chunk);
    return hash.digest('hex') === sha256;
  } catch {
    return false;
  }
}
