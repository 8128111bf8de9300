import { stat } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import type { SourceFile } from '../convert/journal.ts';
import { readGgufParts } from '../gguf/read-gguf-parts.ts';

/** The present file or files of a model that is used in place. @throws SarviError as `readGgufParts` */
export async function inPlaceFiles(path: string): Promise<SourceFile[]> {
  const { parts } = await readGgufParts(path);
  return parts.map(({ path: part, sizeBytes, modifiedMs }) => ({ path: part, sizeBytes, modifiedMs }));
}

/**
 * Compares sizes and times with those at the import, and answers the present ones. When only a time differs, the bytes
 * may be the same.
 *
 * @throws SarviError `model-file-missing`, `model-file-changed` for another size
 */
export async function lookInPlace(
  name: string,
  files: readonly SourceFile[],
): Promise<{ readonly now: SourceFile[]; readonly isTouched: boolean }> {
  const now: SourceFile[] = [];
  for (const { path, sizeBytes } of files) {
    const found = await stat(path).catch(() => null);
    if (found === null) throw new SarviError('model-file-missing', { name, path });
    if (found.size !== sizeBytes) throw new SarviError('model-file-changed', { name, path });
    now.push({ path, sizeBytes, modifiedMs: found.mtimeMs });
  }
  return { now, isTouched: now.some(({ modifiedMs }, index) => modifiedMs !== files[index]?.modifiedMs) };
}
