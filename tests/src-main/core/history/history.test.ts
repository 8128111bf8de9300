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

    const conversation = await history.ask('createConversation', {
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
    expect(await history.ask('conversations.open', { conversationId: conversation.id })).toEqual({
      conversation,
      leafId: null,
      branch: [],
      earlierCount: 0,
      laterCount: 0,
    });
  });

  test('an update replaces the given fields and leaves the others', async () => {
    const history = await openHistory();
    const { id, ...made } = await history.ask('createConversation', {
      modelId: 'guide',
      modelName: 'Sarven opas',
      systemPrompt: 'Hei',
    });

    await history.ask('updateConversation', { conversationId: id, sampling: { temperature: 0.2 }, pinned: true });
    const updated = await history.ask('updateConversation', { conversationId: id, modelId: null, title: 'Oma nimi' });

    expect(updated).toEqual({
      ...made,
      id,
      title: 'Oma nimi',
      modelId: null,
      modelName: null,
      sampling: { temperature: 0.2 },
      pinned: true,
    });
    expect(await history.ask('conversation', { conversationId: id })).toEqual(updated);
  });

  test('the first message of the user names the conversation, and later ones do not', async () => {
    const history = await openHistory();
    const [first] = await conversationOf(history, '## Mikä on Suomen\n pääkaupunki?', 'Helsinki.', 'Entä Ruotsin?');
    expect((await history.ask('conversation', { conversationId: first?.conversationId ?? '' })).title).toBe(
      'Mikä on Suomen',
    );
  });

  test('the name of a model stays with its conversations when the model is renamed, and then removed', async () => {
    const history = await openHistory();
    const made = await history.ask('createConversation', { modelId: 'poro', modelName: 'Poro' });
    const other = await history.ask('createConversation', { modelId: 'guide', modelName: 'Opas' });
    expect((await history.ask('updateConversation', { conversationId: made.id, title: 'Nimi' })).modelName).toBe(
      'Poro',
    );
    const changes: HistoryChange[] = [];
    history.onChange((change) => changes.push(change));
    await history.ask('nameModel', { modelId: 'poro', name: 'Poro 2 8B' });
    await history.ask('nameModel', { modelId: 'poro', name: 'Poro 2 8B' });
    expect((await history.ask('conversation', { conversationId: made.id })).modelName).toBe('Poro 2 8B');
    expect((await history.ask('conversation', { conversationId: other.id })).modelName).toBe('Opas');
    expect(changes).toEqual([{ name: 'conversation.changed', payload: { kind: 'many' } }]);
  });

  /** Sends questions and answers in turn, the answers as the app does, and tells the title after each. */
  async function titlesAlong(history: History, conversationId: string, ...texts: string[]): Promise<string[]> {
    const titles: string[] = [];
    let parentId: string | null = null;
    for (const [index, text] of texts.entries()) {
      const isAnswer = index % 2 === 1;
      const place = { conversationId, parentId, role: isAnswer ? 'assistant' : 'user' } as const;
      const message: Message = await history.ask('addMessage', {
        ...place,
        text: isAnswer ? '' : text,
        streaming: isAnswer,
      });
      if (isAnswer) {
        const end = { text, stopReason: 'end-of-generation', error: null, generation: null } as const;
        await history.ask('finishMessage', { messageId: message.id, ...end });
      }
      parentId = message.id;
      titles.push((await history.ask('conversation', { conversationId })).title);
    }
    return titles;
  }

  test('a greeting names a conversation only until something is asked', async () => {
    const history = await openHistory();
    const { id } = await history.ask('createConversation', {});
    const exchange = ['Hei!', 'Hei! Miten voin auttaa?', 'Moi', 'Moi!', 'Mikä on entropia?', 'Mitta.', 'Entä energia?'];
    const asked = 'Mikä on entropia?';
    expect(await titlesAlong(history, id, ...exchange)).toEqual(['Hei!', 'Hei!', 'Hei!', 'Hei!', asked, asked, asked]);
  });

  test('the heading of the first answer names a conversation whose question is too long to be its name', async () => {
    const history = await openHistory();
    const { id } = await history.ask('createConversation', {});
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
    const { id } = await history.ask('createConversation', {});
    await history.ask('updateConversation', { conversationId: id, title: 'Hei!' });
    const exchange = ['Hei!', '# Otsikko', 'sana '.repeat(40), '# Toinen otsikko'];
    expect(await titlesAlong(history, id, ...exchange)).toEqual(['Hei!', 'Hei!', 'Hei!', 'Hei!']);
  });

  test('an answer that ends when its conversation is in the trash is kept all the same', async () => {
    const history = await openHistory();
    const [question] = await conversationOf(history, 'sana '.repeat(40));
    const place = { conversationId: question?.conversationId ?? '', parentId: question?.id ?? '' };
    const answer = await history.ask('addMessage', { ...place, role: 'assistant', text: '', streaming: true });
    await history.ask('conversations.remove', { conversationId: place.conversationId });
    const end = { text: '# Otsikko', stopReason: 'stopped', error: null, generation: null } as const;
    expect(await history.ask('finishMessage', { messageId: answer.id, ...end })).toMatchObject({
      text: '# Otsikko',
      streaming: false,
    });
  });

  test('a removed conversation leaves the list, cannot be opened, and comes back whole', async () => {
    const history = await openHistory();
    const messages = await conversationOf(history, 'Kysymys', 'Vastaus');
    const conversationId = messages[0]?.conversationId ?? '';
    const before = await history.ask('conversations.open', { conversationId });
    const changes: HistoryChange[] = [];
    history.onChange((change) => changes.push(change));

    await history.ask('conversations.remove', { conversationId });

    expect((await history.ask('conversations.list', { limit: 10 })).conversations).toEqual([]);
    await expect(history.ask('conversations.open', { conversationId })).rejects.toMatchObject({
      code: 'conversation-unknown',
    });
    await expect(history.ask('conversations.remove', { conversationId })).rejects.toMatchObject({
      code: 'conversation-unknown',
    });
    expect(await history.ask('conversations.restore', { conversationId })).toEqual(before.conversation);
    expect(await history.ask('conversations.open', { conversationId })).toEqual(before);
    expect(changes).toEqual([
      { name: 'conversation.changed', payload: { kind: 'removed', conversationId } },
      { name: 'conversation.changed', payload: { kind: 'changed', conversation: before.conversation } },
    ]);
  });

  test('an unknown conversation is told as such by every call', async () => {
    const history = await openHistory();
    const conversationId = 'nobody';
    const unknown = { code: 'conversation-unknown', details: { conversationId } };
    await expect(history.ask('conversations.open', { conversationId })).rejects.toMatchObject(unknown);
    await expect(history.ask('updateConversation', { conversationId, pinned: true })).rejects.toMatchObject(unknown);
    await expect(history.ask('conversations.remove', { conversationId })).rejects.toMatchObject(unknown);
    await expect(history.ask('conversations.restore', { conversationId })).rejects.toMatchObject(unknown);
    await expect(history.ask('conversations.selectBranch', { conversationId, messageId: 'x' })).rejects.toMatchObject(
      unknown,
    );
    await expect(
      history.ask('addMessage', { conversationId, parentId: null, role: 'user', text: 'Hei', streaming: false }),
    ).rejects.toMatchObject(unknown);
  });
});

