/**
 * Answers of a core that has comparisons, for tests of the page: what is asked begins to be answered, and the test says how
 * it goes on. Cells are conversations that no list shows.
 */
import type { Comparison, ComparisonCell, ComparisonColumn, ComparisonRow, ComparisonRun } from '#contract/comparisons';
import type { CallOutput } from '#contract/contract';
import type { BranchMessage } from '#contract/messages';
import type { Model } from '#contract/models';
import type { BlindPair, VoteSummary } from '#contract/votes';
import { buildConversation, buildMessage } from './contract-values.ts';
import { SarviError } from '#contract/errors';
import type { FakeCore } from './fake-core/fake-core.ts';

export function buildColumn(
  model: Pick<Model, 'id' | 'name'>,
  fields: Partial<ComparisonColumn> = {},
): ComparisonColumn {
  return {
    id: `col-${model.id}`,
    modelId: model.id,
    modelName: model.name,
    adapters: [],
    presetName: null,
    sampling: {},
    systemPrompt: '',
    templateModelId: null,
    ...fields,
  };
}

export function buildComparison(columns: readonly ComparisonColumn[], fields: Partial<Comparison> = {}): Comparison {
  return {
    id: 'v1',
    title: 'Miksi taivas on sininen?',
    kind: 'chat',
    columns: [...columns],
    rowCount: 1,
    controls: [],
    createdAt: Date.UTC(2026, 10, 20, 9, 0),
    updatedAt: Date.UTC(2026, 10, 20, 9, 0),
    deletedAt: null,
    ...fields,
  };
}

export interface FakeComparison {
  readonly comparison: Comparison;
  readonly rows: readonly ComparisonRow[];
  readonly run?: ComparisonRun | null;
  /** By conversation: question and answer in turn. */
  readonly said?: Readonly<Record<string, readonly string[]>>;
  readonly pairs?: readonly BlindPair[];
  readonly summary?: VoteSummary;
}

export function buildRow(
  columns: readonly ComparisonColumn[],
  fields: Partial<ComparisonRow> = {},
  cell: Partial<ComparisonCell> = {},
): ComparisonRow {
  const id = fields.id ?? 'r1';
  return {
    id,
    cluster: id,
    language: null,
    category: null,
    turns: [],
    systemPrompt: null,
    cells: columns.map((column) => ({
      columnId: column.id,
      conversationId: `cell-${id}-${column.id}`,
      state: 'empty',
      language: null,
      ...cell,
    })),
    ...fields,
  };
}

/** A branch of a cell's conversation, question by question. */
function branchOf(conversationId: string, said: readonly string[]): BranchMessage[] {
  return said.map((text, index) => {
    const id = `${conversationId}-${index}`;
    return {
      ...buildMessage({
        id,
        conversationId,
        parentId: index === 0 ? null : `${conversationId}-${index - 1}`,
        role: index % 2 === 0 ? 'user' : 'assistant',
        text,
        stopReason: index % 2 === 0 ? null : 'end-of-generation',
      }),
      siblingIds: [id],
    };
  });
}

