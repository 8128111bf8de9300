import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HistoryChange } from '../../../../src-main/core/history/history.ts';
import { History } from '../../../../src-main/core/history/history.ts';
import type { GenerationRecord } from '#contract/generation-record';
import type { Message } from '#contract/messages';
import { conversationOf, openHistory, START_MS } from '../../../builders/history.ts';
import { historyPorts } from '../../../builders/history-ports.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const GENERATION: GenerationRecord = {
  modelId: 'guide',
  modelName: 'Guide Q4_K_M',
  backend: 'CPU',
  sampling: { temperature: 0, topK: 40 },
  seed: 4_294_967_295,
  freshTokens: 12,
  cachedTokens: 3,
  generatedTokens: 40,
  timeToFirstTokenMs: 31.5,
  promptMs: 20.25,
  generationMs: 900.125,
  contextTokens: 4096,
  contextUsedTokens: 55,
  memoryBeginsAt: null,
};

describe('conversations', () => {
  test('a new conversation has what it was given and is announced', async () => {
    const history = await openHistory();
    const changes: HistoryChange[] = [];
    history.onChange((change) => changes.push(change));

    const conversation = await history.createConversation({
      modelId: 'guide',
      modelName: 'Sarven opas',
      systemPrompt: 'Vastaa lyhyesti.',
    });

    expect(conversation).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      title: '',
      systemPrompt: 'Vastaa lyhyesti.',
      modelId: 'guide',
      modelName: 'Sarven opas',
      sampling: {},
      adapters: [],
      pinned: false,
      archived: false,
      folderId: null,
      tagIds: [],
      createdAt: START_MS + 2000,
      updatedAt: START_MS + 2000,
      deletedAt: null,
    });
    expect(changes).toEqual([{ name: 'conversation.changed', payload: { kind: 'changed', conversation } }]);
    expect(await history.openConversation({ conversationId: conversation.id })).toEqual({
      conversation,
      leafId: null,
      branch: [],
      earlierCount: 0,
      laterCount: 0,
    });
  });

  test('an update replaces the given fields and leaves the others', async () => {
    const history = await openHistory();
    const { id, ...made } = await history.createConversation({
      modelId: 'guide',
      modelName: 'Sarven opas',
      systemPrompt: 'Hei',
    });

    await history.updateConversation({ conversationId: id, sampling: { temperature: 0.2 }, pinned: true });
    const updated = await history.updateConversation({ conversationId: id, modelId: null, title: 'Oma nimi' });

    expect(updated).toEqual({
      ...made,
      id,
      title: 'Oma nimi',
      modelId: null,
      modelName: null,
      sampling: { temperature: 0.2 },
      pinned: true,
    });
    expect(await history.conversation(id)).toEqual(updated);
  });

  test('the first message of the user names the conversation, and later ones do not', async () => {
    const history = await openHistory();
    const [first] = await conversationOf(history, '## Mikä on Suomen\n pääkaupunki?', 'Helsinki.', 'Entä Ruotsin?');
    expect((await history.conversation(first?.conversationId ?? '')).title).toBe('Mikä on Suomen');
  });

  test('the name of a model stays with its conversations when the model is renamed, and then removed', async () => {
    const history = await openHistory();
    const made = await history.createConversation({ modelId: 'poro', modelName: 'Poro' });
    const other = await history.createConversation({ modelId: 'guide', modelName: 'Opas' });
    expect((await history.updateConversation({ conversationId: made.id, title: 'Nimi' })).modelName).toBe('Poro');
    const changes: HistoryChange[] = [];
    history.onChange((change) => changes.push(change));
    await history.nameModel('poro', 'Poro 2 8B');
    await history.nameModel('poro', 'Poro 2 8B');
    expect((await history.conversation(made.id)).modelName).toBe('Poro 2 8B');
    expect((await history.conversation(other.id)).modelName).toBe('Opas');
    expect(changes).toEqual([{ name: 'conversation.changed', payload: { kind: 'many' } }]);
  });

  /** Sends questions and answers in turn, the answers as the app does, and tells the title after each. */
  async function titlesAlong(history: History, conversationId: string, ...texts: string[]): Promise<string[]> {
    const titles: string[] = [];
    let parentId: string | null = null;
    for (const [index, text] of texts.entries()) {
      const isAnswer = index % 2 === 1;
      const place = { conversationId, parentId, role: isAnswer ? 'assistant' : 'user' } as const;
      const message: Message = await history.addMessage({ ...place, text: isAnswer ? '' : text, streaming: isAnswer });
      if (isAnswer) {
        const end = { text, stopReason: 'end-of-generation', error: null, generation: null } as const;
        await history.finishMessage(message.id, end);
      }
      parentId = message.id;
      titles.push((await history.conversation(conversationId)).title);
    }
    return titles;
  }

  test('a greeting names a conversation only until something is asked', async () => {
    const history = await openHistory();
    const { id } = await history.createConversation({});
    const exchange = ['Hei!', 'Hei! Miten voin auttaa?', 'Moi', 'Moi!', 'Mikä on entropia?', 'Mitta.', 'Entä energia?'];
    const asked = 'Mikä on entropia?';
    expect(await titlesAlong(history, id, ...exchange)).toEqual(['Hei!', 'Hei!', 'Hei!', 'Hei!', asked, asked, asked]);
  });

  test('the heading of the first answer names a conversation whose question is too long to be its name', async () => {
    const history = await openHistory();
    const { id } = await history.createConversation({});
    const question = 'Kirjoita minulle kouluun sopiva essee siitä, miten Suomi itsenäistyi, ja mainitse vuosiluvut';
    const cut = 'Kirjoita minulle kouluun sopiva essee siitä, miten Suomi…';
    const heading = 'Suomen itsenäistyminen';
    const exchange = [question, `# ${heading}\n\nVuonna 1917`, 'Lisää', '# Toinen otsikko'];
    const changes: HistoryChange[] = [];
    history.onChange((change) => changes.push(change));
    expect(await titlesAlong(history, id, ...exchange)).toEqual([cut, heading, heading, heading]);
    const shown = changes.map(({ payload }) =>
      payload !== null && 'conversation' in payload ? payload.conversation.title : null,
    );
    expect([...new Set(shown)]).toEqual([cut, heading]);
  });

  test('a title of the user is never replaced by one that was made up', async () => {
    const history = await openHistory();
    const { id } = await history.createConversation({});
    await history.updateConversation({ conversationId: id, title: 'Hei!' });
    const exchange = ['Hei!', '# Otsikko', 'sana '.repeat(40), '# Toinen otsikko'];
    expect(await titlesAlong(history, id, ...exchange)).toEqual(['Hei!', 'Hei!', 'Hei!', 'Hei!']);
  });

  test('an answer that ends when its conversation is in the trash is kept all the same', async () => {
    const history = await openHistory();
    const [question] = await conversationOf(history, 'sana '.repeat(40));
    const place = { conversationId: question?.conversationId ?? '', parentId: question?.id ?? '' };
    const answer = await history.addMessage({ ...place, role: 'assistant', text: '', streaming: true });
    await history.removeConversation({ conversationId: place.conversationId });
    const end = { text: '# Otsikko', stopReason: 'stopped', error: null, generation: null } as const;
    expect(await history.finishMessage(answer.id, end)).toMatchObject({ text: '# Otsikko', streaming: false });
  });

  test('a removed conversation leaves the list, cannot be opened, and comes back whole', async () => {
    const history = await openHistory();
    const messages = await conversationOf(history, 'Kysymys', 'Vastaus');
    const conversationId = messages[0]?.conversationId ?? '';
    const before = await history.openConversation({ conversationId });
    const changes: HistoryChange[] = [];
    history.onChange((change) => changes.push(change));

    await history.removeConversation({ conversationId });

    expect((await history.listConversations({ limit: 10 })).conversations).toEqual([]);
    await expect(history.openConversation({ conversationId })).rejects.toMatchObject({ code: 'conversation-unknown' });
    await expect(history.removeConversation({ conversationId })).rejects.toMatchObject({
      code: 'conversation-unknown',
    });
    expect(await history.restoreConversation({ conversationId })).toEqual(before.conversation);
    expect(await history.openConversation({ conversationId })).toEqual(before);
    expect(changes).toEqual([
      { name: 'conversation.changed', payload: { kind: 'removed', conversationId } },
      { name: 'conversation.changed', payload: { kind: 'changed', conversation: before.conversation } },
    ]);
  });

  test('an unknown conversation is told as such by every call', async () => {
    const history = await openHistory();
    const conversationId = 'nobody';
    const unknown = { code: 'conversation-unknown', details: { conversationId } };
    await expect(history.openConversation({ conversationId })).rejects.toMatchObject(unknown);
    await expect(history.updateConversation({ conversationId, pinned: true })).rejects.toMatchObject(unknown);
    await expect(history.removeConversation({ conversationId })).rejects.toMatchObject(unknown);
    await expect(history.restoreConversation({ conversationId })).rejects.toMatchObject(unknown);
    await expect(history.selectBranch({ conversationId, messageId: 'x' })).rejects.toMatchObject(unknown);
    await expect(
      history.addMessage({ conversationId, parentId: null, role: 'user', text: 'Hei', streaming: false }),
    ).rejects.toMatchObject(unknown);
  });
});

