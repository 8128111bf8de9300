import type { DatasetRow, RowSource, Said } from '#contract/datasets';
import type { StopReason } from '#contract/generation-record';

export interface SourceAnswer {
  readonly text: string;
  /** Null when the user wrote it, or nobody knows who did. */
  readonly modelName: string | null;
  readonly messageId: string;
  readonly stopReason: StopReason | null;
}

/** A row of a data set as the history has it, before it is judged. */
export interface SourceRow {
  /** Made from the ids of what it is taken from, so that it stays the same. */
  readonly id: string;
  readonly source: RowSource;
  readonly conversationId: string;
  readonly comparisonId: string | null;
  /** Rows with the same are one prompt in several languages. */
  readonly cluster: string | null;
  readonly prompt: readonly Said[];
  readonly good: SourceAnswer | null;
  readonly bad: SourceAnswer | null;
  readonly language: DatasetRow['language'];
  /** The user found both equal; which is good and which is bad says nothing then. */
  readonly isTie: boolean;
  /** Whether both answers were given to the same prompt. */
  readonly hasOnePrompt: boolean;
}

/** What the user decided about one row. */
export interface RowDecision {
  readonly rowId: string;
  readonly excluded: boolean;
  readonly goodText: string | null;
  readonly badText: string | null;
  readonly tags: readonly string[];
}
