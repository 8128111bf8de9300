import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What Sarvi keeps in its data folder. Other files in it are not touched. */
const OWN = new Set([
  ...['history', 'models', 'adapters', 'states', 'logs'],
  ...[
    'config.json',
    'config.damaged.json',
    'running.json',
    'web-shell.json',
    'remote-keys.json',
    'model-places.json',
    'backends.json',
    'threads.json',
  ],
]);

/** Makes everything that this process and its children create accessible to the user only. */
export function makePrivateFiles(): void {
  process.umask(0o077);
}

/**
 * Takes all permissions of other users from existing content of the data folder. Links are not followed. What cannot be
 * changed stays as it is.
 */
export function keepPrivate(dataFolder: string): void {
  if (process.platform === 'win32') return;
  const entries = namesIn(dataFolder);
  // A folder with other files may be meant for other users.
  if (entries.every((name) => OWN.has(name))) restrict(dataFolder);
  for (const name of entries) if (OWN.has(name)) restrictAll(join(dataFolder, name));
}

function restrictAll(path: string): void {
  if (restrict(path)) for (const name of namesIn(path)) restrictAll(join(path, name));
}

/** Answers whether it is a folder. */
function restrict(path: string): boolean {
  try {
    const stats = lstatSync(path);
    if (!stats.isFile() && !stats.isDirectory()) return false;
    if ((stats.mode & 0o077) !== 0) chmodSync(path, stats.mode & 0o700);
    return stats.isDirectory();
  } catch {
    return false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
