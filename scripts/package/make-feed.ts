/** The signed feed of a release, from the folder with its files. */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { createReadStream, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FeedFile, UpdateFeed } from '../../src-main/contract/updates.ts';
import { allBlocks, encodeBlocks } from '../../src-main/core/updates/cut-blocks.ts';
import { readFeed, SIGNED_PREFIX } from '../../src-main/core/updates/feed.ts';
import { factsOfFile } from './feed-files.ts';

export interface FeedOptions {
  readonly version: string;
  /** Where its files can be downloaded; ends in `/`. */
  readonly address: string;
  /** `2026-11-30`. */
  readonly released: string;
  readonly notes: UpdateFeed['notes'];
  /** Ed25519 in PEM form. */
  readonly privateKey: string;
  /** What the packages of this release trust; without it nothing is compared. */
  readonly publicKey?: string | undefined;
}

/** @throws Error for a file that is not known, or a key that the packages would not trust */
export async function makeFeed(folder: string, options: FeedOptions): Promise<string> {
  const { version, address, released, notes } = options;
  const key = createPrivateKey(options.privateKey);
  const own = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
  if (options.publicKey !== undefined && options.publicKey !== own) {
    throw new Error('the private key does not belong to the public key in the packages');
  }
  const files: FeedFile[] = [];
  for (const name of readdirSync(folder).sort()) {
    const facts = factsOfFile(name, version);
    if (facts === null) continue;
    const path = join(folder, name);
    const blocks = facts.kind === 'appimage' ? await listBlocks(path) : undefined;
    files.push({ ...(await measure(path)), ...facts, ...(blocks === undefined ? {} : { blocks }) });
  }
  const feed = JSON.stringify({ form: 1, version, released, notes, folder: address, files } satisfies UpdateFeed);
  const signature = sign(null, Buffer.from(SIGNED_PREFIX + feed), key).toString('base64');
  const text = `${JSON.stringify({ feed, signature })}\n`;
  // What apps would refuse is found here.
  readFeed(text, own);
  return text;
}

/** The part of the changelog about one version. */
export function notesOf(changelog: string, version: string): string {
  const [, notes = ''] = changelog.split(`\n## ${version}`);
  return notes.split('\n## ')[0]?.replace(/^.*\n/, '').trim() ?? '';
}

/** Only an AppImage has its older self at hand, when it is updated. Writes the list beside the file. */
async function listBlocks(path: string): Promise<FeedFile['blocks']> {
  writeFileSync(`${path}.blocks`, encodeBlocks(await allBlocks(path)));
  return measure(`${path}.blocks`);
}

async function measure(path: string): Promise<Pick<FeedFile, 'name' | 'sizeBytes' | 'sha256'>> {
  return { name: basename(path), sizeBytes: statSync(path).size, sha256: await sha256Of(path) };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
