import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metadataText } from '../../../../src-main/core/gguf/metadata.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { knownSha256 } from '../../../../src-main/core/known-sha256.ts';
import { convert, place, sum, type Place } from '../../../builders/killed-conversion.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const OLD = '0.9.9';
/** Longer, so that every tensor could lie elsewhere. */
const NEW = '0.10.0-rc.1';
const WEIGHTS = 'model.safetensors';
const MOST_ATTEMPTS = 30;

/** The bytes of an undisturbed conversion. */
async function whole(at: Place, version = OLD): Promise<Buffer> {
  const undisturbed = { ...at, outputPath: join(at.out, 'whole.gguf') };
  await convert(undisturbed, { name: 'Same', version });
  return readFile(undisturbed.outputPath);
}

/** Converts until a kill comes before the end. Answers the bytes that its journal lists. */
async function killed(at: Place, version = OLD): Promise<number> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    if ((await convert(at, { name: 'Same', version, killedAt: 3 })) !== null) continue;
    const left = sum((await at.journal())?.entries ?? []);
    expect(left).toBeGreaterThan(0);
    return left;
  }
  return expect.unreachable();
}

test('a new version of Sarvi continues what the old one began, and the bytes are those of the old one', async () => {
  const at = await place();
  const expected = await whole(at);
  const left = await killed(at);
  const resumed = await convert(at, { name: 'Same', version: NEW });
  expect(resumed?.resumedBytes).toBe(left);
  expect((await readFile(at.outputPath)).equals(expected)).toBe(true);
  expect(metadataText((await readGguf(at.outputPath)).metadata, 'sarvi.version')).toBe(OLD);
  // The next conversion is its own.
  await convert(at, { name: 'Same', version: NEW });
  expect(metadataText((await readGguf(at.outputPath)).metadata, 'sarvi.version')).toBe(NEW);
});

test('a new version with another plan or other kernels begins anew', async () => {
  const at = await place();
  const journalPath = `${at.outputPath}.sarvi-partial.journal`;
  const changes: [RegExp, string][] = [
    [/"plan":"./, '"plan":"-'],
    [/"encoding":\d+/, '"encoding":0'],
  ];
  for (const [from, to] of changes) {
    await killed(at);
    const journal = await readFile(journalPath, 'utf8');
    expect(journal).toMatch(from);
    await writeFile(journalPath, journal.replace(from, to));
    expect(await convert(at, { name: 'Same', version: NEW })).toMatchObject({ resumedBytes: 0 });
    expect(metadataText((await readGguf(at.outputPath)).metadata, 'sarvi.version')).toBe(NEW);
  }
});

test('weights in a hub cache are known by their SHA-256, whatever their time; others by their time', async () => {
  const at = await place();
  const cache = await temporaryFolder();
  const [blobs, snapshot] = [join(cache, 'blobs'), join(cache, 'snapshots', 'a1')];
  await mkdir(blobs);
  await mkdir(join(cache, 'snapshots'));
  await rename(at.checkpointPath, snapshot);
  const weights = await readFile(join(snapshot, WEIGHTS));
  const sha256 = createHash('sha256').update(weights).digest('hex');
  await rename(join(snapshot, WEIGHTS), join(blobs, sha256));
  await symlink(join(blobs, sha256), join(snapshot, WEIGHTS));
  const cached = { ...at, checkpointPath: snapshot };
  expect(await knownSha256(join(snapshot, WEIGHTS))).toBe(sha256);
  expect(await knownSha256(join(snapshot, 'config.json'))).toBeNull();

  const expected = await whole(cached);
  const left = await killed(cached);
  await utimes(join(blobs, sha256), 5, 5);
  expect(await convert(cached, { name: 'Same', version: OLD })).toMatchObject({ resumedBytes: left });
  expect((await readFile(at.outputPath)).equals(expected)).toBe(true);

  // Other bytes have another name.
  await killed(cached);
  weights.writeUInt8(weights.readUInt8(weights.length - 1) ^ 1, weights.length - 1);
  const other = createHash('sha256').update(weights).digest('hex');
  await writeFile(join(blobs, other), weights);
  await rename(join(snapshot, WEIGHTS), join(snapshot, 'old'));
  await symlink(join(blobs, other), join(snapshot, WEIGHTS));
  expect(await convert(cached, { name: 'Same', version: OLD })).toMatchObject({ resumedBytes: 0 });
});

test('the SHA-256 that a download left beside a file counts while the file is as old as it', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, WEIGHTS);
  const kept = join(folder, '.cache', 'huggingface', 'download');
  await mkdir(kept, { recursive: true });
  await writeFile(path, 'weights');
  await utimes(path, 1000, 1000);
  const known = async (lines: readonly string[]): Promise<string | null> => {
    await writeFile(join(kept, `${WEIGHTS}.metadata`), lines.join('\n'));
    return knownSha256(path);
  };
  const sha256 = 'ab'.repeat(32);
  expect(await known(['commit', sha256, '1000.5', ''])).toBe(sha256);
  expect(await known(['commit', sha256, '900', ''])).toBeNull();
  expect(await known(['commit', sha256, 'never', ''])).toBeNull();
  // A small file has the name that git gives it.
  expect(await known(['commit', 'ab'.repeat(20), '1000.5', ''])).toBeNull();
  expect(await known(['commit', sha256, '1000.5', 'x'.repeat(2000)])).toBeNull();
  expect(await known([])).toBeNull();
});
