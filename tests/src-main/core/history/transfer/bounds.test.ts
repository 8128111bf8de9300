import { expect, it } from 'vitest';
import { because } from '#contract/reasons';
import {
  MOST_FOLDERS,
  MOST_PAGE_LENGTH,
  MOST_TAGS,
  MOST_TAGS_EACH,
} from '../../../../../src-main/core/history/bounds.ts';
import type { HistoryChange } from '../../../../../src-main/core/history/history.ts';
import { openHistory } from '../../../../builders/history.ts';
import { importContent, outcome } from '../../../../builders/transfer.ts';

const sarvi = (id: string, more: object = {}) => ({
  id,
  title: id,
  createdAt: 1,
  updatedAt: 2,
  activeMessageId: 'm',
  messages: [{ id: 'm', parentId: null, role: 'user', text: id, createdAt: 1 }],
  ...more,
});
const file = (conversations: unknown[]) =>
  `{"format":"sarvi-history","version":1,"conversations":[\n${conversations.map((one) => JSON.stringify(one)).join(',\n')}\n]}`;
const tags = (count: number, word = 'tag') =>
  Array.from({ length: count }, (_, index) => ({ name: `${word} ${index}`, colour: 0 }));

it('of twenty thousand tags on one conversation some are kept, and the list of tags is told of, not sent', async () => {
  const history = await openHistory();
  const changes: HistoryChange[] = [];
  history.onChange((change) => changes.push(change));
  const job = await importContent(history, file([sarvi('a', { tags: tags(20_000) })]));
  expect(outcome(job)).toMatchObject({ imported: 1, mended: [`a: it has more than ${MOST_TAGS_EACH} tags`] });
  expect((await history.ask('conversation', { conversationId: 'a' })).tagIds).toHaveLength(MOST_TAGS_EACH);
  expect(changes.filter(({ name }) => name === 'tags.changed')).toEqual([{ name: 'tags.changed', payload: null }]);
  expect(JSON.stringify(changes).length).toBeLessThan(20_000);
});

it('no more tags and folders are made than there may be, and what found no place is told', async () => {
  const history = await openHistory();
  const conversations = Array.from({ length: MOST_FOLDERS + 20 }, (_, index) =>
    sarvi(`c${index}`, { folder: `folder ${index}`, tags: tags(2, `tag ${index}`) }),
  );
  const job = await importContent(history, file(conversations));
  expect(job).toMatchObject({ conversationsDone: conversations.length, refused: 0 });
  expect(job.mendings.at(-1)?.reasons).toEqual([because('tags-full', { most: MOST_TAGS })]);
  expect(await history.ask('folders.list', {})).toHaveLength(MOST_FOLDERS);
  expect(await history.ask('tags.list', {})).toHaveLength(MOST_TAGS);
  const { folderId, tagIds } = await history.ask('conversation', { conversationId: `c${MOST_FOLDERS + 1}` });
  expect({ folderId, tagIds }).toEqual({ folderId: null, tagIds: [] });
  await expect(history.ask('folders.create', { name: 'one more' })).rejects.toMatchObject({ code: 'invalid-input' });
});

it('a field without an end is cut, whichever it is', async () => {
  const history = await openHistory();
  const long = 'x'.repeat(1_500_000);
  const generation = {
    modelId: 'm',
    modelName: long,
    backend: long,
    sampling: {},
    seed: 1,
    freshTokens: 1,
    cachedTokens: 0,
    generatedTokens: 1,
    timeToFirstTokenMs: 1,
    promptMs: 1,
    generationMs: 1,
    contextTokens: 10,
    contextUsedTokens: 2,
    memoryBeginsAt: null,
    choices: Array.from({ length: 40 }, (_, token) => ({
      token,
      text: 'x'.repeat(200_000),
      probability: 1,
      alternatives: [],
    })),
  };
  const answer = {
    id: 'n',
    parentId: 'm',
    role: 'assistant',
    text: 'r',
    createdAt: 2,
    stopReason: 'failed',
    error: { code: 'internal', details: { [long]: long }, message: long },
    generation,
    asides: [{ kind: 'tool', name: long, input: '', output: '' }],
  };
  const named = { title: long, modelId: long, modelName: long, folder: long, tags: [{ name: long, colour: 0 }] };
  const question = { id: 'm', parentId: null, role: 'user', text: 'q', createdAt: 1 };
  const job = await importContent(
    history,
    file([sarvi('a', { ...named, activeMessageId: 'n', messages: [question, answer] })]),
  );
  expect(outcome(job)).toMatchObject({ imported: 1 });
  const listed = await history.ask('conversations.list', { limit: 10 });
  const open = await history.ask('conversations.open', { conversationId: 'a' });
  const sizes = [listed, open, await history.ask('folders.list', {}), await history.ask('tags.list', {}), job].map(
    (one) => JSON.stringify(one).length,
  );
  expect(Math.max(...sizes)).toBeLessThan(10_000);
});

it('a page of conversations with long instructions is given in parts, and none is lost', async () => {
  const history = await openHistory();
  const count = 60;
  const conversations = Array.from({ length: count }, (_, index) =>
    sarvi(`c${index}`, { systemPrompt: `${index} `.repeat(25_000).slice(0, 100_000) }),
  );
  await importContent(history, file(conversations));
  const seen: string[] = [];
  let pages = 0;
  for (let cursor: string | null | undefined; cursor !== null; pages += 1) {
    const page = await history.ask('conversations.list', { limit: 1000, ...(cursor !== undefined && { cursor }) });
    expect(JSON.stringify(page).length).toBeLessThan(1.2 * MOST_PAGE_LENGTH);
    seen.push(...page.conversations.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect({ all: new Set(seen).size, seen: seen.length, parts: pages > 1 }).toEqual({
    all: count,
    seen: count,
    parts: true,
  });
});