export function fakeComparisons(
  all: readonly FakeComparison[],
  suggestions: CallOutput<'comparisons.suggest'> = [],
): NonNullable<FakeCore['more']> {
  let list = all.map(({ comparison }) => comparison);
  const said = new Map<string, readonly string[]>(all.flatMap((each) => Object.entries(each.said ?? {})));
  const rows = new Map(all.map(({ comparison, rows: each }) => [comparison.id, each]));
  const find = (id: string): FakeComparison => {
    const found = all.find(({ comparison }) => comparison.id === id);
    if (!found) throw new Error(`there is no comparison ${id}`);
    return found;
  };
  let voted = 0;
  const pairs = all.flatMap((each) => each.pairs ?? []);
  return (others) => ({
    'comparisons.list': () => ({ comparisons: list, nextCursor: null }),
    'comparisons.open': ({ comparisonId }) => ({
      comparison: list.find(({ id }) => id === comparisonId) ?? find(comparisonId).comparison,
      rows: [...(rows.get(comparisonId) ?? [])],
      run: find(comparisonId).run ?? null,
    }),
    'comparisons.plan': () => ({ mode: 'together' }),
    'comparisons.suggest': () => suggestions,
    'comparisons.create': () => find(all[0]?.comparison.id ?? '').comparison,
    'comparisons.trash': () => ({
      comparisons: all.map(({ comparison }) => comparison).filter(({ id }) => !list.some((each) => each.id === id)),
      nextCursor: null,
    }),
    'comparisons.rename': ({ comparisonId, title }) => {
      list = list.map((each) => (each.id === comparisonId ? { ...each, title } : each));
      return { ...find(comparisonId).comparison, title };
    },
    'comparisons.remove': ({ comparisonId }) => {
      list = list.filter(({ id }) => id !== comparisonId);
      return null;
    },
    'comparisons.restore': ({ comparisonId }) => {
      const { comparison } = find(comparisonId);
      list = [comparison, ...list];
      return comparison;
    },
    'comparisons.ask': ({ comparisonId, questions }) => {
      const cells = (rows.get(comparisonId) ?? []).flatMap((row) => {
        const question = questions.find(({ rowId }) => rowId === row.id);
        return question ? row.cells.map((cell) => ({ row, cell, question })) : [];
      });
      rows.set(
        comparisonId,
        (rows.get(comparisonId) ?? []).map((row) => ({
          ...row,
          cells: row.cells.map((cell) => ({ ...cell, state: 'writing' as const })),
        })),
      );
      return {
        mode: 'together',
        cells: cells.map(({ row, cell, question }) => {
          const conversationId = cell.conversationId ?? '';
          const before = said.get(conversationId) ?? [];
          said.set(conversationId, [...before, question.text, '']);
          const branch = branchOf(conversationId, said.get(conversationId) ?? []);
          const answer = branch.at(-1);
          if (!answer) throw new Error('a question has an answer');
          const { siblingIds: _ids, ...assistantMessage } = answer;
          return {
            rowId: row.id,
            columnId: cell.columnId,
            conversationId,
            generationId: `g-${conversationId}`,
            userMessage: null,
            assistantMessage: { ...assistantMessage, streaming: true, stopReason: null },
          };
        }),
      };
    },
    'comparisons.answer': () => ({ mode: 'together', cells: [] }),
    'comparisons.stop': () => null,
    'comparisons.run': ({ comparisonId }) =>
      find(comparisonId).run ?? {
        comparisonId,
        state: 'running',
        mode: null,
        total: 1,
        done: 0,
        failed: 0,
        secondsLeft: null,
        columns: [],
      },
    'comparisons.setLanguage': () => null,
    'prompts.own': () => [
      { turns: ['Moi'], language: 'fi', category: 'facts', cluster: 'a', systemPrompt: null },
      { turns: ['Hi'], language: 'en', category: 'facts', cluster: 'a', systemPrompt: null },
    ],
    'votes.next': () => ({
      pair: pairs[voted] ?? null,
      voted,
      remaining: Math.max(0, pairs.length - voted),
      skipped: 0,
      identical: 0,
      canUndo: voted > 0,
    }),
    'votes.cast': ({ reveal = false }) => {
      voted += 1;
      const [a, b] = all[0]?.comparison.columns ?? [];
      return { revealed: reveal && a && b ? { a: b.id, b: a.id } : null };
    },
    'votes.skip': () => {
      voted += 1;
      return null;
    },
    'votes.undo': () => {
      voted -= 1;
      return { pairId: pairs[voted]?.pairId ?? null };
    },
    'votes.summary': ({ comparisonId }) => find(comparisonId).summary ?? EMPTY_SUMMARY,
    'conversations.open': (input) => {
      const { conversationId } = input;
      const texts = said.get(conversationId);
      if (!conversationId.startsWith('cell-')) {
        const opened = others['conversations.open']?.(input);
        if (opened) return opened;
        throw new SarviError('conversation-unknown', { conversationId });
      }
      const branch = branchOf(conversationId, texts ?? []);
      return {
        conversation: buildConversation({ id: conversationId }),
        leafId: branch.at(-1)?.id ?? null,
        branch,
        earlierCount: 0,
        laterCount: 0,
      };
    },
  });
}

const EMPTY_SUMMARY: VoteSummary = {
  votes: 0,
  clusters: 0,
  pairs: [],
  strengths: [],
  sideBias: { first: 0, second: 0, rate: null, pValue: 1 },
  selfAgreement: { repeats: 0, agreed: 0, rate: null },
  splits: [],
  languages: [],
  reasons: [],
  tieRate: null,
};
