import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEFAULT_ADAPTER_SCALE, MOST_ADAPTER_SCALE } from '#contract/adapters';
import { SarviError } from '#contract/errors';
import type { Child, HeldOutSource, ParentComparison } from '#contract/lineages';
import type { App } from '../../../core/app.ts';
import { optionalNumber, readArguments, requiredText } from '../arguments.ts';
import type { Command } from '../command.ts';
import { settleLicence } from '../licence-question.ts';
import type { Output } from '../output.ts';
import { parentTable } from '../parent-table.ts';

const OPTIONS = {
  parent: 'string',
  data: 'string',
  beta: 'string',
  scale: 'string',
  'different-types': 'boolean',
  'accept-licence': 'boolean',
} as const;

/** What training has changed of a model or an adapter, on rows that were kept for testing. Continues where it was cut off. */
export const compareWithParent: Command = async ({ args, output, app, signal }) => {
  const { words, options } = readArguments(args, OPTIONS, [1, 1]);
  const beta = optionalNumber(options, 'beta', { least: 1e-9, most: 100 }) ?? null;
  const scales = { least: -MOST_ADAPTER_SCALE, most: MOST_ADAPTER_SCALE };
  const scale = optionalNumber(options, 'scale', scales) ?? DEFAULT_ADAPTER_SCALE;
  const parentId = requiredText(options, 'parent');
  const data = requiredText(options, 'data');
  const sarvi = await app();
  const child = await findChild(sarvi, words[0] ?? '', scale);
  for (const modelId of child.kind === 'model' ? [child.modelId, parentId] : [parentId]) {
    const chosen = await sarvi.useModel(modelId);
    await settleLicence(sarvi, chosen, { output, accepts: options['accept-licence'] === true, signal });
  }
  const made = await sarvi.ask('lineage.compare', {
    ...{ child, parentId, source: await findData(sarvi, data), beta },
    differentTypes: options['different-types'] === true,
  });
  const comparison = await finish(sarvi, made, output, signal);
  output.result({ comparison }, parentTable(comparison));
};

/** A model by its id, or an adapter by its id or name. @throws SarviError `model-unknown` */
async function findChild(app: App, wanted: string, scale: number): Promise<Child> {
  const models = await app.ask('models.list', {});
  if (models.some(({ id }) => id === wanted)) return { kind: 'model', modelId: wanted };
  const adapters = await app.ask('adapters.list', {});
  const found = adapters.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase());
  if (!found) throw new SarviError('model-unknown', { model: wanted });
  return { kind: 'adapter', adapterId: found.id, scale };
}

/** A folder or a file; else `NAME` or `NAME:VERSION` of a data set, its newest version unless told. */
async function findData(app: App, wanted: string): Promise<HeldOutSource> {
  if (existsSync(wanted)) return { kind: 'path', path: resolve(wanted) };
  const [, name = wanted, number] = /^(.+):(\d+)$/.exec(wanted) ?? [];
  const { datasets } = await app.ask('datasets.list', {});
  const found = datasets.find((one) => one.id === name || one.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new SarviError('path-missing', { path: resolve(wanted) });
  const { versions } = await app.ask('datasets.versions', { datasetId: found.id });
  const version = number === undefined ? versions[0] : versions.find((one) => one.number === Number(number));
  if (!version) throw new SarviError('dataset-version-unknown', { version: number ?? '–' });
  return { kind: 'version', versionId: version.id };
}

/** @throws SarviError what the comparison paused with, or `cancelled` */
async function finish(
  app: App,
  { id }: Pick<ParentComparison, 'id'>,
  output: Output,
  signal: AbortSignal,
): Promise<ParentComparison> {
  const pause = (): void => void app.ask('lineage.pause', { comparisonId: id });
  signal.addEventListener('abort', pause, { once: true });
  let stopListening = (): void => undefined;
  try {
    const ended = new Promise<ParentComparison>((resolveEnded) => {
      stopListening = app.listen((name, payload) => {
        if (name !== 'lineage.changed') return;
        const event = payload as { kind: string; comparison?: ParentComparison };
        const { comparison } = event;
        if (comparison?.id !== id) return;
        const { phase, fraction, secondsLeft, state } = comparison;
        if (state !== 'running') return resolveEnded(comparison);
        output.event({ type: 'progress', phase, fraction, secondsLeft }, `${phase} ${Math.round(fraction * 100)} %`);
      });
    });
    const started = await app.ask('lineage.start', { comparisonId: id });
    if (signal.aborted) pause();
    const comparison = started.state === 'running' ? await ended : started;
    if (comparison.error) throw SarviError.fromReport(comparison.error);
    if (comparison.state !== 'finished') throw new SarviError('cancelled');
    return comparison;
  } finally {
    stopListening();
    signal.removeEventListener('abort', pause);
  }
}
