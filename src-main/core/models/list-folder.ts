import { access, readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CallOutput } from '#contract/contract';
import { fileError } from '../file-error.ts';

type Listing = CallOutput<'app.listFolder'>;

/**
 * The folders, checkpoints, PEFT adapters and GGUF files of one folder, by name; hidden ones are left out, and so is what cannot be
 * read.
 *
 * @throws SarviError `path-missing`, `path-unreadable`
 */
export async function listFolder(path = homedir()): Promise<Listing> {
  try {
    const folder = await realpath(path);
    const entries: Listing['entries'] = [];
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const entryPath = join(folder, entry.name);
      const kind = await kindOf(entryPath, entry.name);
      if (kind) entries.push({ name: entry.name, path: entryPath, kind });
    }
    entries.sort((a, b) => a.name.localeCompare(b.name));
    const parentPath = dirname(folder);
    return { path: folder, parentPath: parentPath === folder ? null : parentPath, entries };
  } catch (error) {
    throw fileError(error, path);
  }
}

async function kindOf(path: string, name: string): Promise<Listing['entries'][number]['kind'] | null> {
  if (/\.gguf$/i.test(name)) return 'gguf';
  const isFolder = await readdir(path).then(
    () => true,
    () => false,
  );
  if (!isFolder) return null;
  const holds = (file: string): Promise<boolean> =>
    access(join(path, file)).then(
      () => true,
      () => false,
    );
  if (await holds('config.json')) return 'checkpoint';
  return (await holds('adapter_config.json')) ? 'adapter' : 'folder';
}
