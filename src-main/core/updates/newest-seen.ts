/**
 * The newest version that a signed feed has named on this computer. Signatures have no end date, so whoever answers in the
 * server's place could serve an old feed for ever, to keep a newer version back or to bring an older package. What was
 * seen once is never gone back behind.
 */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { because } from '#contract/reasons';
import { Version, type UpdateFeed } from '#contract/updates';
import { parseOrNull } from '../parse-or-null.ts';
import { writeFileWhole } from '../write-file-whole.ts';
import { compareVersions } from './compare-versions.ts';
import { refused } from './feed.ts';
import { KeptUpdate } from './kept-update.ts';

const Seen = v.object({ newest: Version });

/**
 * Call it with each feed that comes over the network.
 *
 * @throws SarviError `update-refused` for one that is older than another one was; `write-failed`, `disk-full`
 */
export async function requireNewest({ version }: Pick<UpdateFeed, 'version'>, dataFolder: string): Promise<void> {
  const kept = new KeptUpdate(dataFolder);
  const seen = await newestSeen(kept.newestPath);
  const order = seen === null ? 1 : compareVersions(version, seen);
  if (order < 0) throw refused(because('feed-older', { version, newest: seen ?? '' }));
  if (order === 0) return;
  await kept.makeFolder();
  await writeFileWhole(kept.newestPath, JSON.stringify({ newest: version }));
}

async function newestSeen(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const seen = v.safeParse(Seen, parseOrNull(text));
  return seen.success ? seen.output.newest : null;
}
