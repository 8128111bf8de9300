import type { BlindPair } from '#contract/votes';
import { branchTo } from '../../branches.ts';
import type { ReadableDB } from '../../database.ts';

/** Columns of `comparison_votes` as SQLite gives them. */
export interface PairRecord {
  readonly key: number;
  readonly id: string;
  readonly comparison_key: number;
  readonly row_key: number;
  readonly a_column_key: number;
  readonly b_column_key: number;
  readonly a_message_id: string;
  readonly b_message_id: string;
  readonly repeats_key: number | null;
  readonly outcome: 'a' | 'b' | 'tie' | 'both-bad' | 'skipped' | 'identical' | null;
  readonly reasons: string;
  readonly note: string;
  readonly drawn_at: number;
  readonly decided_at: number | null;
}

type Turn = BlindPair['turns'][number];

/** The questions of two branches up to the given answers, turn by turn. */
export function turnsOf(database: ReadableDB, aMessageId: string, bMessageId: string): Turn[] {
  const [ofA, ofB] = [aMessageId, bMessageId].map((messageId) => branchTo(database, { messageId }));
  const answers = (ofB ?? []).filter(({ role }) => role === 'assistant').map(({ text }) => text);
  const turns: Turn[] = [];
  let question = '';
  for (const { role, text } of ofA ?? []) {
    if (role === 'user') question = text;
    if (role === 'assistant') turns.push({ question, a: text, b: answers[turns.length] ?? '' });
  }
  return turns;
}

export function areSame(turns: readonly Turn[]): boolean {
  return turns.every(({ a, b }) => a.trim() === b.trim());
}
