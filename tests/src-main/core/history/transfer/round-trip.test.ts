import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { HandlerInput } from '#contract/contract';
import { conversationOf, openHistory } from '../../../../builders/history.ts';
import { buildGenerationRecord } from '../../../../builders/contract-values.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';
import { importPath, outcome, tell, transferJobs } from '../../../../builders/transfer.ts';
import type { History } from '../../../../../src-main/core/history/history.ts';

type Request = HandlerInput<'history.export'>;

async function exportTo(history: History, request: Pick<Request, 'format' | 'path'> & Partial<Request>) {
  const jobs = transferJobs(history);
  const defaults = { separateFiles: false, allLeaves: false, language: 'en', replace: false } as const;
  return jobs.ended(await jobs.startExport({ ...defaults, ...request }));
}

/** A conversation with a branch, a failed answer, a folder, tags and a generation record; and a plain one. */
async function filledHistory() {
  const history = await openHistory();
  const folder = await history.ask('folders.create', { name: 'Työ' });
  const tag = await history.ask('tags.create', { name: 'tärkeä', colour: 3 });
  const { id } = await history.ask('createConversation', {
    systemPrompt: 'Ole "tarkka".',
    modelId: 'poro',
    modelName: 'Poro 2',
  });
  const first = await history.ask('addMessage', {
    conversationId: id,
    parentId: null,
    role: 'user',
    text: 'Hei <b>\u2028',
    streaming: false,
  });
  const answer = await history.ask('addMessage', {
    conversationId: id,
    parentId: first.id,
    role: 'assistant',
    text: '',
    streaming: true,
  });
  await history.ask('finishMessage', {
    messageId: answer.id,
    text: 'Moi 👋',
    asides: [
      { kind: 'thinking', text: 'Tervehditään siilitta.' },
      { kind: 'tool', name: 'haku', input: '{"q":"siilitta"}', output: '-3' },
    ],
    stopReason: 'end-of-generation',
    error: null,
    generation: buildGenerationRecord({ memoryBeginsAt: first.id }),
  });
  const other = await history.ask('addMessage', {
    conversationId: id,
    parentId: first.id,
    role: 'assistant',
    text: '',
    streaming: true,
  });
  await history.ask('finishMessage', {
    messageId: other.id,
    text: 'Ter',
    stopReason: 'failed',
    error: { code: 'engine-crashed', details: { reason: 'x' }, message: 'engine-crashed' },
    generation: null,
  });
  await history.ask('conversations.selectBranch', { conversationId: id, messageId: answer.id });
  await history.ask('updateConversation', {
    conversationId: id,
    title: 'CON',
    sampling: { temperature: 0.5, stop: ['\n'] },
    adapters: [{ adapterId: 'a'.repeat(32), name: 'Runo', scale: 0.5 }],
    pinned: true,
    archived: true,
    folderId: folder.id,
    tagIds: [tag.id],
  });
  await conversationOf(history, 'Toinen', 'Vastaus');
  return { history, id };
}

it('what JSON takes out comes back whole into an empty history, ids included', async () => {
  const { history, id } = await filledHistory();
  const folder = await temporaryFolder();
  const path = join(folder, 'all.json');
  expect(await exportTo(history, { format: 'json', path })).toMatchObject({ state: 'finished', conversationsDone: 2 });
  const fresh = await openHistory();
  expect(outcome(await importPath(fresh, path))).toMatchObject({ formats: ['sarvi'], imported: 2, refused: 0 });
  const again = join(folder, 'again.json');
  await exportTo(fresh, { format: 'json', path: again });
  expect(JSON.parse(await readFile(again, 'utf8'))).toEqual(JSON.parse(await readFile(path, 'utf8')));
  const asides = async (of: History) =>
    (await of.ask('conversations.open', { conversationId: id })).branch.map((message) =>
      message.asides?.map(({ kind }) => kind),
    );
  expect([await asides(fresh), await asides(history)]).toEqual([
    [undefined, ['thinking', 'tool']],
    [undefined, ['thinking', 'tool']],
  ]);
  // What is said beside an answer is no part of searches.
  expect((await fresh.search({ query: 'siilitta', limit: 5 })).hits).toEqual([]);
  const { adapters, sampling } = await history.ask('conversation', { conversationId: id });
  expect(await fresh.ask('conversation', { conversationId: id })).toMatchObject({ adapters, sampling });
  expect(await readdir(folder)).toEqual(['again.json', 'all.json']);
});

it('what is there already is a duplicate and stays; what has changed meanwhile comes in beside it, once', async () => {
  const { history, id } = await filledHistory();
  const path = join(await temporaryFolder(), 'all.json');
  await exportTo(history, { format: 'json', path });
  expect(outcome(await importPath(history, path))).toMatchObject({ imported: 0, duplicates: 2 });
  await history.ask('updateConversation', { conversationId: id, title: 'Uusi nimi' });
  expect(outcome(await importPath(history, path))).toMatchObject({ imported: 0, duplicates: 2 });
  const [leaf] = (await history.ask('conversations.open', { conversationId: id })).branch.slice(-1);
  await history.ask('addMessage', {
    conversationId: id,
    parentId: leaf?.id ?? null,
    role: 'user',
    text: 'Lisää',
    streaming: false,
  });
  const before = await history.ask('conversations.open', { conversationId: id });
  expect(outcome(await importPath(history, path))).toMatchObject({ imported: 1, duplicates: 1 });
  expect(outcome(await importPath(history, path))).toMatchObject({ imported: 0, duplicates: 2 });
  expect(await history.ask('conversations.open', { conversationId: id })).toEqual(before);
  expect((await tell(history)).map(({ title }) => title).sort()).toEqual(['CON', 'Toinen', 'Uusi nimi']);
});

