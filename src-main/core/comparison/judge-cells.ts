import type { ComparisonRow } from '#contract/comparisons';
import type { AskHistory, OpenCell } from '../history/protocol.ts';
import type { CellPlace } from './answer-cell.ts';

export interface LanguageParts {
  readonly history: { readonly ask: AskHistory<'openCell' | 'setCellLanguage'> };
  readonly detector: { detect(text: string): Promise<string> };
}

/** Stores the language of a cell's answers, if the prompt has a language. */
export async function keepLanguage(
  { history, detector }: LanguageParts,
  place: CellPlace,
  { language: asked, messages }: OpenCell,
): Promise<string | null> {
  const answers = messages.filter(({ role, text }) => role === 'assistant' && text !== '').map(({ text }) => text);
  if (asked === null || answers.length === 0) return null;
  const language = await detector.detect(answers.join('\n\n'));
  await history.ask('setCellLanguage', { ...place, language, byHand: false });
  return language;
}

/** Null also after an error, for example of a read-only history. */
async function judgeOne(parts: LanguageParts, place: CellPlace): Promise<string | null> {
  try {
    return await keepLanguage(parts, place, await parts.history.ask('openCell', place));
  } catch {
    return null;
  }
}

/** The rows, after the languages of all complete cells without one have been detected. */
export async function judgeCells(
  parts: LanguageParts,
  comparisonId: string,
  rows: readonly ComparisonRow[],
): Promise<ComparisonRow[]> {
  const judged: ComparisonRow[] = [];
  for (const row of rows) {
    const { language: asked } = row;
    const cells: ComparisonRow['cells'] = [];
    for (const cell of row.cells) {
      if (asked === null || cell.state !== 'complete' || cell.language !== null) {
        cells.push(cell);
        continue;
      }
      const place = { comparisonId, rowId: row.id, columnId: cell.columnId };
      const found = await judgeOne(parts, place);
      const verdict = found === null ? null : { asked, found: found === 'unsure' ? null : found, byHand: false };
      cells.push({ ...cell, language: verdict });
    }
    judged.push({ ...row, cells });
  }
  return judged;
}
