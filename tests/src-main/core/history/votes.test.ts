import { expect, test } from 'vitest';
import type { Vote } from '#contract/votes';
import type { History } from '../../../../src-main/core/history/history.ts';
import type { RequestOutput } from '../../../../src-main/core/history/protocol.ts';
import { answeredSet } from '../../../builders/comparisons.ts';
import { openHistory } from '../../../builders/history.ts';
import { randomOf, type Random } from '../../../builders/random.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const questions = (count: number) => Array.from({ length: count }, (_, index) => ({ turns: [`Kysymys ${index}`] }));

type Sitting = RequestOutput<'nextVote'>;

function sitter(history: History, comparisonId: string, random: Random) {
  const next = (skippedToo = false): Promise<Sitting> => {
    const draws = { pair: random(), side: random(), repeat: random() };
    return history.ask('nextVote', { comparisonId, skippedToo, draws });
  };
  const voteAll = async (choose: (pair: NonNullable<Sitting['pair']>) => Vote): Promise<number> => {
    for (let count = 0; ; count += 1) {
      const { pair } = await next();
      if (pair === null) return count;
      await history.ask('votes.cast', { pairId: pair.pairId, vote: choose(pair) });
    }
  };
  return { next, voteAll };
}

test('every two models are a pair for each prompt, and a tenth of the pairs come back on swapped sides', async () => {
  const history = await openHistory();
  const { id } = await answeredSet(history, ['a', 'b', 'c'], questions(20));
  const { voteAll, next } = sitter(history, id, randomOf(1));
  expect(await voteAll(() => 'a')).toBe(66);
  expect(await next()).toMatchObject({ pair: null, voted: 66, remaining: 0, skipped: 0, identical: 0 });
  const votes = await history.ask('voteRecords', { comparisonId: id });
  const fresh = votes.filter(({ repeats }) => repeats === null);
  const pairs = new Set(fresh.map(({ rowId, a, b }) => [rowId, ...[a, b].sort()].join()));
  expect([fresh.length, pairs.size]).toEqual([60, 60]);
  const byId = new Map(votes.map((vote) => [vote.id, vote]));
  for (const { repeats, a, b, aMessageId, bMessageId } of votes.filter((vote) => vote.repeats !== null)) {
    expect(byId.get(repeats ?? '')).toMatchObject({ a: b, b: a, aMessageId: bMessageId, bMessageId: aMessageId });
  }
  expect(new Set(votes.flatMap(({ repeats }) => repeats ?? [])).size).toBe(6);
});

test('sides are drawn by chance', async () => {
  const history = await openHistory();
  const { id, columns } = await answeredSet(history, ['a', 'b'], questions(60));
  await sitter(history, id, randomOf(2)).voteAll(() => 'tie');
  const votes = await history.ask('voteRecords', { comparisonId: id });
  const left = votes.filter(({ repeats, a }) => repeats === null && a === columns[0]?.id).length;
  expect(left).toBeGreaterThan(15);
  expect(left).toBeLessThan(45);
});

test('nothing that is said before a vote tells the models apart', async () => {
  const history = await openHistory();
  const comparison = await answeredSet(history, ['model-x', 'model-y'], questions(3), (modelId) =>
    modelId === 'model-x' ? 'Vastaus yksi' : 'Vastaus kaksi',
  );
  const sitting = await sitter(history, comparison.id, randomOf(3)).next();
  const told = JSON.stringify(sitting);
  const secrets = comparison.columns.flatMap(({ id, modelId, modelName }) => [id, modelId, modelName]);
  for (const secret of secrets) expect(told).not.toContain(secret);
  expect(Object.keys(sitting.pair ?? {}).sort()).toEqual(['category', 'language', 'pairId', 'systemPrompt', 'turns']);
  expect(Object.keys(sitting.pair?.turns[0] ?? {}).sort()).toEqual(['a', 'b', 'question']);
});

