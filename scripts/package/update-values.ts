/** What the build puts into the desktop app about updates (`src-main/shells/update-source.ts`). */
import { readPublicKey } from '../../src-main/core/updates/feed.ts';

/**
 * Reads `SARVI_UPDATE_FEED`, an `https:` address, and `SARVI_UPDATE_KEY`, its public Ed25519 key. Without both there are no
 * updates.
 *
 * @throws Error when they cannot be what updates need, since the packages could never be updated
 */
export function updateValues(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const feed = environment['SARVI_UPDATE_FEED'] ?? '';
  const key = environment['SARVI_UPDATE_KEY'] ?? '';
  if ((feed === '') !== (key === '')) throw new Error('SARVI_UPDATE_FEED and SARVI_UPDATE_KEY are given together');
  if (feed !== '') {
    const { protocol, hostname } = new URL(feed);
    const isTest = protocol === 'http:' && hostname === '127.0.0.1' && environment['CI'] === undefined;
    if (protocol !== 'https:' && !isTest) throw new Error(`the feed of updates must begin with https: ${feed}`);
    readPublicKey(key);
  }
  return { SARVI_UPDATE_FEED: JSON.stringify(feed), SARVI_UPDATE_KEY: JSON.stringify(key) };
}
