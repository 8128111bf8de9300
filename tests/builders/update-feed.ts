/** A signed feed of updates, with keys of the test's own. */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { UpdateFeed } from '#contract/updates';
import { SIGNED_PREFIX } from '../../src-main/core/updates/feed.ts';

export interface FeedKeys {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function feedKeys(): FeedKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), privateKey };
}

export function signFeed(feed: unknown, { privateKey }: Pick<FeedKeys, 'privateKey'>): string {
  const text = JSON.stringify(feed);
  const signature = sign(null, Buffer.from(SIGNED_PREFIX + text), privateKey).toString('base64');
  return JSON.stringify({ feed: text, signature });
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A release with one file for this system. */
export function feedOf(change: Partial<UpdateFeed> = {}): UpdateFeed {
  const bytes = Buffer.from('new');
  return {
    form: 1,
    version: '9.1.0',
    released: '2030-01-02',
    notes: { fi: 'Uutta', en: 'News' },
    folder: 'https://example.invalid/v9.1.0/',
    files: [
      {
        name: 'Sarvi-9.1.0-linux-x86_64.AppImage',
        sizeBytes: bytes.length,
        sha256: sha256Of(bytes),
        kind: 'appimage',
        platform: 'linux',
        arch: 'x64',
      },
    ],
    ...change,
  };
}
