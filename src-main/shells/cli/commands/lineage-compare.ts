import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEFAULT_ADAPTER_SCALE, MOST_ADAPTER_SCALE } from '#contract/adapters';
import { SarviError } from '#contract/errors';
import { PARENT_COMPARISON_FORMATS } from '#contract/lineage-calls';
import type { HeldOutSource, ParentComparison } from '#contract/parent-comparisons';
import { because } from '#contract/reasons';
import type { App } from '../../../core/app.ts';
import { optionalNumber, optionalText, readArguments, requiredText } from '../arguments.ts';
import type { Command } from '../command.ts';
import { findChild, findVersion } from '../find-child.ts';
import { settleLicence } from '../licence-question.ts';
import type { Output } from '../output.ts';
import { instructionsOf, parentTable } from '../parent-table.ts';
import { UsageError } from '../usage.ts';

const OPTIONS = {
  parent: 'string',
  data: 'string',
  beta: 'string',
  scale: 'string',
  'different-types': 'boolean',
  ifeval: 'boolean',
  out: 'string',
  format: 'string',
  'accept-licence': 'boolean',
} as const;

/** What training has changed of a model or an adapter, on rows that were kept for testing. Continues where it was cut off. */
export const compareWithParent: Command = async ({ args, output, app, signal }) => {
  const { words, options } = readArguments(args, OPTIONS, [1, 1]);
  const beta = optionalNumber(options, 'beta', { least: 1e-9, most: 100 });
  const scales = { least: -MOST_ADAPTER_SCALE, most: MOST_ADAPTER_SCALE };
  const scale = optionalNumber(options, 'scale', scales) ?? DEFAULT_ADAPTER_SCALE;
  const data = requiredText(options, 'data');
  const out = optionalText(options, 'out');
  const wanted = optionalText(options, 'format') ?? (out?.toLowerCase().endsWith('.csv') === true ? 'csv' : 'json');
  const format = PARENT_COMPARISON_FORMATS.find((one) => one === wanted);
  if (format === undefined) {
    const list = PARENT_COMPARISON_FORMATS.join(', ');
    throw new UsageError(because('usage-takes-one-of', { option: '--format', list }));
  }
  const sarvi = await app();
  const { child, lineage } = await findChild(sarvi, words[0] ?? '', scale);
  const parentId = optionalText(options, 'parent') ?? lineage?.parent?.modelId ?? requiredText(options, 'parent');
  for (const modelId of child.kind === 'model' ? [child.modelId, parentId] : [parentId]) {
    const chosen = await sarvi.useModel(modelId);
    await settleLicence(sarvi, chosen, { output, accepts: options['accept-licence'] === true, signal });
  }
  const made = await sarvi.ask('lineage.compare', {
    ...{ child, parentId, source: await findData(sarvi, data), beta: beta ?? lineage?.beta ?? null },
    differentTypes: options['different-types'] === true,
    withIfeval: options['ifeval'] === true,
  });
  const comparison = await finish(sarvi, made, output, signal);
  if (out !== undefined) {
    await sarvi.ask('lineage.export', { comparisonId: comparison.id, format, path: resolve(out), replace: true });
  }
  const runs = comparison.configuration.withIfeval ? await sarvi.ask('evaluations.list', {}) : [];
  const instructions = instructionsOf(comparison, runs);
  output.result({ comparison, instructions }, parentTable(comparison, instructions));
};

/** A folder or a file; else `NAME` or `NAME:VERSION` of a data set, its newest version unless told. */
async function findData(app: App, wanted: string): Promise<HeldOutSource> {
  if (existsSync(wanted)) return { kind: 'path', path: resolve(wanted) };
  const version = await findVersion(app, wanted);
  if (!version) throw new SarviError('path-missing', { path: resolve(wanted) });
  return { kind: 'version', versionId: version };
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
