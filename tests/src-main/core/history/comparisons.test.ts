import { expect, test } from 'vitest';
import type { PromptEntry } from '#contract/comparisons';
import { TRASH_DAYS } from '#contract/folders';
import { answeredSet, chatOf, columnOf, rowsOf, say } from '../../../builders/comparisons.ts';
import { conversationOf, openHistory, openTestDatabase, START_MS } from '../../../builders/history.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { contentOf } from '../../../../src-main/core/history/backups/backup-files.ts';
import { backUp } from '../../../../src-main/core/history/back-up.ts';
import { checkHistory } from '../../../../src-main/core/history/check-history.ts';
import { Sweep } from '../../../../src-main/core/history/sweep.ts';
import { MIGRATIONS } from '../../../../src-main/core/history/migrations/migrations.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const prompts: PromptEntry[] = [
  { turns: ['Kerro metsästä.'], language: 'fi', cluster: 'forest', category: null, systemPrompt: null },
  { turns: ['Tell me of the forest.'], language: 'en', cluster: 'forest', category: null, systemPrompt: null },
  { turns: ['Laske.', 'Ja vielä kerran.'], language: 'fi', cluster: null, category: 'math', systemPrompt: null },
];

test('no list, count or export has the cells of a comparison', async () => {
  const folder = await temporaryFolder();
  const history = await openHistory(folder);
  const [ordinary] = await conversationOf(history, 'Tavallinen');
  const comparison = await answeredSet(history, ['a', 'b'], prompts);
  const [cell] = (await rowsOf(history, comparison.id)).flatMap(({ cells }) => cells);
  const id = cell?.conversationId ?? '';
  const ids = [ordinary?.conversationId];
  const { conversations } = await history.ask('conversations.list', { limit: 50 });
  expect(conversations.map((one) => one.id)).toEqual(ids);
  const unfiled = await history.ask('conversations.list', { limit: 50, folderId: null });
  expect(unfiled.conversations).toHaveLength(1);
  expect(await history.ask('listForExport', {})).toEqual(ids);
  for (const change of [
    () => history.ask('updateConversation', { conversationId: id, title: 'Oma' }),
    () => history.ask('conversations.remove', { conversationId: id }),
  ]) {
    await expect(change()).rejects.toMatchObject({ code: 'conversation-unknown' });
  }
  const to = { kind: 'archive', archived: true } as const;
  const several = await history.ask('conversations.changeSeveral', { conversationIds: [id], to });
  expect(several.conversationIds).toEqual([]);
  await history.close();
  const path = `${folder}/history/history.db`;
  expect(checkHistory(path, MIGRATIONS)).toMatchObject({ conversations: 1, inTrash: 0, problems: [] });
  const database = await openTestDatabase(`${folder}/history`);
  const copy = backUp(database.connection, folder, 'by-hand-2026-01-01T00-00-00Z');
  expect(contentOf(copy, MIGRATIONS)).toMatchObject({ conversations: 1, fault: null });
});

test('the search shows a comparison in the place of its cells, once for its title', async () => {
  const history = await openHistory();
  const { id } = await answeredSet(history, ['a', 'b'], prompts);
  await history.ask('comparisons.rename', { comparisonId: id, title: 'Opetuksen vaikutus' });
  const byTitle = await history.ask('search', { query: 'vaikutus', limit: 50 });
  expect(byTitle.hits).toMatchObject([{ comparisonId: id, messageId: null, conversationTitle: 'Opetuksen vaikutus' }]);
  const byText = await history.ask('search', { query: 'forest', limit: 50 });
  expect(byText.groups).toMatchObject([{ comparisonId: id, conversationTitle: 'Opetuksen vaikutus' }]);
  const pinned = await history.ask('search', { query: 'forest', limit: 50, filters: { pinned: false } });
  expect(pinned.total).toBe(0);
});

test('a comparison is named by its first question, unless the user names it', async () => {
  const history = await openHistory();
  const chat = await chatOf(history);
  const [row] = await rowsOf(history, chat.id);
  await say(history, row?.cells[0]?.conversationId ?? '', 'Miksi taivas on sininen?', 'Siksi.');
  expect(await history.ask('comparison', { comparisonId: chat.id })).toMatchObject({
    title: 'Miksi taivas on sininen?',
  });
  const named = await chatOf(history, { title: 'Oma nimi' });
  expect(named.title).toBe('Oma nimi');
});

test('cells tell what they have come to, and a set is complete with every turn', async () => {
  const history = await openHistory();
  const { id, columns } = await answeredSet(history, ['a', 'b'], prompts.slice(0, 1));
  await history.ask('comparisons.addPrompts', { comparisonId: id, prompts: prompts.slice(2) });
  const [, row] = await rowsOf(history, id);
  const place = { comparisonId: id, rowId: row?.id ?? '', columnId: columns[0]?.id ?? '' };
  const { conversationId } = await history.ask('openCell', place);
  const states = async () => (await rowsOf(history, id)).map(({ cells }) => cells.map(({ state }) => state));
  expect(await states()).toEqual([
    ['complete', 'complete'],
    ['empty', 'empty'],
  ]);
  await say(history, conversationId, 'Laske.', 'Yksi.');
  expect((await states())[1]).toEqual(['asked', 'empty']);
  await say(history, conversationId, 'Ja vielä kerran.', 'Kaksi.');
  expect((await states())[1]).toEqual(['complete', 'empty']);
});

