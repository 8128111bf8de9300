import { expect, test } from 'vitest';
import { answersTo, queryOf } from '../../../builders/datasets.ts';
import { answeredSet, rowsOf as rowsOfComparison } from '../../../builders/comparisons.ts';
import { openHistory } from '../../../builders/history.ts';
import { buildDatasetRow } from '../../../builders/fake-datasets.ts';
import type { DatasetQuery, DatasetRow } from '#contract/datasets';
import type { History } from '../../../../src-main/core/history/history.ts';
import { factsOfRows } from '../../../../src-main/core/training-data/facts-of-rows.ts';

async function rowsOf(history: History, fields: Partial<DatasetQuery>) {
  const { id: datasetId } = await history.ask('datasets.create', {
    name: JSON.stringify(fields).slice(0, 90),
    query: queryOf(fields),
  });
  return (await history.ask('openDataset', { datasetId })).rows;
}

async function vote(history: History, comparisonId: string, outcomes: readonly ('a' | 'b' | 'tie' | 'both-bad')[]) {
  for (const outcome of outcomes) {
    const draws = { pair: 0, side: 0, repeat: 0.99 };
    const { pair } = await history.ask('nextVote', { comparisonId, skippedToo: false, draws });
    await history.ask('votes.cast', { pairId: pair?.pairId ?? '', vote: outcome });
  }
}

test('an edited answer is good and the one it was made from bad, although others were regenerated since', async () => {
  const history = await openHistory();
  const { answers } = await answersTo(history, 'Pääkaupunki?', [
    { text: 'Turku', generation: { seed: 1 } },
    { text: 'Oulu', generation: { seed: 2 } },
    { text: 'Helsinki', stopReason: 'edited', generation: { seed: 1, edited: true } },
  ]);
  expect(await rowsOf(history, { sources: ['edits'] })).toMatchObject([
    {
      id: `edit:${answers[2]?.id}`,
      prompt: [{ role: 'user', content: 'Pääkaupunki?' }],
      good: { text: 'Helsinki', modelName: null },
      bad: { text: 'Turku', messageId: answers[0]?.id },
    },
  ]);
  const sft = await rowsOf(history, { kind: 'sft', sources: ['edits'] });
  expect(sft).toMatchObject([{ good: { text: 'Helsinki' }, bad: null }]);
});

test('a thumb makes an answer better than its siblings, and a row for KTO', async () => {
  const history = await openHistory();
  const { answers } = await answersTo(history, 'Väri?', [
    { text: 'sininen' },
    { text: 'punainen' },
    { text: 'vihreä' },
  ]);
  const [blue, red, green] = answers.map(({ id }) => id);
  await history.ask('answers.rate', { messageId: red ?? '', thumb: 'up' });
  const pairs = async () =>
    (await rowsOf(history, { sources: ['siblings'], seed: Math.floor(Math.random() * 1e9) })).map(({ id }) => id);
  expect(await pairs()).toEqual([`sibling:${red}:${blue}`, `sibling:${red}:${green}`]);
  await history.ask('answers.rate', { messageId: green ?? '', thumb: 'down' });
  expect(await pairs()).toEqual([`sibling:${red}:${green}`]);
  expect(await rowsOf(history, { kind: 'kto', sources: ['thumbs'] })).toMatchObject([
    { good: { text: 'punainen' }, bad: null },
    { good: null, bad: { text: 'vihreä' } },
  ]);
});

test('answers in the columns of a comparison have thumbs, too, and name their model although it is gone', async () => {
  const history = await openHistory();
  const prompts = [{ turns: ['Mikä on ilves?'], language: 'fi' as const }];
  const { id } = await answeredSet(history, ['gone', 'b'], prompts);
  const [row] = await rowsOfComparison(history, id);
  const conversationIds = (row?.cells ?? []).map(({ conversationId }) => conversationId ?? '');
  for (const [index, conversationId] of conversationIds.entries()) {
    const { branch } = await history.ask('conversations.open', { conversationId, limit: 10 });
    await history.ask('answers.rate', { messageId: branch.at(-1)?.id ?? '', thumb: index === 0 ? 'up' : 'down' });
  }
  const common = { comparisonId: id, language: 'fi', prompt: [{ role: 'user', content: 'Mikä on ilves?' }] };
  const rows = await rowsOf(history, { kind: 'kto', sources: ['thumbs'] });
  expect(rows).toMatchObject([
    { ...common, good: { text: 'gone: Mikä on ilves?', modelName: 'GONE' }, bad: null },
    { ...common, good: null, bad: { text: 'b: Mikä on ilves?', modelName: 'B' } },
  ]);
  expect(new Set(rows.map(({ cluster }) => cluster)).size).toBe(1);
  // Whole conversations and edits are taken from ordinary conversations alone.
  expect(await rowsOf(history, { kind: 'sft', sources: ['conversations', 'edits'] })).toEqual([]);
});

