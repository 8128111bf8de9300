import { SarviError } from '#contract/errors';
import { TRAINING_METHODS } from '#contract/lineages';
import { because } from '#contract/reasons';
import { optionalNumber, optionalText, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { findChild, findVersion } from '../find-child.ts';
import { UsageError } from '../usage.ts';

const OPTIONS = { parent: 'string', data: 'string', method: 'string', beta: 'string' } as const;
/** Forgets what is known. */
const NONE = 'none';

/** Says what a model or an adapter was trained from, on which data and how. */
export const setParent: Command = async ({ args, output, app }) => {
  const { words, options } = readArguments(args, OPTIONS, [1, 1]);
  const [parent, data, wanted] = ['parent', 'data', 'method'].map((name) => optionalText(options, name));
  const method = TRAINING_METHODS.find((one) => one === wanted);
  if (wanted !== undefined && wanted !== NONE && method === undefined) {
    throw new UsageError(because('usage-takes-one-of', { option: '--method', list: TRAINING_METHODS.join(', ') }));
  }
  const hasBeta = optionalText(options, 'beta') !== NONE;
  const beta = hasBeta ? optionalNumber(options, 'beta', { least: 1e-9, most: 100 }) : null;
  const sarvi = await app();
  const { child, name } = await findChild(sarvi, words[0] ?? '', 1);
  const versionId = data === undefined || data === NONE ? null : await findVersion(sarvi, data);
  if (data !== undefined && data !== NONE && versionId === null)
    throw new SarviError('dataset-unknown', { name: data });
  const lineage = await sarvi.ask('lineage.set', {
    child,
    ...(parent === undefined ? {} : { parentId: parent === NONE ? null : parent }),
    ...(data === undefined ? {} : { versionId }),
    ...(wanted === undefined ? {} : { method: method ?? null }),
    ...(beta === undefined ? {} : { beta }),
  });
  output.result({ name, lineage }, `${name}: ${lineage.parent?.name ?? '–'}, ${lineage.method ?? '–'}`);
};
