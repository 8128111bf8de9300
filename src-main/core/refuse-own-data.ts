import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { SarviError } from '#contract/errors';

/**
 * Refuses to write into the data folder, through whatever links: an export must not replace models, settings or the
 * history.
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

/** A missing path is in none of Sarvi's folders; the writer reports it. */
function realpathOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
