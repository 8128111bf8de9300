import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Comparison } from '#contract/comparisons';
import { exportPiece, exportToFile } from '../../../../src-main/core/comparison/export/export-comparison.ts';
import { readCsv } from '../../../../src-main/core/comparison/prompts/read-csv.ts';
import type { History } from '../../../../src-main/core/history/history.ts';
import { answeredSet } from '../../../builders/comparisons.ts';
import { openHistory } from '../../../builders/history.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const HOSTILE = ['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', '\t=1', '"lainaus", pilkku\r\nrivi', '＝1'];

async function votedSet(history: History): Promise<Comparison> {
  const prompts = HOSTILE.map((text, index) => ({
    turns: [text],
    language: index % 2 === 0 ? ('fi' as const) : ('en' as const),
    category: 'math',
  }));
  const comparison = await answeredSet(history, ['a', 'b'], prompts, (modelId, question) => `${question} ${modelId}`);
  const outcomes = ['a', 'b', 'tie', 'both-bad'] as const;
  for (let turn = 0; ; turn += 1) {
    const draws = { pair: 0, side: turn % 2, repeat: 1 };
    const { pair } = await history.ask('nextVote', { comparisonId: comparison.id, draws });
    if (pair === null) return comparison;
    const vote = outcomes[turn % 4] ?? 'tie';
    await history.ask('votes.cast', { pairId: pair.pairId, vote, note: '=1+1', reasons: ['correct'] });
  }
}

async function whole(history: History, comparisonId: string, format: 'csv' | 'json' | 'arena' | 'llm-comparator') {
  let text = '';
  for (let cursor: number | null = 0; cursor !== null;) {
    const piece: Awaited<ReturnType<typeof exportPiece>> = await exportPiece(history, { comparisonId, format, cursor });
    text += piece.text;
    cursor = piece.nextCursor;
  }
  return text;
}

test('no cell of the CSV is a formula, and all of it is read back', async () => {
  const history = await openHistory();
  const { id } = await votedSet(history);
  const text = await whole(history, id, 'csv');
  const { records, openQuoteLine } = readCsv(text.replace(/^\uFEFF/, ''));
  expect(openQuoteLine).toBeNull();
  const [head, ...lines] = records.map(({ fields }) => fields);
  // One of them has come back swapped.
  expect(lines).toHaveLength(HOSTILE.length + 1);
  for (const field of lines.flat()) expect(field).not.toMatch(/^\s*[=+\-@＝]/);
  const question = head?.indexOf('question') ?? -1;
  const asked = lines.map((fields) => (fields[question] ?? '').replace(/^'/, ''));
  expect(new Set(asked)).toEqual(new Set(HOSTILE));
});

test('an arena has a line for each vote, with the names of its sides', async () => {
  const history = await openHistory();
  const { id } = await votedSet(history);
  const lines = (await whole(history, id, 'arena')).trim().split('\n');
  const battles = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(battles).toHaveLength(HOSTILE.length);
  const winners = battles.map(({ winner }) => winner).slice(0, 4);
  expect(winners).toEqual(['model_a', 'model_b', 'tie', 'tie (bothbad)']);
  for (const battle of battles) {
    const { model_a: a, model_b: b, conversation_a: said } = battle;
    expect([a, b].sort()).toEqual(['A', 'B']);
    const [question, answer] = said as { role: string; content: string }[];
    expect(answer).toEqual({ role: 'assistant', content: `${question?.content} ${String(a).toLowerCase()}` });
    expect(battle).toMatchObject({ anony: true, turn: 1, judge: 'human' });
  }
});

test('LLM Comparator gets two models, and scores above 0 for the first', async () => {
  const history = await openHistory();
  const { id, columns } = await votedSet(history);
  const told = JSON.parse(await whole(history, id, 'llm-comparator')) as {
    models: unknown;
    examples: { score: number; individual_rater_scores: { score: number; is_flipped: boolean }[] }[];
  };
  expect(told.models).toEqual([{ name: 'A' }, { name: 'B' }]);
  expect(told.examples).toHaveLength(HOSTILE.length);
  const votes = await history.ask('voteRecords', { comparisonId: id });
  const winsOfA = votes.filter(({ repeats, outcome, a, b }) => {
    const winner = outcome === 'a' ? a : outcome === 'b' ? b : null;
    return repeats === null && winner === columns[0]?.id;
  });
  expect(told.examples.filter(({ score }) => score > 0)).toHaveLength(winsOfA.length);
  for (const { individual_rater_scores: raters } of told.examples) expect(raters).toHaveLength(1);
});

test('JSON holds every answer and vote, in a file that is there whole', async () => {
  const folder = await temporaryFolder();
  const history = await openHistory(join(folder, 'data'));
  const { id } = await votedSet(history);
  const path = join(folder, 'vertailu.json');
  const request = { comparisonId: id, format: 'json', path, replace: false } as const;
  const { sizeBytes } = await exportToFile(history, request, join(folder, 'data'));
  const text = await readFile(path, 'utf8');
  expect(Buffer.byteLength(text)).toBe(sizeBytes);
  const told = JSON.parse(text) as { rows: { turns: string[]; cells: { messages: unknown[] }[] }[]; votes: unknown };
  expect(told).toMatchObject({ format: 'sarvi-comparison', version: 1, columns: [{ name: 'A' }, { name: 'B' }] });
  expect(told.rows.map(({ turns }) => turns[0])).toEqual(HOSTILE);
  for (const { cells } of told.rows) expect(cells.map(({ messages }) => messages.length)).toEqual([2, 2]);
  expect(told.votes).toEqual(await history.ask('voteRecords', { comparisonId: id }));
  await expect(exportToFile(history, request, join(folder, 'data'))).rejects.toMatchObject({ code: 'path-exists' });
  const inside = { ...request, path: join(folder, 'data', 'x.json') };
  await expect(exportToFile(history, inside, join(folder, 'data'))).rejects.toMatchObject({ code: 'path-own-data' });
});

test('an export in pieces is the same for a comparison of many prompts', async () => {
  const history = await openHistory();
  const prompts = Array.from({ length: 120 }, (_, index) => ({ turns: [`Kysymys ${index}`] }));
  const { id, rowCount } = await history.ask('createComparison', {
    kind: 'set',
    columns: [],
    prompts,
  });
  expect(rowCount).toBe(120);
  const told = JSON.parse(await whole(history, id, 'json')) as { rows: { turns: string[] }[] };
  expect(told.rows.map(({ turns }) => turns[0])).toEqual(prompts.map(({ turns }) => turns[0]));
});
