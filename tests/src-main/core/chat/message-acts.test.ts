import { beforeEach, describe, expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import type { Sampling } from '#contract/sampling';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { Chat } from '../../../../src-main/core/chat/chat.ts';
import { AsyncQueue } from '../../../../src-main/core/engine/async-queue.ts';
import type {
  EngineUpdate,
  GenerationSettings,
  MessagesInput,
} from '../../../../src-main/core/engine/generation-request.ts';
import type { History } from '../../../../src-main/core/history/history.ts';
import { GenerationEvents } from '../../../builders/generation-events.ts';
import { openHistory } from '../../../builders/history.ts';

type StopReason = Extract<EngineUpdate, { kind: 'finished' }>['end']['stopReason'];

/** What the engine is to say for each request, in order. */
/** A chat asks with messages. */
type ChatRequest = GenerationSettings & MessagesInput;

let script: EngineUpdate[][];
let requests: ChatRequest[];
let history: History;
let events: GenerationEvents;
let chat: Chat;
let conversationId: string;
let sampling: Sampling;

const run = (text: string, tokens: number, stopReason: StopReason, prompt = 10): EngineUpdate[] => [
  { kind: 'preparing' },
  {
    kind: 'started',
    figures: { seed: 7, freshTokens: prompt - 3, cachedTokens: 3 },
    backend: 'CPU',
    contextTokens: 2048,
    droppedMessages: 0,
  },
  { kind: 'text', delta: text, generatedTokens: tokens },
  { kind: 'finished', end: { stopReason, generatedTokens: tokens, promptMs: 5, generationMs: 20, draft: null } },
];

beforeEach(async () => {
  history = await openHistory();
  events = new GenerationEvents();
  script = [];
  requests = [];
  sampling = {};
  chat = new Chat({
    adapters: { resolve: () => Promise.resolve([]) },
    history,
    models: {
      resolveModel: () => Promise.resolve({ id: 'guide', name: 'Guide', path: '/models/guide.gguf', sampling }),
    },
    engine: {
      generate: (request) => {
        requests.push(request as ChatRequest);
        const updates = new AsyncQueue<EngineUpdate>();
        for (const update of script.shift() ?? []) updates.push(update);
        updates.end();
        return updates;
      },
    },
    settings: { get: () => DEFAULT_SETTINGS },
    emit: events.emit,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  conversationId = (await history.ask('createConversation', {})).id;
});

async function ask(text: string, parentId: string | null, updates: EngineUpdate[]): Promise<Message> {
  script.push(updates);
  const { generationId } = await chat.send({ conversationId, parentId, text });
  return (await events.end(generationId)).message;
}

async function codeOf(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => 'nothing',
    (error: unknown) => SarviError.from(error).code,
  );
}

const branchTexts = async (): Promise<string[]> =>
  (await history.ask('conversations.open', { conversationId })).branch.map(({ text }) => text);

describe('an answer that was cut short', () => {
  test('goes on in its place, from the text that it has, and has the figures of both runs', async () => {
    const cut = await ask('Laske', null, run('yksi, kaksi', 4, 'max-tokens'));
    script.push(run(', kolme', 3, 'end-of-generation', 14));
    const { generationId, assistantMessage } = await chat.continue({ conversationId, messageId: cut.id });
    expect(assistantMessage).toMatchObject({ id: cut.id, text: 'yksi, kaksi', streaming: true, stopReason: null });
    const { message } = await events.end(generationId);

    expect(requests[1]).toMatchObject({
      answerSoFar: { thinking: '', text: 'yksi, kaksi' },
      messages: [{ role: 'user', content: 'Laske' }],
    });
    expect(message).toMatchObject({
      id: cut.id,
      text: 'yksi, kaksi, kolme',
      streaming: false,
      stopReason: 'end-of-generation',
      generation: {
        freshTokens: 7,
        cachedTokens: 3,
        generatedTokens: 7,
        promptMs: 10,
        generationMs: 40,
        contextUsedTokens: 17,
        continuations: 1,
        continuedPrompts: { freshTokens: 11, cachedTokens: 3 },
      },
    });
    expect(events.of(generationId).find(({ kind }) => kind === 'text')).toMatchObject({
      offset: 'yksi, kaksi'.length,
      delta: ', kolme',
    });
    expect(await history.ask('message', { messageId: cut.id })).toEqual(message);
  });

  test('keeps its text and its record when the run that was to go on never began', async () => {
    const cut = await ask('Laske', null, run('yksi', 1, 'stopped'));
    script.push([
      {
        kind: 'finished',
        end: { stopReason: 'stopped', generatedTokens: 0, promptMs: 0, generationMs: 0, draft: null },
      },
    ]);
    const { generationId } = await chat.continue({ conversationId, messageId: cut.id });
    expect((await events.end(generationId)).message).toEqual(cut);
  });

  test('is refused when it ended by itself, has followers, or has to keep to a grammar; nothing changes', async () => {
    const whole = await ask('Hei', null, run('Moi!', 2, 'end-of-generation'));
    expect(await codeOf(chat.continue({ conversationId, messageId: whole.id }))).toBe('answer-not-continuable');
    const cut = await ask('Laske', whole.id, run('yksi', 1, 'max-tokens'));
    sampling = { grammar: { kind: 'gbnf', text: 'root ::= "a"' } };
    expect(await codeOf(chat.continue({ conversationId, messageId: cut.id }))).toBe('answer-not-continuable');
    sampling = {};
    await ask('Entä sitten?', cut.id, run('kaksi', 1, 'max-tokens'));
    expect(await codeOf(chat.continue({ conversationId, messageId: cut.id }))).toBe('answer-not-continuable');
    expect(await history.ask('message', { messageId: cut.id })).toEqual(cut);
    expect(await codeOf(chat.continue({ conversationId, messageId: 'nobody' }))).toBe('message-unknown');
  });

  test('is found in a search again once it has ended', async () => {
    const cut = await ask('Laske', null, run('porkkana ja', 2, 'max-tokens'));
    script.push(run(' kurpitsa', 2, 'end-of-generation', 12));
    const { generationId } = await chat.continue({ conversationId, messageId: cut.id });
    await events.end(generationId);
    for (const query of ['porkkana', 'kurpitsa']) {
      const { hits } = await history.search({ query, limit: 10 });
      expect(hits.map(({ messageId }) => messageId)).toEqual([cut.id]);
    }
  });
});

describe('a model that thinks before it answers', () => {
  const thought = { kind: 'thinking', text: 'Kaksi ja kaksi.' };

  test('has its thinking beside the answer, and the next prompt has the answer alone', async () => {
    const answer = await ask('2+2?', null, run('<think>\nKaksi ja kaksi.\n</think>\n\nNeljä.', 9, 'end-of-generation'));
    expect(answer).toMatchObject({ text: 'Neljä.', asides: [thought] });
    expect(await history.ask('message', { messageId: answer.id })).toEqual(answer);
    const events2 = events.all.filter(({ kind }) => kind === 'thinking' || kind === 'text');
    expect(events2).toMatchObject([
      { kind: 'thinking', offset: 0, delta: 'Kaksi ja kaksi.' },
      { kind: 'text', offset: 0, delta: 'Neljä.' },
    ]);
    await ask('Entä 3+3?', answer.id, run('Kuusi.', 2, 'end-of-generation'));
    expect(requests[1]?.messages.map(({ content }) => content)).toEqual(['2+2?', 'Neljä.', 'Entä 3+3?']);
    const { text } = await history.ask('renderConversation', {
      conversationId,
      format: 'jsonl',
      allLeaves: false,
      language: 'fi',
    });
    expect(text).not.toContain('Kaksi ja kaksi');
  });

  test('goes on in the middle of its thinking, and behind it', async () => {
    const cut = await ask('2+2?', null, run('<think>\nKaksi ja', 4, 'max-tokens'));
    expect(cut).toMatchObject({ text: '', asides: [{ kind: 'thinking', text: 'Kaksi ja' }] });
    script.push(run(' kaksi.\n</think>\n\nNel', 4, 'max-tokens'));
    const thinking = await chat.continue({ conversationId, messageId: cut.id });
    expect((await events.end(thinking.generationId)).message).toMatchObject({ text: 'Nel', asides: [thought] });
    script.push(run('jä.', 1, 'end-of-generation'));
    const answering = await chat.continue({ conversationId, messageId: cut.id });
    expect((await events.end(answering.generationId)).message).toMatchObject({ text: 'Neljä.', asides: [thought] });
    expect(requests.map(({ answerSoFar }) => answerSoFar)).toEqual([
      { thinking: '', text: '' },
      { thinking: 'Kaksi ja', text: '' },
      { thinking: 'Kaksi ja kaksi.', text: 'Nel' },
    ]);
  });

  test('is known by a template that has opened the thinking, unless a grammar says what comes', async () => {
    const opened = (text: string): EngineUpdate[] =>
      run(text, 4, 'end-of-generation').map((update) =>
        update.kind === 'started' ? { ...update, openTag: '<think>' } : update,
      );
    expect(await ask('2+2?', null, opened('Kaksi ja kaksi.</think>Neljä.'))).toMatchObject({
      text: 'Neljä.',
      asides: [thought],
    });
    sampling = { grammar: { kind: 'gbnf', text: 'root ::= "4"' } };
    const kept = await ask('2+2?', null, opened('4'));
    expect([kept.text, kept.asides]).toEqual(['4', undefined]);
  });

  test('has answered with all of it when it ended by itself and never came to an answer', async () => {
    const whole = '<think> on tagi, jolla ajattelu alkaa.';
    const answer = await ask('Mikä on <think>?', null, run(whole, 9, 'end-of-generation'));
    expect([answer.text, answer.asides]).toEqual([whole, undefined]);
    const text = events.all.findLast(({ kind }) => kind === 'text');
    expect(text).toMatchObject({ offset: 0, delta: whole });
  });
});

test('an answer that was rewritten stands beside the old one, marked, and can go on', async () => {
  const answer = await ask('Hei', null, run('Moi!', 2, 'end-of-generation'));
  const edited = await chat.editAnswer({ conversationId, messageId: answer.id, text: 'Päivää, ' });
  expect(edited).toMatchObject({
    parentId: answer.parentId,
    role: 'assistant',
    text: 'Päivää, ',
    streaming: false,
    stopReason: 'edited',
    generation: { modelName: 'Guide', edited: true },
  });
  expect(await branchTexts()).toEqual(['Hei', 'Päivää, ']);
  expect(await history.ask('message', { messageId: answer.id })).toEqual(answer);

  script.push(run('arvoisa', 1, 'end-of-generation', 13));
  const { generationId } = await chat.continue({ conversationId, messageId: edited.id });
  expect((await events.end(generationId)).message).toMatchObject({
    text: 'Päivää, arvoisa',
    generation: { edited: true, continuations: 1, generatedTokens: 1, keptTokens: 3, contextUsedTokens: 14 },
  });
  expect(await codeOf(chat.editAnswer({ conversationId, messageId: answer.parentId ?? '', text: 'x' }))).toBe(
    'message-unknown',
  );
});

test('a question without an answer is answered, and one of another conversation is not', async () => {
  const answer = await ask('Hei', null, run('Moi!', 2, 'end-of-generation'));
  const messageId = answer.parentId ?? '';
  await chat.removeMessages({ conversationId, messageId: answer.id });
  script.push(run('Terve!', 2, 'end-of-generation'));
  const { generationId, assistantMessage } = await chat.regenerate({ conversationId, messageId });
  expect(assistantMessage.parentId).toBe(messageId);
  expect((await events.end(generationId)).message.text).toBe('Terve!');
  expect(requests[1]?.messages).toEqual([{ role: 'user', content: 'Hei' }]);
  const { id: other } = await history.ask('createConversation', {});
  expect(await codeOf(chat.regenerate({ conversationId: other, messageId }))).toBe('message-unknown');
});

describe('a message that is removed', () => {
  test('takes all that follows it along, and comes back as it was', async () => {
    const first = await ask('yksi', null, run('eka', 1, 'end-of-generation'));
    const second = await ask('kaksi', first.id, run('toka', 1, 'end-of-generation'));
    const before = await history.ask('conversations.open', { conversationId });
    const { removalId, removedMessages, open } = await chat.removeMessages({
      conversationId,
      messageId: second.parentId ?? '',
    });
    expect(removedMessages).toBe(2);
    expect(open.branch.map(({ text }) => text)).toEqual(['yksi', 'eka']);
    expect(await codeOf(history.ask('message', { messageId: second.id }))).toBe('message-unknown');
    expect((await history.search({ query: 'toka', limit: 5 })).hits).toEqual([]);

    const restored = await chat.restoreMessages(removalId);
    expect(restored.branch).toEqual(before.branch);
    expect((await history.search({ query: 'toka', limit: 5 })).hits).toHaveLength(1);
    expect(await codeOf(chat.restoreMessages(removalId))).toBe('removal-unknown');
  });

  test('gives way to the newest branch beside it', async () => {
    const first = await ask('yksi', null, run('eka', 1, 'end-of-generation'));
    script.push(run('toinen yritys', 1, 'end-of-generation'));
    const again = await chat.regenerate({ conversationId, messageId: first.id });
    await events.end(again.generationId);
    const { open } = await chat.removeMessages({ conversationId, messageId: again.assistantMessage.id });
    expect(open.branch.map(({ text }) => text)).toEqual(['yksi', 'eka']);
    expect(open.branch.at(-1)?.siblingIds).toEqual([first.id]);
  });

  test('comes back though others were written in its place meanwhile', async () => {
    const first = await ask('yksi', null, run('eka', 1, 'end-of-generation'));
    const second = await ask('kaksi', first.id, run('toka', 1, 'end-of-generation'));
    const { removalId } = await chat.removeMessages({ conversationId, messageId: second.parentId ?? '' });
    await ask('kolme', first.id, run('kolmas', 1, 'end-of-generation'));
    expect((await chat.restoreMessages(removalId)).branch.map(({ text }) => text)).toEqual([
      'yksi',
      'eka',
      'kaksi',
      'toka',
    ]);
    expect((await history.ask('message', { messageId: second.id })).text).toBe('toka');
  });

  test('can be the first one; what it followed comes back with it', async () => {
    const first = await ask('yksi', null, run('eka', 1, 'end-of-generation'));
    const answer = await chat.removeMessages({ conversationId, messageId: first.id });
    const question = await chat.removeMessages({ conversationId, messageId: first.parentId ?? '' });
    expect(question.open.branch).toEqual([]);
    expect((await chat.restoreMessages(answer.removalId)).branch.map(({ text }) => text)).toEqual(['yksi', 'eka']);
  });
});
