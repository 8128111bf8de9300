import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { UpdateFeed } from '#contract/updates';
import type { Ports, UpdateSource } from '../ports.ts';
import { networkReason } from '../remote/remote-failure.ts';
import { MOST_FEED_BYTES, readFeed, refused } from './feed.ts';
import { openAddress, unreachable } from './open-address.ts';

/** A few kilobytes, even over a slow connection. */
const WHOLE_MS = 60_000;

export const allowsLoopback = ({ feedUrl }: UpdateSource): boolean => feedUrl.startsWith('http:');

export const hostOf = ({ feedUrl }: UpdateSource): string => new URL(feedUrl).host;

/**
 * Asks for the feed and checks its signature.
 *
 * @returns the feed, and the text that `readFeed` reads again
 * @throws SarviError `update-unreachable`, `update-refused`, `cancelled`
 */
export async function askFeed(
  source: UpdateSource,
  proxyFor: Ports['proxyFor'],
  signal: AbortSignal,
): Promise<{ feed: UpdateFeed; text: string }> {
  const deadline = AbortSignal.timeout(WHOLE_MS);
  const { response, host } = await openAddress({
    address: source.feedUrl,
    allowsLoopback: allowsLoopback(source),
    signal: AbortSignal.any([signal, deadline]),
    proxyFor,
  }).catch((error: unknown) => {
    throw deadline.aborted && !signal.aborted ? tooSlow(hostOf(source)) : error;
  });
  const { statusCode = 0, headers } = response;
  try {
    if (statusCode !== 200) throw unreachable(host, because('server-answers-status', { status: statusCode }));
    if (Number(headers['content-length'] ?? 0) > MOST_FEED_BYTES) throw refused(because('feed-too-large'));
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_FEED_BYTES) throw refused(because('feed-too-large'));
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    return { feed: readFeed(text, source.publicKey), text };
  } catch (error) {
    if (signal.aborted) throw new SarviError('cancelled');
    if (deadline.aborted) throw tooSlow(host);
    throw error instanceof SarviError ? error : unreachable(host, networkReason(error));
  } finally {
    response.destroy();
  }
}

function tooSlow(host: string): SarviError {
  return unreachable(host, because('connecting-took-too-long', { seconds: WHOLE_MS / 1000 }));
}
