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

export interface DataFolders {
  /** Conversations, models and everything else that is large or of this machine. */
  readonly data: string;
  /** Has `config.json`. */
  readonly config: string;
  /** Where an older Sarvi kept all of it: what Electron calls `userData`. */
  readonly former: string;
}

/** Electron names its `userData` folder after the app's product name. */
const FOLDER_NAME = 'Sarvi';

/**
 * The folders of a user, the same in every shell. On Windows they are not in the roaming profile, which is copied over
 * the network at every sign-in; on Linux data is not in the folder for settings.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function defaultFolders(
  { platform, environment, home }: Surroundings = {
    platform: process.platform,
    environment: process.env,
    home: homedir(),
  },
): DataFolders {
  switch (platform) {
    case 'win32': {
      const data = join(environment['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), FOLDER_NAME);
      const former = join(environment['APPDATA'] || join(home, 'AppData', 'Roaming'), FOLDER_NAME);
      return { data, config: data, former };
    }
    case 'darwin': {
      const data = join(home, 'Library', 'Application Support', FOLDER_NAME);
      return { data, config: data, former: data };
    }
    default: {
      const config = join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), FOLDER_NAME);
      const data = join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), FOLDER_NAME);
      return { data, config, former: config };
    }
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
