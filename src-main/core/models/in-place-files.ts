import { stat } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import type { SourceFile } from '../convert/journal.ts';
import { readGgufParts } from '../gguf/read-gguf-parts.ts';

/** The file or files of a model that stays where it lies, as they are now. @throws SarviError as `readGgufParts` */
export async function inPlaceFiles(path: string): Promise<SourceFile[]> {
  const { parts } = await readGgufParts(path);
  return parts.map(({ path: part, sizeBytes, modifiedMs }) => ({ path: part, sizeBytes, modifiedMs }));
}

/**
 * Holds them against what they were at the import, by size and time alone, and answers them as they are now. Where only a
 * time is another, the bytes may be the same.
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
