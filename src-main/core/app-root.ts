import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of package.json above `folder`: the project's, or the packed app's.
 *
 * @throws Error when there is none, because files of the app are missing
 */
export function findAppRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
  return findAppRoot(parent);
}
