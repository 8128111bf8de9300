import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What Sarvi keeps in its data folder. Another's files, which may lie there too, are left alone. */
const OWN = new Set([
  ...['history', 'models', 'adapters', 'states', 'logs'],
  ...['config.json', 'config.damaged.json', 'running.json', 'web-shell.json', 'backends.json', 'threads.json'],
]);

/** Whatever this process and its children make from now on is for the user alone. */
export function makePrivateFiles(): void {
  process.umask(0o077);
}

/**
 * Takes all rights from other users for what lies in the data folder already, as made by an older Sarvi or copied there.
 * Links are not followed. What cannot be changed stays as it is.
 */
export function keepPrivate(dataFolder: string): void {
  if (process.platform === 'win32') return;
  const entries = namesIn(dataFolder);
  // A folder that holds other things too may be meant for others.
  if (entries.every((name) => OWN.has(name))) restrict(dataFolder);
  for (const name of entries) if (OWN.has(name)) restrictAll(join(dataFolder, name));
}

function restrictAll(path: string): void {
  if (restrict(path)) for (const name of namesIn(path)) restrictAll(join(path, name));
}

/** Whether it is a folder. */
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
