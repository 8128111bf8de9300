/** Answers of a core that compares children with their parents. */
import { SarviError } from '#contract/errors';
import { type Lineage, NO_LINEAGE } from '#contract/lineages';
import type { ParentComparison } from '#contract/parent-comparisons';
import type { FakeCore } from './fake-core/fake-core.ts';

export function buildLineage(fields: Partial<Lineage> = {}): Lineage {
  return {
    ...NO_LINEAGE,
    parent: { modelId: 'parent', name: 'Poro 2 8B SFT' },
    data: { name: 'Parit', version: 2, versionId: 'w1', digest: 'ab12' },
    ...{ method: 'dpo', trainer: 'TRL 1.9.2', beta: 0.01 },
    settings: { learning_rate: '5.0e-7' },
    readFrom: ['README.md', 'trl-dpo.yaml'],
    ...fields,
  };
}

export function buildParentComparison(fields: Partial<ParentComparison> = {}): ParentComparison {
  const model = { name: 'Poro 2 8B SFT', fileType: 'Q4_K_M', checksum: 'c0ffee'.repeat(10) };
  return {
    id: '2026-11-30-abcdef12',
    createdAt: Date.UTC(2026, 10, 30, 12, 0),
    configuration: {
      digest: 'd1',
      child: { ...model, modelId: 'child', name: 'Porokas', adapter: null },
      parent: { ...model, modelId: 'parent' },
      data: { name: 'Parit', version: 2, kind: 'preference', sha256: 'ab', rows: 212, unreadable: 1 },
      beta: 0.01,
      templateSha256: 'beef'.repeat(16),
      withIfeval: false,
    },
    ...{ state: 'finished', phase: 'ended', fraction: 1, secondsLeft: null, backend: 'cpu', error: null, ifeval: [] },
    figures: {
      rows: 210,
      tooLong: 2,
      preference: {
        accuracy: { value: 0.795, low: 0.736, high: 0.844 },
        margin: { value: 0.0123, low: 0.0101, high: 0.0145 },
        childPrefers: { value: 0.619, low: 0.552, high: 0.682 },
        parentPrefers: { value: 0.533, low: 0.466, high: 0.6 },
        difference: { value: 0.086, low: 0.02, high: 0.15 },
        pValue: 0.0123,
      },
      rated: null,
      perplexity: { tokens: 5210, child: 7.91, parent: 8.02, ratio: { value: 0.986, low: 0.981, high: 0.992 } },
    },
    ...fields,
  };
}

/** Comparisons that are made are the ones given; without a version they are refused. */
export function fakeLineage(comparisons: readonly ParentComparison[]): NonNullable<FakeCore['more']> {
  let kept = comparisons;
  const find = (id: string): ParentComparison => {
    const found = kept.find((one) => one.id === id);
    if (!found) throw new SarviError('evaluation-unknown');
    return found;
  };
  return (handlers) => ({
    ...handlers,
    'lineage.comparisons': () => [...kept],
    'lineage.compare': ({ source }) => {
      const [first] = comparisons;
      if (source.kind !== 'version' || !first) {
        throw new SarviError('held-out-refused', {
          path: source.kind === 'path' ? source.path : '',
          reason: 'held-out-empty',
        });
      }
      return first;
    },
    'lineage.start': ({ comparisonId }) => find(comparisonId),
    'lineage.pause': ({ comparisonId }) => find(comparisonId),
    'lineage.remove': ({ comparisonId }) => {
      kept = kept.filter(({ id }) => id !== comparisonId);
      return null;
    },
  });
}
