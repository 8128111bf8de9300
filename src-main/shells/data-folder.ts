import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { fileError } from '../core/file-error.ts';
import { keepPrivate } from './keep-private.ts';

/** What decides about the place of a user's data; tests pass in their own. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Electron names its `userData` folder after the app's product name. */
const FOLDER_NAME = 'Sarvi';

/**
 * The folder that Electron calls `userData` for Sarvi, so that every shell works on the same conversations and models.
 *
 * @see https://www.electronjs.org/docs/latest/api/app#appgetpathname
 */
export function defaultDataFolder(
  { platform, environment, home }: Surroundings = {
    platform: process.platform,
    environment: process.env,
    home: homedir(),
  },
): string {
  switch (platform) {
    case 'win32':
      return join(environment['APPDATA'] || join(home, 'AppData', 'Roaming'), FOLDER_NAME);
    case 'darwin':
      return join(home, 'Library', 'Application Support', FOLDER_NAME);
    default:
      return join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), FOLDER_NAME);
  }
}

/**
 * Creates the folder, readable only by its owner, and takes others' permissions from what is in it.
 *
 * @throws SarviError `write-failed`, `disk-full`, `path-unreadable`
 */
export function ensureDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const found = fileError(error, path);
    throw found.code === 'path-missing' ? new SarviError('write-failed', { path, reason: 'ENOTDIR' }) : found;
  }
  keepPrivate(path);
}