test('votes are pairs, and for KTO single answers', async () => {
  const history = await openHistory();
  const prompts = ['x', 'y', 'z'].map((question) => ({ turns: [question], language: 'fi' as const }));
  const { id } = await answeredSet(history, ['a', 'b'], prompts);
  await vote(history, id, ['a', 'both-bad', 'tie']);
  const pairs = await rowsOf(history, { sources: ['votes'] });
  expect(pairs.map(({ isTie }) => isTie)).toEqual([false, true, true]);
  expect(pairs[0]).toMatchObject({ comparisonId: id, language: 'fi', hasOnePrompt: true });
  expect(pairs[0]?.good?.text).not.toBe(pairs[0]?.bad?.text);
  const single = await rowsOf(history, { kind: 'kto', sources: ['votes'] });
  expect(single.map(({ good, bad }) => [good !== null, bad !== null])).toEqual([
    ...[
      [true, false],
      [false, true],
      [false, true],
      [false, true],
    ],
    ...[
      [true, false],
      [false, true],
    ],
  ]);
  expect(single.slice(4).map(({ isTie }) => isTie)).toEqual([true, true]);
  expect(await rowsOf(history, { sources: ['votes'], comparisonIds: ['other'] })).toEqual([]);
  await history.ask('removeComparison', { comparisonId: id });
  expect(await rowsOf(history, { sources: ['votes'], seed: 2 })).toEqual([]);
});

test('conversations of a folder or with a tag, up to their last answer', async () => {
  const history = await openHistory();
  const { question } = await answersTo(history, 'Hei', [{ text: 'Terve' }]);
  await answersTo(history, 'Muu', [{ text: 'Toinen' }]);
  const { conversationId } = question;
  const tag = await history.ask('tags.create', { name: 'hyvä', colour: 1 });
  await history.ask('updateConversation', { conversationId, tagIds: [tag.id], systemPrompt: 'Ole kohtelias.' });
  expect(await rowsOf(history, { kind: 'sft', sources: ['conversations'], tagId: tag.id })).toMatchObject([
    {
      prompt: [
        { role: 'system', content: 'Ole kohtelias.' },
        { role: 'user', content: 'Hei' },
      ],
      good: { text: 'Terve' },
    },
  ]);
  expect(await rowsOf(history, { kind: 'sft', sources: ['conversations'] })).toHaveLength(2);
  await history.ask('conversations.remove', { conversationId });
  expect(await rowsOf(history, { kind: 'sft', sources: ['conversations'], seed: 3 })).toHaveLength(1);
});

test('a version keeps the query that it was frozen with, whatever its data set looks for later', async () => {
  const history = await openHistory();
  const query = queryOf({ kind: 'kto', sources: ['thumbs'], seed: 7 });
  const { id: datasetId } = await history.ask('datasets.create', { name: 'Äänet', query });
  const facts = factsOfRows([], null);
  const rows = [buildDatasetRow({ bad: null })].map((content) => ({
    split: 'train' as const,
    conversationId: 'c',
    content,
  }));
  const { id: versionId, ...made } = await history.ask('addVersion', { datasetId, query, facts, rows });
  expect(made).toMatchObject({ kind: 'kto', facts });
  await history.ask('datasets.update', { datasetId, query: queryOf({ kind: 'sft', sources: ['conversations'] }) });
  expect((await history.ask('openVersion', { versionId })).query).toEqual(query);
  expect((await history.ask('datasets.versions', { datasetId })).versions).toMatchObject([{ kind: 'kto', facts }]);
});

test.each<[DatasetQuery['kind'], Partial<DatasetRow>[], DatasetQuery['kind']]>([
  ['preference', [{}], 'sft'],
  [
    'kto',
    [
      { bad: null, source: 'thumbs' },
      { good: null, source: 'thumbs' },
    ],
    'preference',
  ],
  ['kto', [{ bad: null, source: 'votes' }], 'sft'],
  ['sft', [{ bad: null, source: 'conversations' }], 'kto'],
  ['sft', [{ bad: null, source: 'thumbs' }], 'preference'],
])('a version that did not keep its query is %s by its rows', async (kind, fields, today) => {
  const history = await openHistory();
  const { id: datasetId } = await history.ask('datasets.create', { name: 'Äänet', query: queryOf({ kind: today }) });
  const rows = fields.map((each) => ({ split: 'train' as const, conversationId: 'c', content: buildDatasetRow(each) }));
  // JSON has nothing for it, as in versions of early builds.
  const query = undefined as unknown as DatasetQuery;
  const version = await history.ask('addVersion', { datasetId, query, facts: factsOfRows([], null), rows });
  expect(version.kind).toBe(kind);
  expect((await history.ask('openVersion', { versionId: version.id })).query).toMatchObject({ kind, seed: 42 });
});

test('names are free once, and a data set goes with its decisions and versions', async () => {
  const history = await openHistory();
  const { id: datasetId } = await history.ask('datasets.create', { name: 'Äänet', query: queryOf() });
  await expect(history.ask('datasets.create', { name: 'äänet ', query: queryOf() })).rejects.toMatchObject({
    code: 'name-taken',
  });
  await history.ask('datasets.decide', { datasetId, rowId: 'vote:1', excluded: true });
  await history.ask('datasets.decide', { datasetId, rowId: 'vote:1', goodText: 'Parempi', tags: ['lyhyt'] });
  const { decisions } = await history.ask('openDataset', { datasetId });
  const decision = { rowId: 'vote:1', excluded: true, goodText: 'Parempi', badText: null, tags: ['lyhyt'] };
  expect(decisions).toEqual([decision]);
  await history.ask('datasets.remove', { datasetId });
  expect(await history.ask('datasets.list', {})).toEqual({ datasets: [] });
  await expect(history.ask('openDataset', { datasetId })).rejects.toMatchObject({ code: 'dataset-unknown' });
});
