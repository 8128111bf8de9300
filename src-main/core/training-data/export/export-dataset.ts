import type { HandlerInput } from '#contract/contract';
import { RECIPE_PRESETS, recipeFault, type RecipeValues } from '#contract/recipes';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { DatasetKind } from '#contract/datasets';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import type { AskHistory } from '../../history/protocol.ts';
import { WholeFolder } from '../../history/transfer/whole-file.ts';
import { fileError } from '../../file-error.ts';
import { refuseOwnData } from '../../refuse-own-data.ts';
import { factsOfRows } from '../facts-of-rows.ts';
import { recipeFiles } from '../recipes/recipe-files.ts';
import { dataFiles, ENDINGS } from './data-files.ts';
import { describeDataset } from './describe-dataset.ts';
import type { ExportFiles, FrozenDataset } from './frozen-dataset.ts';
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
 * @throws SarviError `dataset-version-unknown`, `dataset-empty`, `invalid-input` for values that do not fit together, `path-exists`, `path-own-data`, and those of writing files
 */
export async function exportDataset(
  { history, dataFolder, version: sarvi }: ExportParts,
  { versionId, format, path, recipe }: HandlerInput<'datasets.export'>,
): Promise<{ path: string; files: string[]; sizeBytes: number }> {
  await refuseOwnData(path, dataFolder);
  const source = withOwnFacts(await history.ask('openVersion', { versionId }));
  const { kind } = source.query;
  if (source.rows.length === 0) throw new SarviError('dataset-empty', { rows: 0 });
  const values = recipe ?? RECIPE_PRESETS[kind]['8b'];
  requireFit(kind, values);
  const splits = (['train', 'test'] as const).filter((split) => source.version.facts[split] > 0);
  const data = dataFiles(source, format);
  const manifest = manifestOf(source, { format, files: data, sarvi });
  const files: ExportFiles = {
    ...data,
    'manifest.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'README.md': describeDataset(source, manifest, values),
    ...recipeFiles({ kind, values, splits, ending: ENDINGS[format], ...sidesOf(source) }, format),
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

function requireFit(kind: DatasetKind, values: RecipeValues): void {
  const { globalBatch: batch, processes, perDevice: each } = values;
  switch (recipeFault(kind, values)) {
    case 'recipe-batch':
      throw new SarviError('invalid-input', { reason: because('recipe-batch', { batch, processes, each }) });
    case 'recipe-kto-batch':
      throw new SarviError('invalid-input', { reason: because('recipe-kto-batch') });
    case null:
      return;
  }
}

function sidesOf({ rows }: FrozenDataset): { good: number; bad: number } {
  const having = (side: 'good' | 'bad'): number => rows.filter(({ content }) => content[side] !== null).length;
  return { good: having('good'), bad: having('bad') };
}

/** Counted again, since rows may have been deleted with their conversations after the version was frozen. */
function withOwnFacts(source: FrozenDataset): FrozenDataset {
  const { omitted, tokens } = source.version.facts;
  const rows = source.rows.map(({ content }) => content);
  return { ...source, version: { ...source.version, facts: { ...factsOfRows(rows, tokens), omitted } } };
}
