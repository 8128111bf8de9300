/**
 * `node scripts/package/sign-feed.ts FOLDER ADDRESS [--key FILE] [--notes-fi FILE]`: writes `feed.json` beside the files of a
 * release in FOLDER, which will be downloaded from ADDRESS. The private key is in FILE or in `SARVI_UPDATE_PRIVATE_KEY`; the
 * public one in `SARVI_UPDATE_KEY` must belong to it. Notes are those of CHANGELOG.md; Finnish ones may be given beside.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeFeed, notesOf } from './make-feed.ts';

const root = join(import.meta.dirname, '..', '..');
const options = { key: { type: 'string' }, 'notes-fi': { type: 'string' } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [folder, address] = positionals;
if (folder === undefined || address === undefined) throw new Error('give the folder of the files and their address');
const privateKey =
  values.key === undefined ? process.env['SARVI_UPDATE_PRIVATE_KEY'] : readFileSync(values.key, 'utf8');
if (privateKey === undefined || privateKey === '') throw new Error('there is no private key');

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const en = notesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version);
const fi = values['notes-fi'] === undefined ? en : readFileSync(values['notes-fi'], 'utf8').trim();
const released = new Date().toISOString().slice(0, 10);
const publicKey = process.env['SARVI_UPDATE_KEY'] || undefined;
const feed = await makeFeed(folder, { version, address, released, notes: { en, fi }, privateKey, publicKey });
writeFileSync(join(folder, 'feed.json'), feed);
console.log(`feed.json of ${version}, for ${address}`);
