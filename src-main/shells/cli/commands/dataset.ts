import { resolve } from 'node:path';
import {
  type Dataset,
  DATASET_FORMATS,
  DATASET_KINDS,
  type DatasetFacts,
  type DatasetFormat,
  type DatasetVersion,
  SOURCES_OF_KIND,
} from '#contract/datasets';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { MODEL_SIZES, type ModelSize } from '#contract/recipes';
import type { App } from '../../../core/app.ts';
import { formatBytes } from '../../../core/format-bytes.ts';
import { optionalNumber, optionalText, readArguments, requiredText } from '../arguments.ts';
import type { Command } from '../command.ts';
import { recipeWith } from '../recipe-option.ts';
import { UsageError } from '../usage.ts';

const COMMANDS: Readonly<Record<string, Command>> = { list, create, freeze, export: exportVersion };

/** `sarvi dataset <what>`: data sets for training. */
export const dataset: Command = async (context) => {
  const [name, ...args] = context.args;
  const command = name === undefined ? undefined : COMMANDS[name];
  if (command === undefined) {
    const known = Object.keys(COMMANDS).join(', ');
    throw new UsageError(
      name === undefined
        ? because('usage-takes-one-of', { option: 'dataset', list: known })
        : because('usage-unknown-command', { name: `dataset ${name}` }),
    );
  }
  await command({ ...context, args });
};

async function list({ args, output, app }: Parameters<Command>[0]): Promise<void> {
  readArguments(args, {}, [0, 0]);
  const { datasets } = await (await app()).ask('datasets.list', {});
  const lines = datasets.map(({ name, query, versions }) => `${name}  ${query.kind}, ${versions} versions`);
  output.result({ datasets }, lines.length === 0 ? 'No data sets.' : lines.join('\n'));
}

/** Makes a data set of all sources that its kind can have. */
async function create({ args, output, app }: Parameters<Command>[0]): Promise<void> {
  const options = { name: 'string', kind: 'string', model: 'string', 'test-share': 'string' } as const;
  const given = readArguments(args, options, [0, 0]).options;
  const name = requiredText(given, 'name');
  const kind = oneOf(requiredText(given, 'kind'), DATASET_KINDS, '--kind');
  const sarvi = await app();
  const model = optionalText(given, 'model');
  const made = await sarvi.ask('datasets.create', {
    name,
    query: {
      kind,
      sources: [...SOURCES_OF_KIND[kind]],
      testShare: optionalNumber(given, 'test-share', { least: 0, most: 0.5 }) ?? 0.1,
      ...(model === undefined ? {} : { modelId: (await sarvi.useModel(model)).id }),
    },
  });
  const { facts, total } = await sarvi.ask('datasets.rows', { datasetId: made.id, limit: 0 });
  output.result({ dataset: made, rows: total, facts }, `${made.name}\n${factsText(facts)}`);
}

async function freeze({ args, output, app }: Parameters<Command>[0]): Promise<void> {
  const { options } = readArguments(args, { name: 'string' }, [0, 0]);
  const sarvi = await app();
  const { id, name } = await findDataset(sarvi, requiredText(options, 'name'));
  const version = await sarvi.ask('datasets.freeze', { datasetId: id });
  output.result({ version }, `${name}, version ${version.number}\n${factsText(version.facts)}\n${version.digest}`);
}

/** Writes the newest version, or the one that is named; a data set without one is frozen first. */
async function exportVersion({ args, output, app }: Parameters<Command>[0]): Promise<void> {
  const own = { name: 'string', format: 'string', out: 'string', version: 'string' } as const;
  const options = { ...own, size: 'string', set: 'strings' } as const;
  const given = readArguments(args, options, [0, 0]).options;
  const format: DatasetFormat = oneOf(optionalText(given, 'format') ?? 'trl', DATASET_FORMATS, '--format');
  const path = resolve(requiredText(given, 'out'));
  const size: ModelSize = oneOf(optionalText(given, 'size') ?? '8b', MODEL_SIZES, '--size');
  const number = optionalNumber(given, 'version', { least: 1, most: 1e9 });
  const sarvi = await app();
  const { id, query } = await findDataset(sarvi, requiredText(given, 'name'));
  const { versions } = await sarvi.ask('datasets.versions', { datasetId: id });
  const wanted = number === undefined ? versions[0] : versions.find((version) => version.number === number);
  if (number !== undefined && !wanted) throw new SarviError('dataset-version-unknown', { version: number });
  // Before anything is frozen: it refuses values that cannot be.
  const recipe = recipeWith(wanted?.kind ?? query.kind, given['set'], size);
  const version: DatasetVersion = wanted ?? (await sarvi.ask('datasets.freeze', { datasetId: id }));
  const written = await sarvi.ask('datasets.export', { versionId: version.id, format, path, recipe });
  const text = `${path}: ${written.files.join(', ')}; ${formatBytes(written.sizeBytes)}`;
  output.result({ ...written, format, version }, text);
}

/** By its name or id. @throws SarviError `dataset-unknown` */
async function findDataset(sarvi: App, wanted: string): Promise<Dataset> {
  const { datasets } = await sarvi.ask('datasets.list', {});
  const found = datasets.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase());
  if (found === undefined) throw new SarviError('dataset-unknown', { name: wanted });
  return found;
}

function oneOf<Value extends string>(wanted: string, known: readonly Value[], option: string): Value {
  const found = known.find((value) => value === wanted);
  if (found === undefined) throw new UsageError(because('usage-takes-one-of', { option, list: known.join(', ') }));
  return found;
}

function factsText({ train, test, omitted }: DatasetFacts): string {
  const left = omitted.map(({ omission, count }) => `${omission}: ${count}`).join(', ');
  return `  ${train} rows for training, ${test} for testing${left === '' ? '' : `; left out: ${left}`}`;
}
