import { writeFile } from 'node:fs/promises';
import type { CallOutput } from '#contract/contract';
import { fileError } from '../file-error.ts';
import { WholeFolder } from '../history/transfer/whole-file.ts';
import { refuseOwnData } from '../refuse-own-data.ts';
import type { PromptLibrary } from './prompt-library.ts';

/**
 * Writes every prompt into a new folder, which appears only when it is complete.
 *
 * @throws SarviError `path-exists`, `path-own-data`, and those of writing files
 */
export async function exportPrompts(
  library: PromptLibrary,
  dataFolder: string,
  path: string,
): Promise<CallOutput<'promptlibrary.export'>> {
  await refuseOwnData(path, dataFolder);
  const { files, leftOut } = await library.sources();
  const folder = await WholeFolder.create(path);
  try {
    for (const [name, text] of files) {
      await writeFile(folder.pathOf(name), text, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
        throw fileError(error, path);
      });
    }
    await folder.finish();
    return { path, files: files.size, leftOut };
  } catch (error) {
    await folder.abandon();
    throw error;
  }
}
