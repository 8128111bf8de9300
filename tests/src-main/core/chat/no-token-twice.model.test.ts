import { describe, expect, test } from 'vitest';
import type { GenerationRecord } from '#contract/generation-record';
import type { Message } from '#contract/messages';
import type { Sampling } from '#contract/sampling';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { Chat } from '../../../../src-main/core/chat/chat.ts';
import type { EngineModel } from '../../../../src-main/core/engine/engine-model.ts';
import type { History } from '../../../../src-main/core/history/history.ts';
import { openTestEngine } from '../../../builders/engine.ts';
import { GenerationEvents } from '../../../builders/generation-events.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { openHistory } from '../../../builders/history.ts';

interface Talk {
  readonly chat: Chat;
  readonly history: History;
  readonly events: GenerationEvents;
  readonly conversationId: string;
  /** Sends a message under another, and waits for the answer. */
  readonly say: (
    parentId: string | null,
    text: string,
  ) => Promise<{ question: Message; answer: Message; figures: GenerationRecord }>;
}

async function openTalk(fields: Partial<EngineModel> = {}, maxTokens = 40): Promise<Talk> {
  const history = await openHistory();
  const { engine } = openTestEngine();
  const events = new GenerationEvents();
  const model = { ...(await guideModel()), ...fields, sampling: { temperature: 0, maxTokens } as Sampling };
  const chat = new Chat({
    adapters: { resolve: () => Promise.resolve([]) },
    history,
    models: { resolveModel: () => Promise.resolve(model) },
    engine,
    settings: { get: () => DEFAULT_SETTINGS },
    emit: events.emit,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const { id: conversationId } = await history.ask('createConversation', {});
  const say: Talk['say'] = async (parentId, text) => {
    const sent = await chat.send({ conversationId, parentId, text });
    const { message } = await events.end(sent.generationId);
    return { question: sent.userMessage, answer: message, figures: recordOf(message) };
  };
  return { chat, history, events, conversationId, say };
}

function recordOf(message: Message): GenerationRecord {
  return message.generation ?? expect.unreachable(`no figures: ${message.error?.message}`);
}

const promptTokens = ({ freshTokens, cachedTokens }: GenerationRecord): number => freshTokens + cachedTokens;

describe('only what follows the common prefix is read', () => {
  test('after an answer, an edit, a regenerate, a branch switch and a stop', async () => {
    const { chat, history, events, conversationId, say } = await openTalk();
    const first = await say(null, 'Kuka olet?');
    expect(first.figures.cachedTokens).toBe(0);

    const second = await say(first.answer.id, 'Mikä on Poro 2?');
    const held = promptTokens(first.figures) + first.figures.generatedTokens;
    expect(second.figures.cachedTokens).toBeGreaterThanOrEqual(held - 1);
    expect(second.figures.contextUsedTokens).toBe(promptTokens(second.figures) + second.figures.generatedTokens);

    const regenerated = await chat.regenerate({ conversationId, messageId: second.answer.id });
    const again = await events.end(regenerated.generationId);
    expect(recordOf(again.message)).toMatchObject({ freshTokens: 1, cachedTokens: promptTokens(second.figures) - 1 });
    expect(again.message.text).toBe(second.answer.text);

    // Everything before the edited question stays; of it only what both have in common.
    const edited = await say(first.answer.id, 'Kerro Suomesta lyhyesti.');
    expect(edited.figures.cachedTokens).toBeGreaterThanOrEqual(held - 1);
    expect(edited.figures.cachedTokens).toBeLessThan(promptTokens(second.figures) - 1);

    // Back to the other branch: again only what lies behind the place where they part.
    await history.ask('conversations.selectBranch', { conversationId, messageId: second.answer.id });
    const switched = await say(second.answer.id, 'Kiitos!');
    expect(switched.figures.cachedTokens).toBe(edited.figures.cachedTokens);

    const stopped = await chat.send({ conversationId, parentId: switched.answer.id, text: 'Kuka olet?' });
    await events.when((event) => event.generationId === stopped.generationId && event.kind === 'text');
    chat.stop(stopped.generationId);
    const { message } = await events.end(stopped.generationId);
    const next = await say(message.id, 'Jatka.');
    expect(next.figures.cachedTokens).toBeGreaterThanOrEqual(promptTokens(recordOf(message)));
  });
});

test('an answer that goes on reads at most its last tokens again, and says what it would have said', async () => {
  const { answer: whole } = await (await openTalk({}, 40)).say(null, 'Who are you?');
  const { chat, events, conversationId, say } = await openTalk({}, 8);
  const { answer, figures } = await say(null, 'Who are you?');
  expect(answer).toMatchObject({ stopReason: 'max-tokens' });
  const { generationId } = await chat.continue({ conversationId, messageId: answer.id });
  const { message } = await events.end(generationId);
  const started = events.of(generationId).find(({ kind }) => kind === 'started');
  expect(started).toMatchObject({ cachedTokens: expect.any(Number) as number });
  const { cachedTokens = 0 } = started as { cachedTokens?: number };
  expect(cachedTokens).toBeGreaterThanOrEqual(promptTokens(figures) + figures.generatedTokens - 2);
  expect(message.text.length).toBeGreaterThan(answer.text.length);
  expect(whole.text.startsWith(message.text)).toBe(true);
  expect(recordOf(message)).toMatchObject({ generatedTokens: 16, continuations: 1 });
});

describe('a conversation that outgrows its window', () => {
  test('goes on, moves about once per half window, and tells where the memory begins', async () => {
    const window = 512;
    const { say } = await openTalk({ contextTokens: window }, 20);
    const records: { record: GenerationRecord; ids: string[] }[] = [];
    const ids: string[] = [];
    let parentId: string | null = null;
    for (let turn = 0; turn < 32; turn += 1) {
      const { question, answer, figures } = await say(parentId, `Kysymys ${turn}: kuka olet ja mitä osaat?`);
      ids.push(question.id, answer.id);
      records.push({ record: figures, ids: [...ids] });
      expect(figures.contextTokens).toBe(window);
      expect(figures.contextUsedTokens).toBeLessThanOrEqual(window);
      parentId = answer.id;
    }
    const begins = records.map(({ record }) => record.memoryBeginsAt);
    expect(begins[0]).toBeNull();
    const places = begins.map((id) => (id === null ? 0 : ids.indexOf(id)));
    // A memory begins with a question, never goes back, and moves by many turns at once.
    expect(places.every((place, index) => place % 2 === 0 && place >= (places[index - 1] ?? 0))).toBe(true);
    const moves = places.flatMap((place, index) => (place === (places[index - 1] ?? 0) ? [] : [index]));
    const perTurn = records.slice(1, 5).map(({ record }, index) => {
      const before = records[index]?.record ?? record;
      return promptTokens(record) - promptTokens(before);
    });
    const turnTokens = Math.max(...perTurn);
    const expectedMoves = (32 * turnTokens) / (window / 2);
    expect(moves.length).toBeGreaterThanOrEqual(3);
    expect(moves.length).toBeLessThanOrEqual(Math.ceil(expectedMoves));
    // Between two moves a turn reads itself only; a move reads half a window at most.
    records.forEach(({ record }, index) => {
      const most = moves.includes(index) ? window / 2 : turnTokens + 20;
      if (index > 0) expect(record.freshTokens).toBeLessThanOrEqual(most);
    });
    const gaps = moves.slice(1).map((move, index) => move - (moves[index] ?? 0));
    expect(Math.min(...gaps) * turnTokens).toBeGreaterThan(window / 8);
  });

  test('keeps a message that alone exceeds the window, tells its tokens in place of an answer, and goes on', async () => {
    const { chat, history, events, conversationId, say } = await openTalk({ contextTokens: 512 });
    const text = 'kuka olet '.repeat(400);
    const { generationId } = await chat.send({ conversationId, parentId: null, text });
    const { message: answer } = await events.end(generationId);
    expect(answer).toMatchObject({ text: '', error: { code: 'prompt-too-long', details: { limit: 512 - 32 } } });
    expect(answer.error?.details['tokens']).toBeGreaterThan(800);
    const { branch } = await history.ask('conversations.open', { conversationId });
    expect(branch.map((message) => message.text)).toEqual([text, '']);
    expect((await say(answer.id, 'Kuka olet?')).answer.text).toMatch(/^Olen Sarven/);
  });

  test('names the folder where its files alone exceed the window', async () => {
    const { chat, history, events } = await openTalk({ contextTokens: 512 });
    const { id: folderId } = await history.ask('folders.create', { name: 'Talo' });
    await history.ask('folders.addFile', { folderId, name: 'a.txt', text: 'kuka olet '.repeat(400) });
    const { id: conversationId } = await history.ask('createConversation', { folderId });
    const { generationId } = await chat.send({ conversationId, parentId: null, text: 'Mikä katto?' });
    const { message } = await events.end(generationId);
    expect(message.error).toMatchObject({ code: 'folder-too-long', details: { window: 512 } });
    expect(message.error?.details['tokens']).toBeGreaterThan(800);
  });

  test('a window of another size loads the model anew', async () => {
    const { engine } = openTestEngine();
    const model = await guideModel();
    for (const contextTokens of [512, 1024, undefined]) {
      const messages = [{ role: 'user', content: 'Hei' }];
      await engine.renderPrompt({ model: { ...model, contextTokens }, messages, addGenerationPrompt: true });
      expect(engine.status.contextTokens).toBe(contextTokens ?? 2048);
    }
  });
});