describe('messages', () => {
  test('a streamed answer is kept as it grows and closed with how it came to be', async () => {
    const history = await openHistory();
    const [question] = await conversationOf(history, 'Kuka olet?');
    const answer = await history.addMessage({
      conversationId: question?.conversationId ?? '',
      parentId: question?.id ?? '',
      role: 'assistant',
      text: '',
      streaming: true,
    });
    await history.saveStreamedText(answer.id, 'Olen');
    expect(await history.message(answer.id)).toEqual({ ...answer, text: 'Olen' });

    const end = { text: 'Olen Sarvi.', stopReason: 'end-of-generation', error: null, generation: GENERATION } as const;
    const finished = await history.finishMessage(answer.id, end);
    expect(finished).toEqual({ ...answer, ...end, streaming: false });

    await history.saveStreamedText(answer.id, 'Olen S');
    expect(await history.message(answer.id)).toEqual(finished);
  });

  test('an answer that failed keeps its text and its error', async () => {
    const history = await openHistory();
    const [question] = await conversationOf(history, 'Kuka olet?');
    const place = { conversationId: question?.conversationId ?? '', parentId: question?.id ?? '' };
    const answer = await history.addMessage({ ...place, role: 'assistant', text: '', streaming: true });
    const error = { code: 'engine-crashed', details: { reason: 'SIGKILL', tries: 2 }, message: 'gone' } as const;
    await history.finishMessage(answer.id, { text: 'Ol', stopReason: 'failed', error, generation: null });
    expect(await history.message(answer.id)).toMatchObject({
      text: 'Ol',
      stopReason: 'failed',
      error,
      streaming: false,
    });
  });

  test('text comes back as it was, NUL, emoji and all; a lone surrogate becomes U+FFFD', async () => {
    const history = await openHistory();
    const strange = 'a\u0000b 😀 e\u0301 \u202e "\' -- DROP\n';
    const [kept, mended] = await conversationOf(history, strange, 'x\ud800y');
    expect((await history.message(kept?.id ?? '')).text).toBe(strange);
    expect((await history.message(mended?.id ?? '')).text).toBe('x\ufffdy');
  });

  test('unknown messages and parents of other conversations are refused and nothing is added', async () => {
    const history = await openHistory();
    const [other] = await conversationOf(history, 'Toinen');
    const { id } = await history.createConversation({});
    const unknown = { code: 'message-unknown' };
    for (const parentId of ['nobody', other?.id ?? '']) {
      await expect(
        history.addMessage({ conversationId: id, parentId, role: 'user', text: 'Hei', streaming: false }),
      ).rejects.toMatchObject(unknown);
    }
    await expect(history.saveStreamedText('nobody', '')).rejects.toMatchObject(unknown);
    await expect(history.message('nobody')).rejects.toMatchObject(unknown);
    await expect(history.branchTo('nobody')).rejects.toMatchObject(unknown);
    await expect(
      history.finishMessage('nobody', { text: '', stopReason: 'stopped', error: null, generation: null }),
    ).rejects.toMatchObject(unknown);
    expect((await history.openConversation({ conversationId: id })).branch).toEqual([]);
  });
});

