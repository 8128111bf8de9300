import type { RowDecision, SourceAnswer, SourceRow } from '../history/datasets/source-row.ts';

/** A source row with the user's decision applied. */
export interface DecidedRow extends SourceRow {
  readonly excluded: boolean;
  readonly goodCorrected: boolean;
  readonly badCorrected: boolean;
  readonly tags: readonly string[];
}

/** Tokens of a row: its prompt as the chat template renders it, and each answer with the token that ends it. */
export interface RowTokens {
  readonly prompt: number;
  readonly good: number | null;
  readonly bad: number | null;
  /** Whether words in it spell a control token, which a trainer's tokenizer would read as one. */
  readonly spellsControl: boolean;
}

export function decideRows(rows: readonly SourceRow[], decisions: readonly RowDecision[]): DecidedRow[] {
  const byRow = new Map(decisions.map((decision) => [decision.rowId, decision]));
  return rows.map((row): DecidedRow => {
    const decision = byRow.get(row.id);
    const { goodText = null, badText = null, excluded = false, tags = [] } = decision ?? {};
    return {
      ...row,
      good: corrected(row.good, goodText),
      bad: corrected(row.bad, badText),
      goodCorrected: row.good !== null && goodText !== null,
      badCorrected: row.bad !== null && badText !== null,
      excluded,
      tags,
    };
  });
}

function corrected(answer: SourceAnswer | null, text: string | null): SourceAnswer | null {
  return answer === null || text === null ? answer : { ...answer, text };
}
