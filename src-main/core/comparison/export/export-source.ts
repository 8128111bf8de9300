import type { Comparison, ComparisonRow } from '#contract/comparisons';
import type { Message } from '#contract/messages';
import type { AskHistory, VoteRecord } from '../../history/protocol.ts';

/** The data of an export. */
export interface ExportSource {
  readonly comparison: Comparison;
  /** The name of each column by its id. */
  readonly names: ReadonlyMap<string, string>;
  /** In the order of voting. */
  readonly votes: readonly VoteRecord[];
  readonly rows: (offset: number, limit: number) => Promise<readonly ComparisonRow[]>;
  /** The messages of a cell. */
  readonly cell: (rowId: string, columnId: string) => Promise<readonly Message[]>;
  /** The messages from the first one to an answer. */
  readonly talk: (messageId: string) => Promise<readonly Said[]>;
}

export interface Said {
  readonly role: string;
  readonly text: string;
}

/** A part of an export, and the cursor of the next part; null at the end. */
export interface Piece {
  readonly text: string;
  readonly nextCursor: number | null;
}

type ExportHistory = { readonly ask: AskHistory<'openComparison' | 'openCell' | 'branchTo' | 'voteRecords'> };

export async function exportSource(
  history: ExportHistory,
  comparisonId: string,
  namesOf: (comparison: Comparison) => ReadonlyMap<string, string>,
): Promise<ExportSource> {
  const { comparison } = await history.ask('openComparison', { comparisonId, offset: 0, limit: 1 });
  return {
    comparison,
    names: namesOf(comparison),
    votes: await history.ask('voteRecords', { comparisonId }),
    rows: async (offset, limit) => (await history.ask('openComparison', { comparisonId, offset, limit })).rows,
    cell: async (rowId, columnId) => (await history.ask('openCell', { comparisonId, rowId, columnId })).messages,
    talk: (messageId) => history.ask('branchTo', { messageId }).catch(() => []),
  };
}

export function questionsOf(talk: readonly Said[]): string {
  return talk
    .filter(({ role }) => role === 'user')
    .map(({ text }) => text)
    .join('\n\n');
}

export function answersOf(talk: readonly Said[]): string {
  return talk
    .filter(({ role }) => role === 'assistant')
    .map(({ text }) => text)
    .join('\n\n');
}
