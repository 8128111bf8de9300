import type { Dataset, DatasetFacts, DatasetRow } from '#contract/datasets';
import type { ModelId } from '#contract/primitives';
import type { AskHistory } from '../history/protocol.ts';
import { decideRows } from './decided-row.ts';
import { factsOfRows } from './facts-of-rows.ts';
import { judgeRows } from './judge-rows.ts';
import type { RowLanguages } from './row-languages.ts';
import type { CountingModel, TokenCounts } from './token-counts.ts';

export interface DatasetReaderParts {
  readonly history: { readonly ask: AskHistory<'openDataset'> };
  /** @throws SarviError those of `resolveModel` */
  readonly modelOf: (modelId: ModelId) => Promise<CountingModel>;
  readonly counts: Pick<TokenCounts, 'count'>;
  readonly languages: Pick<RowLanguages, 'of'>;
  readonly dateNow: () => string | null;
}

export interface ReadDataset {
  readonly dataset: Dataset;
  /** Those that are left out, too. */
  readonly rows: readonly DatasetRow[];
  readonly facts: DatasetFacts;
}

/**
 * All rows of a data set as they are now, judged.
 *
 * @throws SarviError `dataset-unknown`, `dataset-too-large`, and those of counting tokens
 */
export async function readDataset(parts: DatasetReaderParts, datasetId: string): Promise<ReadDataset> {
  const { dataset, rows, decisions } = await parts.history.ask('openDataset', { datasetId });
  const decided = decideRows(rows, decisions);
  const { modelId } = dataset.query;
  const model = modelId === null ? null : await parts.modelOf(modelId);
  const counted = model === null ? null : await parts.counts.count(decided, model);
  const judged = judgeRows(decided, counted?.tokens ?? [], dataset.query);
  const told: DatasetRow[] = [];
  for (const [index, row] of judged.entries()) {
    const source = decided[index];
    told.push(source === undefined ? row : { ...row, language: await parts.languages.of(source) });
  }
  const countedBy =
    model === null || counted === null
      ? null
      : { modelName: model.name, templateSha256: counted.templateSha256, date: parts.dateNow() };
  return { dataset, rows: told, facts: factsOfRows(told, countedBy) };
}
