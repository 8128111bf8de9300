/**
 * Moves what an older Sarvi kept in another folder to where data is kept now, once. Each entry is renamed; on another
 * disk it is copied under another name, renamed, and only then removed. A move that was cut off is finished by the next
 * start, before anything reads the data.
 */
import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileError } from '../core/file-error.ts';
import { KEPT_FILES } from '../core/privacy/kept-register.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { ensureDataFolder, type DataFolders } from './data-folder.ts';

/** In the new folder, from before the first entry is moved until after the last. */
const MOVING_FILE = 'moving.json';
/** It is of the running process. */
const LOCK_FILE = 'running.json';

/**
 * @param rename - tests give one that finds two disks
 * @returns the folder to use: the former one while there is no room to move it to another disk
 * @throws SarviError `data-folder-in-use` while another process works on the former folder; `write-failed`, `disk-full`
 */
export function settleDataFolder(folders: DataFolders, rename = renameSync): string {
  const { data, config, former } = folders;
  if (data === former) return data;
  const marker = join(data, MOVING_FILE);
  const stays = (name: string): boolean => name === LOCK_FILE || (former === config && name.startsWith('config.'));
  const names = KEPT_FILES.map(({ name }) => name).filter((name) => !stays(name));
  const left = names.filter((name) => existsSync(join(former, name)));
  const hasBegun = existsSync(marker);
  if (left.length === 0) {
    rmSync(marker, { force: true });
    return data;
  }
  // Data in both is no move that was cut off: an older Sarvi was started again. Neither is touched.
  if (!hasBegun && names.some((name) => existsSync(join(data, name)))) return data;
  if (!hasBegun && !hasRoom(former, left, data)) return former;
  const lock = lockDataFolder(former);
  try {
    ensureDataFolder(data);
    writeFileSync(marker, JSON.stringify({ version: 1, from: former }), { mode: 0o600, flush: true });
    for (const name of left) moveEntry(join(former, name), join(data, name), rename);
    rmSync(marker);
    return data;
  } catch (error) {
    throw fileError(error, data);
  } finally {
    lock.release();
  }
}

function moveEntry(from: string, to: string, rename: typeof renameSync): void {
  if (existsSync(to)) {
    // The copy is whole, and the first one was not removed yet. What is no copy of it is kept under another name.
    if (isCopy(from, to)) rmSync(from, { recursive: true });
    else renameSync(from, `${from}.left-${Date.now()}`);
    return;
  }
  try {
    rename(from, to);
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
  }
  const unfinished = `${to}.moving`;
  rmSync(unfinished, { recursive: true, force: true });
  try {
    cpSync(from, unfinished, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    syncTree(unfinished);
    renameSync(unfinished, to);
    sync(dirname(to));
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
  rmSync(from, { recursive: true });
}

function hasRoom(former: string, names: readonly string[], data: string): boolean {
  let existing = data;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  if (statSync(existing).dev === statSync(former).dev) return true;
  const { bavail, bsize } = statfsSync(existing);
  return names.reduce((sum, name) => sum + sizeOf(join(former, name)), 0) < bavail * bsize;
}

function sizeOf(path: string): number {
  const found = lstatSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** Whether both have the same files, with the same sizes and times. */
function isCopy(one: string, other: string): boolean {
  const [a, b] = [lstatSync(one), lstatSync(other, { throwIfNoEntry: false })];
  if (b === undefined || a.isDirectory() !== b.isDirectory()) return false;
  if (!a.isDirectory()) return a.size === b.size && Math.abs(a.mtimeMs - b.mtimeMs) < 2000;
  const names = readdirSync(one);
  return (
    names.length === readdirSync(other).length && names.every((name) => isCopy(join(one, name), join(other, name)))
  );
}

function syncTree(path: string): void {
  const found = lstatSync(path);
  if (found.isDirectory()) for (const name of readdirSync(path)) syncTree(join(path, name));
  if (!found.isSymbolicLink()) sync(path);
}

/** Not every system can sync a folder. */
function sync(path: string): void {
  try {
    const file = openSync(path, 'r');
    fsyncSync(file);
    closeSync(file);
  } catch {
    // Windows opens no folder, and syncs no file that was opened for reading.
  }
}
