import { createHash } from 'node:crypto';
import { SarviError } from '#contract/errors';
import { carriedChecksum, computeChecksum, type ChecksumOptions } from '../gguf/checksum.ts';
import { readGguf } from '../gguf/read-gguf.ts';

/** A model's file, or the parts of a split one in order. */
export type ModelFiles = readonly [string, ...string[]];

/**
 * The checksum of a model: that of its only file, or one computed over those of its parts.
 *
 * @throws SarviError those of `computeChecksum`
 */
export async function modelChecksum([first, ...others]: ModelFiles, options: ChecksumOptions = {}): Promise<string> {
  const checksum = await computeChecksum(first, options);
  if (others.length === 0) return checksum;
  const hash = createHash('sha256').update(checksum);
  for (const path of others) hash.update(await computeChecksum(path, options));
  return hash.digest('hex');
}

/**
 * Reads a whole model and compares it with its checksum.
 *
 * @param kept - the library's checksum; without it, the file's own is used
 * @throws SarviError `checksum-mismatch`, `checksum-missing`, and those of `modelChecksum`
 */
export async function verifyModel(files: ModelFiles, kept: string | null, options: ChecksumOptions): Promise<string> {
  const [path] = files;
  const expected = kept ?? (files.length === 1 ? carriedChecksum(await readGguf(path)) : null);
  if (expected === null) throw new SarviError('checksum-missing', { path });
  const found = await modelChecksum(files, options);
  if (found !== expected) throw new SarviError('checksum-mismatch', { path, expected, found });
  return found;
}
