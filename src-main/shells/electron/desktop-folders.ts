import { app } from 'electron';
import { dirname } from 'node:path';
import { defaultFolders, type DataFolders } from '../data-folder.ts';
import { portableFolder } from '../portable-folder.ts';

/**
 * The folders of this run: the user's own, unless Chromium's switch `--user-data-dir` names one for everything, or there
 * is one beside the program.
 *
 * @throws SarviError `portable-folder-read-only`
 */
export function desktopFolders(): DataFolders {
  if (app.commandLine.hasSwitch('user-data-dir')) return allIn(app.getPath('userData'));
  const beside = portableFolder(dirname(app.getPath('exe')));
  if (beside !== null) return allIn(beside);
  const home = app.getPath('home');
  return defaultFolders({ platform: process.platform, environment: process.env, home });
}

function allIn(folder: string): DataFolders {
  return { data: folder, config: folder, former: folder };
}