describe('messages', () => {
  test('a streamed answer is kept as it grows and closed with how it came to be', async () => {
    const history = await openHistory();
    const [question] = await conversationOf(history, 'Kuka olet?');
    const answer = await history.ask('addMessage', {
      conversationId: question?.conversationId ?? '',
      parentId: question?.id ?? '',
      role: 'assistant',
      text: '',
      streaming: true,
    });
    await history.ask('saveStreamedText', { messageId: answer.id, text: 'Olen' });
    expect(await history.ask('message', { messageId: answer.id })).toEqual({ ...answer, text: 'Olen' });

    const end = { text: 'Olen Sarvi.', stopReason: 'end-of-generation', error: null, generation: GENERATION } as const;
    const finished = await history.ask('finishMessage', { messageId: answer.id, ...end });
    expect(finished).toEqual({ ...answer, ...end, streaming: false });

    await history.ask('saveStreamedText', { messageId: answer.id, text: 'Olen S' });
    expect(await history.ask('message', { messageId: answer.id })).toEqual(finished);
  });

  test('an answer that failed keeps its text and its error', async () => {
    const history = await openHistory();
    const [question] = await conversationOf(history, 'Kuka olet?');
    const place = { conversationId: question?.conversationId ?? '', parentId: question?.id ?? '' };
    const answer = await history.ask('addMessage', { ...place, role: 'assistant', text: '', streaming: true });
    const error = { code: 'engine-crashed', details: { reason: 'SIGKILL', tries: 2 }, message: 'gone' } as const;
    await history.ask('finishMessage', {
      messageId: answer.id,
      text: 'Ol',
      stopReason: 'failed',
      error,
      generation: null,
    });
    expect(await history.ask('message', { messageId: answer.id })).toMatchObject({
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
    expect((await history.ask('message', { messageId: kept?.id ?? '' })).text).toBe(strange);
    expect((await history.ask('message', { messageId: mended?.id ?? '' })).text).toBe('x\ufffdy');
  });

  test('unknown messages and parents of other conversations are refused and nothing is added', async () => {
    const history = await openHistory();
    const [other] = await conversationOf(history, 'Toinen');
    const { id } = await history.ask('createConversation', {});
    const unknown = { code: 'message-unknown' };
    for (const parentId of ['nobody', other?.id ?? '']) {
      await expect(
        history.ask('addMessage', { conversationId: id, parentId, role: 'user', text: 'Hei', streaming: false }),
      ).rejects.toMatchObject(unknown);
    }
    await expect(history.ask('saveStreamedText', { messageId: 'nobody', text: '' })).rejects.toMatchObject(unknown);
    await expect(history.ask('message', { messageId: 'nobody' })).rejects.toMatchObject(unknown);
    await expect(history.ask('branchTo', { messageId: 'nobody' })).rejects.toMatchObject(unknown);
    await expect(
      history.ask('finishMessage', {
        messageId: 'nobody',
        text: '',
        stopReason: 'stopped',
        error: null,
        generation: null,
      }),
    ).rejects.toMatchObject(unknown);
    expect((await history.ask('conversations.open', { conversationId: id })).branch).toEqual([]);
  });
});

describe('the thread', () => {
  test('everything is there when the history is opened again', async () => {
    const folder = await temporaryFolder();
    const first = await openHistory(folder);
    const [message] = await conversationOf(first, 'Muistatko?', 'Muistan.');
    const conversationId = message?.conversationId ?? '';
    const before = await first.ask('conversations.open', { conversationId });
    await first.close();
    await expect(first.ask('createConversation', {})).rejects.toMatchObject({ code: 'history-unavailable' });

    const second = await openHistory(folder);
    expect(await second.ask('conversations.open', { conversationId })).toEqual(before);
    expect(second.notice).toBeNull();
  });

  test('when it dies the open requests fail, the next one starts it again, and a running answer goes on', async () => {
    const ports = historyPorts(await temporaryFolder(), Date.now);
    const mortal = fileURLToPath(new URL('../../../builders/mortal-history-worker.ts', import.meta.url));
    const history = await History.open({ ...ports, entries: { ...ports.entries, history: mortal } });
    onTestFinished(() => history.close());
    const [message] = await conversationOf(history, 'Hei');
    const place = { conversationId: message?.conversationId ?? '', parentId: message?.id ?? '' };
    const answer = await history.ask('addMessage', { ...place, role: 'assistant', text: '', streaming: true });
    await history.ask('saveStreamedText', { messageId: answer.id, text: 'Tallessa' });

    const [deadly, behind] = await Promise.allSettled([
      history.ask('message', { messageId: 'end this thread' }),
      history.ask('message', { messageId: answer.id }),
    ]);

    const unavailable = { status: 'rejected', reason: { code: 'history-unavailable' } };
    expect(deadly).toMatchObject(unavailable);
    expect(behind).toMatchObject(unavailable);
    expect(await history.ask('message', { messageId: answer.id })).toMatchObject({ text: 'Tallessa', streaming: true });
    await history.ask('saveStreamedText', { messageId: answer.id, text: 'Tallessa yhä' });
    expect(await history.ask('message', { messageId: answer.id })).toMatchObject({ text: 'Tallessa yhä' });
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
