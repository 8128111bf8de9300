import type { HandlerInput } from '#contract/contract';
import { SarviError } from '#contract/errors';
import { WholeFile } from '../../history/transfer/whole-file.ts';
import type { AskHistory } from '../../history/protocol.ts';
import { refuseOwnData } from '../../refuse-own-data.ts';
import { columnNames } from '../column-names.ts';
import { arenaLines } from './arena-lines.ts';
import { comparisonJson } from './comparison-json.ts';
import { csvVotes } from './csv-votes.ts';
import { exportSource, type ExportSource, type Piece } from './export-source.ts';
import { llmComparator } from './llm-comparator.ts';

type Request = Omit<HandlerInput<'comparisons.exportPiece'>, 'cursor'>;
type ExportHistory = { readonly ask: AskHistory };

/** @throws SarviError `comparison-unknown`, also for columns of other comparisons */
export async function exportPiece(
  history: ExportHistory,
  { cursor, ...request }: HandlerInput<'comparisons.exportPiece'>,
): Promise<Piece> {
  return pieceAt(await exportSource(history, request.comparisonId, columnNames), request, cursor);
}

/**
 * Writes an export to a file that appears only when it is complete.
 *
 * @throws SarviError those of the call `comparisons.export`
 */
export async function exportToFile(
  history: ExportHistory,
  { path, replace, ...request }: HandlerInput<'comparisons.export'>,
  dataFolder: string,
): Promise<{ sizeBytes: number }> {
  await refuseOwnData(path, dataFolder);
  const source = await exportSource(history, request.comparisonId, columnNames);
  const file = await WholeFile.create(path, { replace });
  try {
    for (let cursor: number | null = 0; cursor !== null;) {
      const piece: Piece = await pieceAt(source, request, cursor);
      await file.write(piece.text);
      cursor = piece.nextCursor;
    }
    await file.finish();
  } catch (error) {
    await file.abandon();
    throw error;
  }
  return { sizeBytes: file.sizeBytes };
}

function pieceAt(source: ExportSource, { format, columnIds, comparisonId }: Request, cursor: number): Promise<Piece> {
  switch (format) {
    case 'csv':
      return csvVotes(source, cursor);
    case 'json':
      return comparisonJson(source, cursor);
    case 'arena':
      return arenaLines(source, cursor);
    case 'llm-comparator': {
      const [first, second] = source.comparison.columns;
      const [a = '', b = ''] = columnIds ?? [first?.id, second?.id];
      if (!source.names.has(a) || !source.names.has(b) || a === b) {
        throw new SarviError('comparison-unknown', { comparisonId, columns: `${a}, ${b}` });
      }
      return llmComparator(source, cursor, [a, b]);
    }
  }
}
