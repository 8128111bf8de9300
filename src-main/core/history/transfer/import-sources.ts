import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileError } from '../../file-error.ts';
import { isJanFile } from './jan-thread.ts';

/** One file to read. */
export interface ImportSource {
  readonly path: string;
  /** Within the folder that was asked for; null when it was this file. */
  readonly name: string | null;
  readonly sizeBytes: number;
  /** Whether it belongs to a Jan thread, which is two files. */
  readonly isJan: boolean;
}

/** Deeper than the folders of conversations that people make. */
const MOST_LEVELS = 6;
const MOST_FILES = 100_000;

/**
 * The files of conversations at a path: itself, or in a folder those of LM Studio (`*.conversation.json`) and Jan
 * (`thread.json`), which keep each conversation in a file of its own.
 *
 * @throws SarviError `path-missing`, `path-unreadable`
 */
export async function importSources(path: string): Promise<ImportSource[]> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) {
      return [{ path, name: null, sizeBytes: found.size, isJan: await isJanFile(path) }];
    }
    const sources: ImportSource[] = [];
    await collect(path, path, 0, sources);
    return sources;
  } catch (error) {
    throw fileError(error, path);
  }
}

async function collect(root: string, folder: string, level: number, sources: ImportSource[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && level < MOST_LEVELS) await collect(root, path, level + 1, sources);
    const isJan = entry.name === 'thread.json';
    if (!entry.isFile() || !(isJan || entry.name.endsWith('.conversation.json')) || sources.length >= MOST_FILES)
      continue;
    sources.push({ path, name: relative(root, path), sizeBytes: (await stat(path)).size, isJan });
  }
}
