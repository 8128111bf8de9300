import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';

/** Beside the program; the archive for Windows has it (`scripts/package/portable-zip.mjs`). */
const NAME = 'Sarvi data';
/** A full disk is no reason to stay out: what is there can be read, and deleted. */
const BARS = new Set(['EACCES', 'EPERM', 'EROFS']);

/**
 * The folder in which a portable copy keeps everything; null where there is none.
 *
 * @throws SarviError `portable-folder-read-only`: the user's own folders are no way out, since whoever carries Sarvi on a
 *   stick wants to leave nothing on the computer
 */
export function portableFolder(programFolder: string): string | null {
  const folder = join(programFolder, NAME);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return null;
  const trial = join(folder, `.sarvi-${process.pid}`);
  try {
    closeSync(openSync(trial, 'wx', 0o600));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (BARS.has(code)) throw new SarviError('portable-folder-read-only', { path: folder }, { cause: error });
  }
  rmSync(trial, { force: true });
  return folder;
}