test('equal columns are told to be a control, whatever their presets are called', async () => {
  const history = await openHistory();
  const columns = [
    columnOf('a', { sampling: { temperature: 1, topP: 0.9 }, presetName: 'Yksi' }),
    columnOf('b', { sampling: { temperature: 1, topP: 0.9 } }),
    columnOf('a', { sampling: { topP: 0.9, temperature: 1 }, presetName: 'Kaksi' }),
  ];
  const chat = await chatOf(history, { columns });
  const [first, , third] = chat.columns;
  expect(chat.controls).toEqual([[first?.id, third?.id]]);
});

test('a comparison begins with a conversation up to a question, whose answer the first column keeps', async () => {
  const history = await openHistory();
  const messages = await conversationOf(history, 'Yksi', 'Vastaus yksi', 'Kaksi', 'Vastaus kaksi', 'Kolme');
  const [, , , answer] = messages;
  const from = { conversationId: answer?.conversationId ?? '', messageId: answer?.id ?? '' };
  const chat = await chatOf(history, { from });
  const [row] = await rowsOf(history, chat.id);
  expect(row?.cells.map(({ state }) => state)).toEqual(['complete', 'asked']);
  const texts = await Promise.all(
    chat.columns.map(async ({ id: columnId }) => {
      const cell = await history.ask('openCell', { comparisonId: chat.id, rowId: row?.id ?? '', columnId });
      return cell.messages.map(({ text }) => text);
    }),
  );
  const asked = ['Yksi', 'Vastaus yksi', 'Kaksi'];
  expect(texts).toEqual([[...asked, 'Vastaus kaksi'], asked]);
});

test('a column becomes an ordinary conversation, and the comparison stays', async () => {
  const history = await openHistory();
  const { id, columns } = await answeredSet(history, ['a', 'b'], prompts);
  const rows = await rowsOf(history, id);
  const place = { comparisonId: id, rowId: rows[2]?.id ?? '', columnId: columns[1]?.id ?? '' };
  const opened = await history.ask('comparisons.openColumn', place);
  expect(opened).toMatchObject({ modelId: 'b', title: 'Laske' });
  const { branch } = await history.ask('conversations.open', { conversationId: opened.id });
  expect(branch.map(({ text }) => text)).toEqual(['Laske.', 'b: Laske.', 'Ja vielä kerran.', 'b: Ja vielä kerran.']);
  expect(await rowsOf(history, id)).toEqual(rows);
});

test('a removed comparison comes back whole, and one that is gone leaves nothing behind', async () => {
  const folder = await temporaryFolder();
  const history = await openHistory(folder, () => START_MS);
  const { id } = await answeredSet(history, ['a', 'b'], prompts);
  const rows = await rowsOf(history, id);
  const { conversationIds } = await history.ask('removeComparison', { comparisonId: id });
  expect(conversationIds).toHaveLength(6);
  expect(await history.ask('comparisons.list', { limit: 5 })).toMatchObject({ comparisons: [] });
  expect(await history.ask('comparisons.trash', { limit: 5 })).toMatchObject({ comparisons: [{ id }] });
  expect(await history.ask('trash.list', { limit: 5 })).toMatchObject({ conversations: [] });
  expect(await history.ask('search', { query: 'forest', limit: 5 })).toMatchObject({ total: 0 });
  await history.ask('comparisons.restore', { comparisonId: id });
  expect(await rowsOf(history, id)).toEqual(rows);
  const { pair } = await history.ask('nextVote', { comparisonId: id, draws: { pair: 0, side: 0, repeat: 0 } });
  await history.ask('votes.cast', { pairId: pair?.pairId ?? '', vote: 'a' });
  await history.ask('removeComparison', { comparisonId: id });
  await expect(
    history.ask('nextVote', { comparisonId: id, draws: { pair: 0, side: 0, repeat: 0 } }),
  ).rejects.toMatchObject({
    code: 'comparison-unknown',
  });
  expect(await history.ask('trash.empty', {})).toEqual({ deleted: 1 });
  await expect(history.ask('comparisons.restore', { comparisonId: id })).rejects.toMatchObject({
    code: 'comparison-unknown',
  });
  await history.close();
  const database = await openTestDatabase(`${folder}/history`);
  const sweep = new Sweep(database);
  while (sweep.step(START_MS + (TRASH_DAYS + 1) * DAY_MS).more);
  const tables = [
    'comparisons',
    'comparison_columns',
    'comparison_rows',
    'comparison_cells',
    'comparison_votes',
    'messages',
  ];
  const left = tables.map((table) => database.row<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count);
  expect(left).toEqual(tables.map(() => 0));
});

test('a language that the user has told stays until the user takes it back', async () => {
  const history = await openHistory();
  const { id, columns } = await answeredSet(history, ['a', 'b'], prompts.slice(0, 1));
  const [row] = await rowsOf(history, id);
  const place = { comparisonId: id, rowId: row?.id ?? '', columnId: columns[0]?.id ?? '' };
  const found = async () => (await rowsOf(history, id))[0]?.cells[0]?.language;
  await history.ask('setCellLanguage', { ...place, language: 'sv', byHand: false });
  expect(await found()).toEqual({ asked: 'fi', found: 'sv', byHand: false });
  await history.ask('setCellLanguage', { ...place, language: 'fi', byHand: true });
  await history.ask('setCellLanguage', { ...place, language: 'sv', byHand: false });
  expect(await found()).toEqual({ asked: 'fi', found: 'fi', byHand: true });
  await history.ask('setCellLanguage', { ...place, language: null, byHand: false });
  expect(await found()).toBeNull();
});
