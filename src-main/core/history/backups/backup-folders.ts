/**
 * Every folder in which backups were ever made, each with a mark that tells it from an empty folder of the same name. A
 * disk that is not mounted leaves such a folder, and a backup made there would be on the very disk that it should
 * survive.
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SarviError } from '#contract/errors';
import { historyPaths } from '../history-paths.ts';

interface KnownFolder {
  readonly path: string;
  /** The content of the mark in the folder. */
  readonly mark: string;
  /** Number of the disk at that time. Systems may give the same disk another number, so it alone proves nothing. */
  readonly disk: number;
}

/** The file that marks other folders of backups than the history's own. */
export const MARK_NAME = '.sarvi-backups.json';

/** The history's own folder for backups and all others that were ever used. */
export function knownBackupFolders(historyFolder: string): string[] {
  return [historyPaths(historyFolder).backups, ...read(historyFolder).map(({ path }) => path)];
}

/**
 * Creates the folder, if it is missing, and remembers it.
 *
 * @throws SarviError `path-missing` for a folder that was used before and is on a disk that is away; system errors
 */
export function useBackupFolder(historyFolder: string, path: string): void {
  if (path === historyPaths(historyFolder).backups) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return;
  }
  const folders = read(historyFolder);
  const known = folders.find((folder) => folder.path === path);
  const present = markIn(path);
  if (known !== undefined && present !== known.mark && diskOf(path) !== known.disk) {
    throw new SarviError('path-missing', { path });
  }
  if (known !== undefined && present === known.mark && diskOf(path) === known.disk) return;
  if (!existsSync(path)) mkdirSync(path, { recursive: true, mode: 0o700 });
  const mark = present ?? randomUUID();
  if (present === null) writeFileSync(join(path, MARK_NAME), JSON.stringify({ mark }), { mode: 0o600 });
  write(historyFolder, [...folders.filter((folder) => folder.path !== path), { path, mark, disk: diskOf(path) }]);
}

/** Forgets the folders that have no files of Sarvi any more, except those in `kept`. */
export function forgetBackupFolders(historyFolder: string, kept: readonly string[]): void {
  for (const { path } of read(historyFolder)) {
    if (!kept.includes(path)) rmSync(join(path, MARK_NAME), { force: true });
  }
  write(
    historyFolder,
    read(historyFolder).filter(({ path }) => kept.includes(path)),
  );
}

/** Whether a known folder can be read now. */
export function isBackupFolderThere(historyFolder: string, path: string): boolean {
  const known = read(historyFolder).find((folder) => folder.path === path);
  return known === undefined || markIn(path) === known.mark || diskOf(path) === known.disk;
}

function read(historyFolder: string): KnownFolder[] {
  try {
    const folders: unknown = JSON.parse(readFileSync(historyPaths(historyFolder).folders, 'utf8'));
    return Array.isArray(folders) ? folders.filter(isKnownFolder) : [];
  } catch {
    return [];
  }
}

function isKnownFolder(value: unknown): value is KnownFolder {
  const { path, mark, disk } = (value ?? {}) as Partial<KnownFolder>;
  return typeof path === 'string' && typeof mark === 'string' && typeof disk === 'number';
}

function write(historyFolder: string, folders: readonly KnownFolder[]): void {
  const { folders: path } = historyPaths(historyFolder);
  if (folders.length === 0) rmSync(path, { force: true });
  else {
    writeFileSync(path, JSON.stringify(folders), { mode: 0o600 });
    chmodSync(path, 0o600);
  }
}

function markIn(path: string): string | null {
  try {
    const { mark } = JSON.parse(readFileSync(join(path, MARK_NAME), 'utf8')) as { mark?: unknown };
    return typeof mark === 'string' ? mark : null;
  } catch {
    return null;
  }
}

/** The disk of the folder, or of the nearest existing folder above it. */
function diskOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.dev ?? (dirname(path) === path ? 0 : diskOf(dirname(path)));
}
