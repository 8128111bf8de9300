import type { HandlerInput } from '#contract/contract';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import type { AskHistory } from '../../history/protocol.ts';
import { WholeFolder } from '../../history/transfer/whole-file.ts';
import { fileError } from '../../file-error.ts';
import { refuseOwnData } from '../../refuse-own-data.ts';
import { recipeFiles } from '../recipes/recipe-files.ts';
import { dataFiles } from './data-files.ts';
import { describeDataset } from './describe-dataset.ts';
import type { ExportFiles } from './frozen-dataset.ts';
import { manifestOf } from './manifest.ts';

export interface ExportParts {
  readonly history: { readonly ask: AskHistory<'openVersion'> };
  readonly dataFolder: string;
  /** Sarvi's version. */
  readonly version: string;
}

/**
 * Writes a frozen version as a folder that appears only when it is complete.
 *
 * @throws SarviError `dataset-version-unknown`, `path-exists`, `path-own-data`, and those of writing files
 */
export async function exportDataset(
  { history, dataFolder, version: sarvi }: ExportParts,
  { versionId, format, path }: HandlerInput<'datasets.export'>,
): Promise<{ path: string; files: string[]; sizeBytes: number }> {
  await refuseOwnData(path, dataFolder);
  const source = await history.ask('openVersion', { versionId });
  const splits = (['train', 'test'] as const).filter((split) => source.version.facts[split] > 0);
  const data = dataFiles(source, format);
  const manifest = manifestOf(source, { format, files: data, sarvi });
  const files: ExportFiles = {
    ...data,
    'manifest.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'README.md': describeDataset(source, manifest),
    ...recipeFiles(source.query.kind, format, splits),
  };
  const folder = await WholeFolder.create(path);
  try {
    await mkdir(folder.pathOf('data'), { mode: 0o700 });
    let sizeBytes = 0;
    for (const [name, text] of Object.entries(files)) {
      await writeFile(folder.pathOf(name), text, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
        throw fileError(error, path);
      });
      sizeBytes += (await stat(folder.pathOf(name))).size;
    }
    await folder.finish();
    return { path, files: Object.keys(files), sizeBytes };
  } catch (error) {
    await folder.abandon();
    throw error;
  }
}