describe('the thread', () => {
  test('everything is there when the history is opened again', async () => {
    const folder = await temporaryFolder();
    const first = await openHistory(folder);
    const [message] = await conversationOf(first, 'Muistatko?', 'Muistan.');
    const conversationId = message?.conversationId ?? '';
    const before = await first.openConversation({ conversationId });
    await first.close();
    await expect(first.createConversation({})).rejects.toMatchObject({ code: 'history-unavailable' });

    const second = await openHistory(folder);
    expect(await second.openConversation({ conversationId })).toEqual(before);
    expect(second.notice).toBeNull();
  });

  test('when it dies the open requests fail, the next one starts it again, and a running answer goes on', async () => {
    const ports = historyPorts(await temporaryFolder(), Date.now);
    const mortal = fileURLToPath(new URL('../../../builders/mortal-history-worker.ts', import.meta.url));
    const history = await History.open({ ...ports, entries: { ...ports.entries, history: mortal } });
    onTestFinished(() => history.close());
    const [message] = await conversationOf(history, 'Hei');
    const place = { conversationId: message?.conversationId ?? '', parentId: message?.id ?? '' };
    const answer = await history.addMessage({ ...place, role: 'assistant', text: '', streaming: true });
    await history.saveStreamedText(answer.id, 'Tallessa');

    const [deadly, behind] = await Promise.allSettled([history.message('end this thread'), history.message(answer.id)]);

    const unavailable = { status: 'rejected', reason: { code: 'history-unavailable' } };
    expect(deadly).toMatchObject(unavailable);
    expect(behind).toMatchObject(unavailable);
    expect(await history.message(answer.id)).toMatchObject({ text: 'Tallessa', streaming: true });
    await history.saveStreamedText(answer.id, 'Tallessa yhä');
    expect(await history.message(answer.id)).toMatchObject({ text: 'Tallessa yhä' });
  });

  test('a data folder that cannot be used is unavailable, with the reason', async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'history'), 'a file where the folder should be');
    await expect(History.open(historyPorts(folder, Date.now))).rejects.toMatchObject({
      code: 'history-unavailable',
      details: { reason: expect.stringMatching(/EEXIST|ENOTDIR/) as string },
    });
  });
});