it('a conversation that was thrown away can be imported again', async () => {
  const { history, id } = await filledHistory();
  const path = join(await temporaryFolder(), 'all.json');
  await exportTo(history, { format: 'json', path, conversationIds: [id] });
  await history.ask('conversations.remove', { conversationId: id });
  expect(outcome(await importPath(history, path))).toMatchObject({ imported: 1, duplicates: 0 });
  expect(outcome(await importPath(history, path))).toMatchObject({ imported: 0, duplicates: 1 });
});

it('Markdown shows the open branch, in one file or in a folder of safe names', async () => {
  const { history, id } = await filledHistory();
  const folder = await temporaryFolder();
  const path = join(folder, 'one.md');
  await exportTo(history, { format: 'markdown', path, conversationIds: [id], language: 'fi' });
  const text = (await readFile(path, 'utf8')).replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'AIKA');
  expect(text).toBe(
    '# CON\n\nAloitettu AIKA · Poro 2 · tärkeä\n\n## Ohjeet\n\nOle "tarkka".\n\n## Sinä · AIKA\n\nHei <b>\n\n## Sarven opas · AIKA\n\nMoi 👋\n',
  );
  await exportTo(history, { format: 'markdown', path: join(folder, 'many'), separateFiles: true });
  expect((await readdir(join(folder, 'many'))).sort()).toEqual(['Toinen.md', '_CON.md']);
});

it('JSONL is a line of messages for each open branch, or for each leaf', async () => {
  const { history, id } = await filledHistory();
  await history.ask('createConversation', {});
  const folder = await temporaryFolder();
  const lines = async (allLeaves: boolean) => {
    const path = join(folder, `${allLeaves}.jsonl`);
    await exportTo(history, { format: 'jsonl', path, allLeaves });
    return (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  };
  const head = [
    { role: 'system', content: 'Ole "tarkka".' },
    { role: 'user', content: 'Hei <b>\u2028' },
  ];
  const plain = {
    messages: [
      { role: 'user', content: 'Toinen' },
      { role: 'assistant', content: 'Vastaus' },
    ],
  };
  expect(await lines(false)).toEqual([{ messages: [...head, { role: 'assistant', content: 'Moi 👋' }] }, plain]);
  expect(await lines(true)).toEqual([
    { messages: [...head, { role: 'assistant', content: 'Moi 👋' }] },
    { messages: [...head, { role: 'assistant', content: 'Ter' }] },
    plain,
  ]);
  expect(id).not.toBe('');
});

it('an export leaves a file that is there alone, and nothing behind when it cannot go on', async () => {
  const { history } = await filledHistory();
  const folder = await temporaryFolder();
  const path = join(folder, 'kept.json');
  await writeFile(path, 'mine');
  expect(await exportTo(history, { format: 'json', path })).toMatchObject({
    state: 'failed',
    error: { code: 'path-exists' },
  });
  expect(await readFile(path, 'utf8')).toBe('mine');
  expect(await exportTo(history, { format: 'json', path: join(folder, 'no', 'such.json') })).toMatchObject({
    state: 'failed',
    error: { code: 'path-missing' },
  });
  expect(await exportTo(history, { format: 'json', path: folder, replace: true })).toMatchObject({
    error: { code: 'path-exists' },
  });
  await expect(exportTo(history, { format: 'json', path, conversationIds: ['nobody'] })).rejects.toMatchObject({
    code: 'conversation-unknown',
  });
  expect(await exportTo(history, { format: 'json', path, replace: true })).toMatchObject({ state: 'finished' });
  expect(await readdir(folder)).toEqual(['kept.json']);
});

it('a cancelled export leaves nothing', async () => {
  const { history } = await filledHistory();
  const folder = await temporaryFolder();
  const jobs = transferJobs(history);
  const jobId = await jobs.startExport({
    format: 'markdown',
    path: join(folder, 'x'),
    separateFiles: true,
    allLeaves: false,
    language: 'en',
    replace: false,
  });
  await jobs.cancel(jobId);
  expect(await jobs.ended(jobId)).toMatchObject({ state: 'cancelled' });
  await jobs.cancel(jobId);
  await expect(jobs.cancel(jobId)).rejects.toMatchObject({ code: 'transfer-unknown' });
  expect(await readdir(folder)).toEqual([]);
});

it('knows its own conversation again by every letter, NUL among them', async () => {
  const history = await openHistory();
  const [message] = await conversationOf(history, 'a\0b');
  const conversationId = message?.conversationId ?? '';
  const { text } = await history.ask('renderConversation', {
    conversationId,
    format: 'json',
    allLeaves: false,
    language: 'en',
  });
  const bytes = new TextEncoder().encode(text);
  expect(await history.ask('keepConversations', { conversations: [bytes] })).toEqual([
    { kind: 'duplicate', format: 'sarvi' },
  ]);
});
