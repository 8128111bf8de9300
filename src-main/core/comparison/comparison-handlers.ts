import type { Handlers } from '#contract/contract';
import { MOST_ROWS, type ComparisonRow } from '#contract/comparisons';
import type { AskColumns } from './ask-columns.ts';
import { askingMode, type AskingParts } from './asking-mode.ts';
import { drawNumbers } from './draw-numbers.ts';
import { judgeCells, type LanguageParts } from './judge-cells.ts';
import { nameColumns, type NamingParts } from './name-columns.ts';
import type { SetRuns } from './set-runs.ts';
import { exportPiece, exportToFile } from './export/export-comparison.ts';
import { summarizeVotes } from './summarize-votes.ts';
import { suggestComparisons } from './suggest-comparisons.ts';
import type { AskHistory } from '../history/protocol.ts';
import type { Model } from '#contract/models';

type AnsweredByHistory =
  | 'comparisons.list'
  | 'comparisons.trash'
  | 'comparisons.rename'
  | 'comparisons.restore'
  | 'comparisons.addPrompts'
  | 'comparisons.openColumn'
  | 'votes.cast'
  | 'votes.skip'
  | 'votes.undo';
type ComparisonCall = Exclude<Extract<keyof Handlers, `comparisons.${string}` | `votes.${string}`>, AnsweredByHistory>;

export interface ComparisonParts extends LanguageParts, NamingParts, AskingParts {
  readonly history: { readonly ask: AskHistory };
  readonly columns: AskColumns;
  readonly runs: SetRuns;
  readonly listModels: () => Promise<readonly Model[]>;
  readonly dataFolder: string;
  /** Removes what is stored about deleted conversations. */
  readonly forget: (conversationIds: readonly string[]) => void;
}

/** Handlers of the calls about comparisons and votes that need more than the history. */
export function comparisonHandlers(parts: ComparisonParts): Handlers<ComparisonCall> {
  const { history, columns, runs } = parts;
  return {
    'comparisons.create': async ({ remoteHosts, ...input }) =>
      history.ask('createComparison', { ...input, columns: await nameColumns(parts, input.columns, remoteHosts) }),
    'comparisons.open': async (input) => {
      const { comparison, rows } = await history.ask('openComparison', input);
      const judged: ComparisonRow[] = await judgeCells(parts, input.comparisonId, rows);
      return { comparison, rows: judged, run: comparison.kind === 'set' ? await runs.status(comparison.id) : null };
    },
    'comparisons.remove': async ({ comparisonId }) => {
      const { kind } = await history.ask('comparison', { comparisonId });
      if (kind === 'set') await runs.pause(comparisonId);
      else await columns.stop({ comparisonId });
      const { conversationIds } = await history.ask('removeComparison', { comparisonId });
      parts.forget(conversationIds);
      return null;
    },
    'comparisons.plan': async ({ modelIds }) => {
      const wanted = await Promise.all(modelIds.map((modelId) => parts.models.resolveModel(modelId)));
      return {
        mode: await askingMode(
          parts,
          wanted.map(({ id }) => ({ modelId: id, adapters: [] })),
        ),
      };
    },
    'comparisons.ask': (input) => columns.ask(input),
    'comparisons.answer': (input) => columns.answer(input),
    'comparisons.regenerate': (input) => columns.regenerate(input),
    'comparisons.stop': async (input) => {
      await columns.stop(input);
      return null;
    },
    'comparisons.suggest': async () => suggestComparisons(await parts.listModels()),
    'comparisons.run': ({ comparisonId }) => runs.run(comparisonId),
    'comparisons.pause': ({ comparisonId }) => runs.pause(comparisonId),
    'comparisons.setLanguage': ({ language, ...place }) =>
      history.ask('setCellLanguage', { ...place, language, byHand: language !== null }),
    'comparisons.export': (input) => exportToFile(history, input, parts.dataFolder),
    'comparisons.exportPiece': (input) => exportPiece(history, input),
    'votes.next': (input) => history.ask('nextVote', { ...input, draws: drawNumbers() }),
    'votes.summary': async ({ comparisonId }) => {
      const all = { comparisonId, offset: 0, limit: MOST_ROWS };
      const { comparison, rows } = await history.ask('openComparison', all);
      const judged = await judgeCells(parts, comparisonId, rows);
      return summarizeVotes(comparison, judged, await history.ask('voteRecords', { comparisonId }));
    },
  };
}