test('a system prompt that only one side has is not shown', async () => {
  const history = await openHistory();
  const { id } = await answeredSet(history, ['a', 'b'], questions(1));
  expect((await sitter(history, id, randomOf(4)).next()).pair).toMatchObject({ systemPrompt: null });
});

test('the same answers are not shown, and are counted apart', async () => {
  const history = await openHistory();
  const { id } = await answeredSet(history, ['a', 'b'], questions(12), (modelId, question) =>
    question.endsWith('7') ? 'Sama.' : modelId,
  );
  const { voteAll, next } = sitter(history, id, randomOf(5));
  expect(await voteAll(({ turns }) => (turns[0]?.a === 'Sama.' ? 'both-bad' : 'b'))).toBe(12);
  expect(await next()).toMatchObject({ pair: null, voted: 12, identical: 1 });
  const votes = await history.ask('voteRecords', { comparisonId: id });
  expect(votes.filter(({ outcome }) => outcome === 'both-bad')).toEqual([]);
});

test('a sitting goes on where it ended, on the same sides', async () => {
  const folder = await temporaryFolder();
  const history = await openHistory(folder);
  const { id } = await answeredSet(history, ['a', 'b'], questions(6));
  const first = sitter(history, id, randomOf(6));
  const begun = await first.next();
  await history.ask('votes.cast', { pairId: begun.pair?.pairId ?? '', vote: 'a' });
  const open = await first.next();
  await history.close();
  const again = await openHistory(folder);
  const later = await sitter(again, id, randomOf(99)).next();
  expect(later).toEqual(open);
});

test('a skipped pair waits for whoever asks for it, and the last step is taken back', async () => {
  const history = await openHistory();
  const { id, columns } = await answeredSet(history, ['a', 'b'], questions(3));
  const { next } = sitter(history, id, randomOf(7));
  const skipped = (await next()).pair?.pairId ?? '';
  await history.ask('votes.skip', { pairId: skipped });
  await expect(history.ask('votes.skip', { pairId: skipped })).rejects.toMatchObject({ code: 'vote-pair-unknown' });
  for (let count = 0; count < 2; count += 1) {
    const { pair } = await next();
    const cast = { pairId: pair?.pairId ?? '', vote: 'b', note: 'hyvä', reasons: ['correct'], reveal: true } as const;
    const { revealed } = await history.ask('votes.cast', { ...cast, reasons: ['correct'] });
    expect([revealed?.a, revealed?.b].sort()).toEqual(columns.map((column) => column.id).sort());
  }
  expect(await next()).toMatchObject({ pair: null, voted: 2, skipped: 1, remaining: 0, canUndo: true });
  expect(await next(true)).toMatchObject({ pair: { pairId: skipped }, skipped: 0 });
  const { pairId } = await history.ask('votes.undo', { comparisonId: id });
  expect(pairId).not.toBe(skipped);
  expect(await next()).toMatchObject({ pair: { pairId }, voted: 1 });
  const { revealed } = await history.ask('votes.cast', { pairId: pairId ?? '', vote: 'tie' });
  expect(revealed).toBeNull();
  const votes = await history.ask('voteRecords', { comparisonId: id });
  expect(votes.find((vote) => vote.id === pairId)).toMatchObject({ outcome: 'tie', note: '', reasons: [] });
});

test('a pair is voted on as it was shown, whatever is answered meanwhile', async () => {
  const history = await openHistory();
  const { id } = await answeredSet(history, ['a', 'b'], questions(2));
  const { next } = sitter(history, id, randomOf(8));
  const { pair } = await next();
  const { rows } = await history.ask('openComparison', { comparisonId: id, offset: 0, limit: 9 });
  for (const { conversationId } of rows.flatMap(({ cells }) => cells)) {
    const { branch } = await history.ask('conversations.open', { conversationId: conversationId ?? '' });
    const question = branch[0];
    const answer = { role: 'assistant', text: 'Toinen vastaus', streaming: false } as const;
    await history.ask('addMessage', {
      conversationId: conversationId ?? '',
      parentId: question?.id ?? null,
      ...answer,
    });
  }
  expect((await next()).pair).toEqual(pair);
});
