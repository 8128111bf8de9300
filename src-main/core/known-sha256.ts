import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const SHA256 = /^[0-9a-f]{64}$/;
/** Three short lines. */
const MOST_METADATA_BYTES = 1024;

/**
 * The SHA-256 of a file that Hugging Face's tools have downloaded, without reading it; null where it is not known. In a
 * hub cache a large file's name is its SHA-256; beside a plain folder the tool keeps it, with the time of the download.
 *
 * @see huggingface_hub docs/source/en/guides/manage-cache.md, src/huggingface_hub/_local_folder.py
 */
export async function knownSha256(path: string): Promise<string | null> {
  const real = await realpath(path).catch(() => path);
  if (basename(dirname(real)) === 'blobs' && SHA256.test(basename(real))) return basename(real);
  return sha256BesideFolder(path);
}

/** The second line is the SHA-256 of a large file, the third is when it was written, in seconds. */
async function sha256BesideFolder(path: string): Promise<string | null> {
  try {
    const metadata = join(dirname(path), '.cache', 'huggingface', 'download', `${basename(path)}.metadata`);
    if ((await stat(metadata)).size > MOST_METADATA_BYTES) return null;
    const [, sha256 = '', writtenAt = ''] = (await readFile(metadata, 'utf8')).split('\n');
    // The tool itself allows a second between the two times.
    const isAsDownloaded = (await stat(path)).mtimeMs / 1000 - 1 <= Number(writtenAt);
    return SHA256.test(sha256) && isAsDownloaded ? sha256 : null;
  } catch {
    return null;
  }
}
