import type { DatasetQuery, DatasetRow, Omission, Said } from '#contract/datasets';
import type { DecidedRow, RowTokens } from './decided-row.ts';
import { normalizePrompt } from './normalize-prompt.ts';
import { splitRows } from './split-rows.ts';

/** Ends that a model would learn as its own although it had not finished. */
const CUT: readonly (string | null)[] = ['max-tokens', 'context-full', 'stopped', 'failed'];

/** Each row with its split and, if it is left out, the first reason. `tokens` has null for rows that nobody counted. */
export function judgeRows(
  rows: readonly DecidedRow[],
  tokens: readonly (RowTokens | null)[],
  query: DatasetQuery,
): DatasetRow[] {
  const splits = splitRows(rows, query);
  const omissions = rows.map((row, index) => ownFault(row, tokens[index] ?? null, query));
  const agreed = query.kind === 'sft' ? omissions : withoutContradictions(rows, omissions);
  return rows.map((row, index): DatasetRow => {
    const counted = tokens[index] ?? null;
    const answer = (side: 'good' | 'bad'): DatasetRow['good'] => {
      const one = row[side];
      if (one === null) return null;
      const corrected = side === 'good' ? row.goodCorrected : row.badCorrected;
      const { text, modelName, messageId } = one;
      return { text, modelName, messageId, tokens: counted?.[side] ?? null, corrected };
    };
    return {
      id: row.id,
      source: row.source,
      conversationId: row.conversationId,
      comparisonId: row.comparisonId,
      prompt: [...row.prompt],
      promptTokens: counted?.prompt ?? null,
      good: answer('good'),
      bad: answer('bad'),
      language: row.language,
      tags: [...row.tags],
      split: splits[index] ?? 'train',
      omission: agreed[index] ?? null,
    };
  });
}

function ownFault(row: DecidedRow, tokens: RowTokens | null, query: DatasetQuery): Omission | null {
  const answers = [row.good, row.bad].filter((answer) => answer !== null);
  if (row.excluded) return 'by-hand';
  if (row.isTie) return 'tie';
  if (!row.hasOnePrompt || !hasGoodTurns(row.prompt)) return 'wrong-turns';
  if (answers.length === 0 || answers.some(({ text }) => text.trim() === '')) return 'empty';
  if (row.good !== null && row.bad !== null && row.good.text.trim() === row.bad.text.trim()) return 'identical';
  const isCut = (side: 'good' | 'bad'): boolean => {
    const corrected = side === 'good' ? row.goodCorrected : row.badCorrected;
    return !corrected && CUT.includes(row[side]?.stopReason ?? null);
  };
  if (!query.keepCut && (isCut('good') || isCut('bad'))) return 'cut';
  if (tokens?.spellsControl === true) return 'control-token';
  const longest = tokens === null ? 0 : tokens.prompt + Math.max(tokens.good ?? 0, tokens.bad ?? 0);
  return longest > query.mostTokens ? 'too-long' : null;
}

/** A system message at most at the beginning, then user and assistant in turn, the user last. */
function hasGoodTurns(prompt: readonly Said[]): boolean {
  const turns = prompt[0]?.role === 'system' ? prompt.slice(1) : prompt;
  const alternate = turns.every(({ role }, index) => role === (index % 2 === 0 ? 'user' : 'assistant'));
  return alternate && turns.length % 2 === 1 && turns.every(({ content }) => content.trim() !== '');
}

/**
 * Rows that judge the same answers to the same prompt: the majority stays, once. Without a majority all of them are left
 * out.
 */
function withoutContradictions(
  rows: readonly DecidedRow[],
  omissions: readonly (Omission | null)[],
): (Omission | null)[] {
  const judged = [...omissions];
  const groups = new Map<string, { readonly index: number; readonly direction: string }[]>();
  for (const [index, row] of rows.entries()) {
    if (judged[index] !== null) continue;
    const { key, direction } = judgementOf(row);
    const group = groups.get(key) ?? [];
    group.push({ index, direction });
    groups.set(key, group);
  }
  for (const group of groups.values()) {
    const [first] = group;
    const ahead = group.filter(({ direction }) => direction === first?.direction);
    const against = group.filter(({ direction }) => direction !== first?.direction);
    const [kept, lost] = ahead.length >= against.length ? [ahead, against] : [against, ahead];
    const isEven = kept.length === lost.length;
    for (const { index } of lost) judged[index] = 'contradicting';
    for (const [place, { index }] of kept.entries()) {
      if (isEven) judged[index] = 'contradicting';
      else if (place > 0) judged[index] = 'duplicate';
    }
  }
  return judged;
}

function judgementOf({ prompt, good, bad }: DecidedRow): { key: string; direction: string } {
  const asked = normalizePrompt(prompt);
  const [a, b] = [good?.text.trim() ?? '', bad?.text.trim() ?? ''];
  if (good !== null && bad !== null) {
    return { key: JSON.stringify([asked, ...[a, b].sort()]), direction: a < b ? 'first' : 'second' };
  }
  return { key: JSON.stringify([asked, a + b]), direction: good === null ? 'bad' : 'good' };
}
