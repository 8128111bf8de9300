import { SarviError } from '#contract/errors';
import type { Lineage } from '#contract/lineages';
import type { Child } from '#contract/parent-comparisons';
import type { App } from '../../core/app.ts';

export interface FoundChild {
  readonly child: Child;
  readonly name: string;
  readonly lineage: Lineage | undefined;
}

/** A model by its id, or an adapter by its id or name. @throws SarviError `model-unknown` */
export async function findChild(app: App, wanted: string, scale: number): Promise<FoundChild> {
  const model = (await app.ask('models.list', {})).find(({ id }) => id === wanted);
  if (model) return { child: { kind: 'model', modelId: wanted }, name: model.name, lineage: model.lineage };
  const adapters = await app.ask('adapters.list', {});
  const found = adapters.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase());
  if (!found) throw new SarviError('model-unknown', { model: wanted });
  return { child: { kind: 'adapter', adapterId: found.id, scale }, name: found.name, lineage: found.lineage };
}

/**
 * The id of a frozen version by `NAME` or `NAME:VERSION`, the newest unless told; null for no data set.
 *
 * @throws SarviError `dataset-version-unknown`
 */
export async function findVersion(app: App, wanted: string): Promise<string | null> {
  const [, name = wanted, number] = /^(.+):(\d+)$/.exec(wanted) ?? [];
  const { datasets } = await app.ask('datasets.list', {});
  const found = datasets.find((one) => one.id === name || one.name.toLowerCase() === name.toLowerCase());
  if (!found) return null;
  const { versions } = await app.ask('datasets.versions', { datasetId: found.id });
  const version = number === undefined ? versions[0] : versions.find((one) => one.number === Number(number));
  if (!version) throw new SarviError('dataset-version-unknown', { version: number ?? '–' });
  return version.id;
}
