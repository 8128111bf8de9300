import type { CallName, EventPayload, Handlers } from '#contract/contract';
import { pieceOf, writeParts } from '../evaluation/export/write-parts.ts';
import { exportedParts } from './comparison-export.ts';
import type { ParentComparisons } from './parent-comparisons.ts';
import { prepareComparison, type PrepareComparisonParts } from './prepare-comparison.ts';
import { setLineage, type SetLineageParts } from './set-lineage.ts';

export type LineageCall = Extract<CallName, `lineage.${string}`>;

export interface LineageHandlerParts {
  readonly comparisons: ParentComparisons;
  readonly prepare: PrepareComparisonParts;
  readonly set: SetLineageParts;
  readonly dataFolder: string;
  readonly tell: (event: EventPayload<'lineage.changed'>) => void;
}

/** Handlers of the calls about parents and children. */
export function lineageHandlers({
  comparisons,
  prepare,
  set,
  dataFolder,
  tell,
}: LineageHandlerParts): Handlers<LineageCall> {
  return {
    'lineage.set': (input) => setLineage(set, input),
    'lineage.compare': async (input) => {
      const { configuration, rows } = await prepareComparison(prepare, input);
      return comparisons.find(configuration, rows);
    },
    'lineage.comparisons': () => comparisons.list(),
    'lineage.start': ({ comparisonId }) => comparisons.start(comparisonId),
    'lineage.pause': ({ comparisonId }) => comparisons.pause(comparisonId),
    'lineage.remove': async ({ comparisonId }) => {
      await comparisons.remove(comparisonId);
      tell({ kind: 'removed', comparisonId });
      return null;
    },
    'lineage.export': async ({ comparisonId, format, ...place }) =>
      writeParts(exportedParts(await comparisons.state(comparisonId), format), place, dataFolder),
    'lineage.exportPiece': async ({ comparisonId, format, cursor }) =>
      pieceOf(exportedParts(await comparisons.state(comparisonId), format), cursor),
  };
}
