import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { because } from '#contract/reasons';
import { fileOnDisk, type ByteFile } from './byte-file.ts';

/** What is not read, and why. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** Deeper than the folders of conversations that people make. */
const MOST_LEVELS = 8;
const MOST_FILES = 100_000;
/** What systems leave in folders and archives of their own accord. */
const LITTER = /^(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|__MACOSX)$/;

export function isLitter(name: string): boolean {
  return name.split(/[\\/]/).some((step) => LITTER.test(step));
}

/** Every file below a folder, with its path, in the order of their names. @throws system errors of the folder itself */
export async function walkFiles(
  root: string,
): Promise<{ files: { path: string; file: ByteFile }[]; leftOut: LeftOut[] }> {
  const files: { path: string; file: ByteFile }[] = [];
  const leftOut: LeftOut[] = [];
  const walk = async (folder: string, name: string, level: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (isLitter(entry.name)) continue;
      const path = join(folder, entry.name);
      const inner = name === '' ? entry.name : `${name}/${entry.name}`;
      if (files.length >= MOST_FILES) {
        leftOut.push({ name: inner, reason: because('more-files-than', { most: MOST_FILES }) });
        return;
      }
      if (entry.isDirectory()) {
        if (level >= MOST_LEVELS) leftOut.push({ name: inner, reason: because('folder-too-deep') });
        else
          await walk(path, inner, level + 1).catch(() =>
            leftOut.push({ name: inner, reason: because('cannot-be-read') }),
          );
      } else if (!entry.isFile()) leftOut.push({ name: inner, reason: because('not-a-file') });
      else {
        const found = await lstat(path).catch(() => null);
        files.push({ path, file: fileOnDisk(path, inner, found?.size ?? 0) });
      }
    }
  };
  await walk(root, '', 0);
  return { files, leftOut };
}
