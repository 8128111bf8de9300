/** Answers of a core that has data sets, for tests of their page and for the gallery. */
import { parse } from 'valibot';
import {
  type Dataset,
  type DatasetFacts,
  type DatasetKind,
  DatasetQuery,
  type DatasetRow,
  type DatasetVersion,
} from '#contract/datasets';
import { SarviError } from '#contract/errors';
import { queryOf } from './datasets.ts';
import type { FakeCore } from './fake-core/fake-core.ts';

const FROZEN_AT = Date.UTC(2026, 10, 28, 9, 0);

export function buildDataset(fields: Partial<Dataset> = {}): Dataset {
  const times = { createdAt: FROZEN_AT, updatedAt: FROZEN_AT };
  return { id: 'd1', name: 'Äänet ja muokkaukset', query: queryOf(), versions: 0, ...times, ...fields };
}

export function buildDatasetRow(fields: Partial<DatasetRow> = {}): DatasetRow {
  return {
    id: 'vote:1',
    source: 'votes',
    conversationId: 'c0',
    comparisonId: 'v1',
    prompt: [{ role: 'user', content: 'Mikä on ilves?' }],
    promptTokens: 31,
    good: {
      text: 'Ilves on kissaeläin.',
      modelName: 'Poro 2 8B Instruct',
      messageId: 'm1',
      tokens: 8,
      corrected: false,
    },
    bad: { text: 'Ilves on lintu.', modelName: 'Poro 2 8B SFT', messageId: 'm2', tokens: 6, corrected: false },
    language: 'fi',
    tags: [],
    split: 'train',
    omission: null,
    ...fields,
  };
}

/** A row's reason to be left out follows from what was decided; everything else stays. */
export function fakeDatasets(seed: {
  datasets?: readonly Dataset[];
  rows?: readonly DatasetRow[];
  /** How many versions are frozen already, as pairs. */
  versions?: number;
}): NonNullable<FakeCore['more']> {
  let datasets = [...(seed.datasets ?? [])];
  let rows = [...(seed.rows ?? [])];
  let versions: DatasetVersion[] = [];
  const factsNow = (): DatasetFacts => {
    const kept = rows.filter(({ omission }) => omission === null);
    const omitted = new Map<NonNullable<DatasetRow['omission']>, number>();
    for (const { omission } of rows) if (omission !== null) omitted.set(omission, (omitted.get(omission) ?? 0) + 1);
    return {
      train: kept.filter(({ split }) => split === 'train').length,
      test: kept.filter(({ split }) => split === 'test').length,
      omitted: [...omitted].map(([omission, count]) => ({ omission, count })),
      sources: [{ name: 'votes', count: kept.length }],
      languages: [{ name: 'fi', count: kept.length }],
      goodModels: [{ name: 'Poro 2 8B Instruct', count: kept.length }],
      badModels: [{ name: 'Poro 2 8B SFT', count: kept.length }],
      tokens: {
        modelName: 'Poro 2 8B SFT',
        templateSha256: null,
        date: null,
        total: 4210,
        longest: 312,
        meanDifference: 2.4,
        goodLonger: 0.63,
      },
    };
  };
  const freeze = (datasetId: string, kind: DatasetKind): DatasetVersion => {
    const number = versions.length + 1;
    const version = { id: `w${number}`, datasetId, number, kind, frozenAt: FROZEN_AT, digest: 'ab12'.repeat(16) };
    versions = [{ ...version, facts: factsNow() }, ...versions];
    return { ...version, facts: factsNow() };
  };
  for (let number = 0; number < (seed.versions ?? 0); number += 1) freeze('d1', 'preference');
  return () => ({
    'datasets.list': () => ({ datasets }),
    'datasets.create': ({ name, query }) => {
      if (datasets.some((dataset) => dataset.name === name)) throw new SarviError('name-taken', { name });
      const made = buildDataset({ id: 'd-new', name, query: parse(DatasetQuery, query) });
      datasets = [...datasets, made];
      return made;
    },
    'datasets.rows': ({ only, search = '', offset = 0, limit = 50 }) => {
      const isWanted = ({ omission }: DatasetRow): boolean => (only ?? null) === null || (omission ?? 'kept') === only;
      const found = rows.filter(isWanted).filter((row) => JSON.stringify(row).includes(search));
      return { rows: found.slice(offset, offset + limit), total: found.length, facts: factsNow() };
    },
    'datasets.decide': ({ rowId, excluded, goodText }) => {
      rows = rows.map((row) => {
        if (row.id !== rowId) return row;
        const good =
          row.good === null || typeof goodText !== 'string'
            ? row.good
            : { ...row.good, text: goodText, corrected: true };
        return { ...row, good, ...(excluded === undefined ? {} : { omission: excluded ? 'by-hand' : null }) };
      });
      return null;
    },
    'datasets.versions': () => ({ versions }),
    'datasets.freeze': ({ datasetId }) =>
      freeze(datasetId, datasets.find(({ id }) => id === datasetId)?.query.kind ?? 'preference'),
    'datasets.export': ({ path }) => ({ path, files: ['manifest.json'], sizeBytes: 10 }),
  });
}
