import { access, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { CallOutput } from '#contract/contract';
import { fileError } from '../file-error.ts';
import { pastedPath } from './pasted-path.ts';

type Listing = CallOutput<'app.listFolder'>;
type Kind = Listing['entries'][number]['kind'];

/**
 * Lists the folders, checkpoints, PEFT adapters and GGUF files of one folder by name. Hidden and unreadable entries and
 * Sarvi's own data folder are left out.
 *
 * @param path - as pasted; for a GGUF file, its folder is listed
 * @throws SarviError `path-missing`, `path-unreadable`; `path-not-a-model` for another file
 */
export async function listFolder(path: string = homedir(), dataFolder = '', home = homedir()): Promise<Listing> {
  const asked = pastedPath(path, home);
  try {
    const found = await realpath(asked);
    const isFile = (await stat(found)).isFile();
    if (isFile && !/\.gguf$/i.test(found)) throw new SarviError('path-not-a-model', { path: asked });
    const folder = isFile ? dirname(found) : found;
    const own = await realpath(dataFolder).catch(() => dataFolder);
    const entries: Listing['entries'] = [];
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const entryPath = join(folder, entry.name);
      if (entry.name.startsWith('.') || entryPath === own || folder === own) continue;
      const kind = await kindOf(entryPath, entry.name);
      if (kind) entries.push({ name: entry.name, path: entryPath, kind });
    }
    entries.sort((a, b) => a.name.localeCompare(b.name));
    const parentPath = dirname(folder);
    // The data folder has a `config.json`, which would make it look like a checkpoint.
    const kind = isFile ? 'gguf' : folder === own ? 'folder' : await kindOfFolder(folder);
    return {
      path: folder,
      parentPath: parentPath === folder ? null : parentPath,
      entries,
      ...(kind === 'folder' ? {} : { chosen: { path: found, kind } }),
      places: await placesIn(home),
    };
  } catch (error) {
    throw fileError(error, asked);
  }
}

async function kindOf(path: string, name: string): Promise<Kind | null> {
  if (/\.gguf$/i.test(name)) return 'gguf';
  const isFolder = await readdir(path).then(
    () => true,
    () => false,
  );
  return isFolder ? kindOfFolder(path) : null;
}

async function kindOfFolder(path: string): Promise<Exclude<Kind, 'gguf'>> {
  const holds = (file: string): Promise<boolean> =>
    access(join(path, file)).then(
      () => true,
      () => false,
    );
  if (await holds('config.json')) return 'checkpoint';
  return (await holds('adapter_config.json')) ? 'adapter' : 'folder';
}

/** The home folder, and the folder of downloads under the desktop's name for it (`Lataukset`). */
async function placesIn(home: string): Promise<NonNullable<Listing['places']>> {
  const named = /^XDG_DOWNLOAD_DIR="(.+)"$/m.exec(
    await readFile(join(home, '.config', 'user-dirs.dirs'), 'utf8').catch(() => ''),
  )?.[1];
  const downloads = named?.replace(/^\$HOME(?=\/|$)/, home) ?? join(home, 'Downloads');
  const isThere =
    isAbsolute(downloads) && downloads !== home && (await stat(downloads).catch(() => null))?.isDirectory();
  return [{ kind: 'home', path: home }, ...(isThere ? [{ kind: 'downloads' as const, path: downloads }] : [])];
}
