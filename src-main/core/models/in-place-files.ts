import { SarviError } from '#contract/errors';
import { stateOf, type SourceFile } from '../convert/journal.ts';
import { readGgufParts } from '../gguf/read-gguf-parts.ts';

/** The file or files of a model that stays where it lies, as they are now. @throws SarviError as `readGgufParts` */
export async function inPlaceFiles(path: string): Promise<SourceFile[]> {
  const { parts } = await readGgufParts(path);
  return parts.map(({ path: part, sizeBytes, modifiedMs }) => ({ path: part, sizeBytes, modifiedMs }));
}

/**
 * Holds them against what they were at the import; by size and time, since reading all of them would take minutes.
 *
 * @throws SarviError `model-file-missing`, `model-file-changed`
 */
export async function requireInPlace(name: string, files: readonly SourceFile[]): Promise<void> {
  for (const file of files) {
    const state = await stateOf(file);
    if (state === 'missing') throw new SarviError('model-file-missing', { name, path: file.path });
    if (state === 'changed') throw new SarviError('model-file-changed', { name, path: file.path });
  }
}
