import type { Bridge } from '#contract/contract';

/** A frozen version of a data set. */
export interface FrozenVersion {
  readonly id: string;
  readonly name: string;
  readonly number: number;
  /** Rows that were kept for testing. */
  readonly test: number;
}

/** Those of all data sets, each one's newest first; none where the history cannot be read. */
export async function frozenVersions(bridge: Bridge): Promise<readonly FrozenVersion[]> {
  const listed = await bridge.call('datasets.list', {});
  const found: FrozenVersion[] = [];
  for (const { id: datasetId, name, versions: count } of listed.ok ? listed.value.datasets : []) {
    if (count === 0) continue;
    const versions = await bridge.call('datasets.versions', { datasetId });
    if (!versions.ok) continue;
    found.push(...versions.value.versions.map(({ id, number, facts }) => ({ id, name, number, test: facts.test })));
  }
  return found;
}
