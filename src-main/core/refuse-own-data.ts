import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { SarviError } from '#contract/errors';

/**
 * Refuses a place to write to that lies in the data folder, by whatever links it is named: an export must replace no
 * model, no settings and no history.
 *
 * @throws SarviError `path-own-data`
 */
export async function refuseOwnData(path: string, dataFolder: string): Promise<void> {
  const [folder, own] = await Promise.all([realpathOf(dirname(path)), realpathOf(dataFolder)]);
  const inside = relative(own, join(folder, basename(path)));
  if (inside === '' || (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside))) {
    throw new SarviError('path-own-data', { path });
  }
}

/** What is not there lies in none of Sarvi's folders; whoever writes there says so. */
function realpathOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
