import { app } from 'electron';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultFolders, type DataFolders } from '../data-folder.ts';

/** In the folder of the program; the portable archive for Windows has it. */
const PORTABLE_FOLDER = 'Sarvi data';

/** The folders of this run: the user's own, or one beside the program where there is one for it. */
export function desktopFolders(): DataFolders {
  const beside = join(dirname(app.getPath('exe')), PORTABLE_FOLDER);
  if (existsSync(beside)) return { data: beside, config: beside, former: beside };
  const home = app.getPath('home');
  return defaultFolders({ platform: process.platform, environment: process.env, home });
}
