import { app } from 'electron';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultFolders, type DataFolders } from '../data-folder.ts';

/** In the folder of the program; the portable archive for Windows has it. */
const PORTABLE_FOLDER = 'Sarvi data';

/**
 * The folders of this run: the user's own, unless Chromium's switch `--user-data-dir` names one for everything, or there
 * is one beside the program.
 */
export function desktopFolders(): DataFolders {
  if (app.commandLine.hasSwitch('user-data-dir')) return allIn(app.getPath('userData'));
  const beside = join(dirname(app.getPath('exe')), PORTABLE_FOLDER);
  if (existsSync(beside)) return allIn(beside);
  const home = app.getPath('home');
  return defaultFolders({ platform: process.platform, environment: process.env, home });
}

function allIn(folder: string): DataFolders {
  return { data: folder, config: folder, former: folder };
}
