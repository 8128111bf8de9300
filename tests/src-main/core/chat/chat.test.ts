import { beforeEach, describe, expect, test } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import { SarviError } from '#contract/errors';
import { DEFAULT_SAMPLING, type Sampling } from '#contract/sampling';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { because } from '#contract/reasons';
import { Chat } from '../../../../src-main/core/chat/chat.ts';
import type { ChatHistory } from '../../../../src-main/core/chat/chat-parts.ts';
import type {
  EngineUpdate,
  GenerationRequest,
  GenerationSettings,
  MessagesInput,
} from '../../../../src-main/core/engine/generation-request.ts';
import { AsyncQueue } from '../../../../src-main/core/engine/async-queue.ts';
import type { History } from '../../../../src-main/core/history/history.ts';
import type { RequestInput } from '../../../../src-main/core/history/protocol.ts';
import { GenerationEvents } from '../../../builders/generation-events.ts';
import { openHistory } from '../../../builders/history.ts';

/** A chat asks with messages. */
type ChatRequest = GenerationSettings & MessagesInput;

/** An engine whose updates the test gives by hand; stopping one ends it as the real one does. */
class ManualEngine {
  readonly runs: { request: ChatRequest; updates: AsyncQueue<EngineUpdate> }[] = [];

  generate(request: GenerationRequest): AsyncIterable<EngineUpdate> {
    const updates = new AsyncQueue<EngineUpdate>();
    this.runs.push({ request: request as ChatRequest, updates });
    const stop = (): void => {
      updates.push(finished('stopped', 0));
      updates.end();
    };
    if (request.signal?.aborted === true) stop();
    request.signal?.addEventListener('abort', stop);
    return updates;
  }

  /** Of the newest run. */
  give(...updates: EngineUpdate[]): void {
    for (const update of updates) this.runs.at(-1)?.updates.push(update);
  }

  finish(...updates: EngineUpdate[]): void {
    this.give(...updates);
    this.runs.at(-1)?.updates.end();
  }

  fail(error: SarviError): void {
    this.runs.at(-1)?.updates.fail(error);
  }
}

const STARTED: EngineUpdate = {
  kind: 'started',
  figures: { seed: 7, freshTokens: 10, cachedTokens: 3 },
  backend: 'CPU',
  contextTokens: 2048,
  droppedMessages: 0,
};
const text = (delta: string, generatedTokens: number): EngineUpdate => ({ kind: 'text', delta, generatedTokens });
const finished = (
  stopReason: 'end-of-generation' | 'stopped',
  generatedTokens: number,
): Extract<EngineUpdate, { kind: 'finished' }> => ({
  kind: 'finished',
  end: { stopReason, generatedTokens, promptMs: 5, generationMs: 20, draft: null },
});

const MODEL = { id: 'guide', name: 'Guide', path: '/models/guide.gguf', sampling: { temperature: 0.6 } as Sampling };

let history: History;
let engine: ManualEngine;
let events: GenerationEvents;
let chat: Chat;
let settings: typeof DEFAULT_SETTINGS;
let modelError: SarviError | null;
/** Nothing is answered before it. */
let modelFound: Promise<void>;
let adapterError: SarviError | null;
let saves: string[];
let refuseSaves: boolean;
/** Whether the memory has room for the model; nothing is asked before it is told. */
let room: () => Promise<void>;

beforeEach(async () => {
  history = await openHistory();
  engine = new ManualEngine();
  events = new GenerationEvents();
  settings = DEFAULT_SETTINGS;
  modelError = null;
  modelFound = Promise.resolve();
  adapterError = null;
  saves = [];
  refuseSaves = false;
  room = () => Promise.resolve();
  const watched: ChatHistory = {
    ask: (name, input) => {
      if (name === 'saveStreamedText') saves.push((input as RequestInput<'saveStreamedText'>).text);
      const isSave = name === 'saveStreamedText' || name === 'finishMessage';
      if (isSave && refuseSaves) return Promise.reject(new SarviError('disk-full', { path: '/' }));
      return history.ask(name, input);
    },
  };
  chat = new Chat({
    history: watched,
    models: { resolveModel: () => (modelError ? Promise.reject(modelError) : modelFound.then(() => MODEL)) },
    adapters: {
      resolve: (_path, choices) =>
        adapterError
          ? Promise.reject(adapterError)
          : Promise.resolve(choices.map((one) => ({ ...one, name: 'Runo', path: `/adapters/${one.adapterId}` }))),
    },
    fits: { require: () => room() },
    engine,
    settings: { get: () => settings },
    emit: events.emit,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
});

async function newConversation(systemPrompt = ''): Promise<string> {
  return (await history.ask('createConversation', { systemPrompt })).id;
}

const kinds = (all: readonly GenerationEvent[]): string[] => all.map(({ kind }) => kind);

describe('adapters', () => {
  const adapterId = 'a'.repeat(32);

  test('of the conversation are what the model takes on, and the record tells them by their present names', async () => {
    const conversationId = await newConversation();
    await history.ask('updateConversation', { conversationId, adapters: [{ adapterId, name: 'Runot', scale: -0.5 }] });
    const { generationId } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.give({ kind: 'preparing' }, STARTED, text('Hei!', 1));
    engine.finish(finished('end-of-generation', 1));
    const { message } = await events.end(generationId);
    expect(engine.runs[0]?.request.model.adapters).toEqual([{ path: `/adapters/${adapterId}`, scale: -0.5 }]);
    expect(message.generation?.adapters).toEqual([{ adapterId, name: 'Runo', scale: -0.5 }]);
    expect((await history.ask('message', { messageId: message.id })).generation).toEqual(message.generation);
  });

  test('that are gone stop a message before it is added', async () => {
    const conversationId = await newConversation();
    await history.ask('updateConversation', { conversationId, adapters: [{ adapterId, name: 'Runot', scale: 1 }] });
    adapterError = new SarviError('adapter-unknown', { name: 'Runot' });
    await expect(chat.send({ conversationId, parentId: null, text: 'Hei' })).rejects.toBe(adapterError);
    expect((await history.ask('conversations.open', { conversationId })).branch).toEqual([]);
    await history.ask('updateConversation', { conversationId, adapters: [] });
    const { generationId } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.give({ kind: 'preparing' }, STARTED);
    engine.finish(finished('end-of-generation', 0));
    const { message } = await events.end(generationId);
    expect(message.generation).not.toHaveProperty('adapters');
  });
});

describe('an answer', () => {
  test('goes through its events to a kept message with all its figures', async () => {
    const conversationId = await newConversation('Ole ystävällinen.');
    const { generationId, userMessage, assistantMessage } = await chat.send({
      conversationId,
      parentId: null,
      text: 'Hei',
    });
    expect(assistantMessage).toMatchObject({ parentId: userMessage.id, role: 'assistant', text: '', streaming: true });
    engine.give({ kind: 'loading', fraction: 0.5 }, { kind: 'preparing' }, STARTED);
    engine.give({ kind: 'reading', tokensDone: 10, tokensTotal: 10 }, text('Hei ', 1), text('sinä!', 2));
    engine.finish(finished('end-of-generation', 2));
    const { message } = await events.end(generationId);

    expect(engine.runs[0]?.request).toMatchObject({
      model: MODEL,
      messages: [
        { role: 'system', content: 'Ole ystävällinen.' },
        { role: 'user', content: 'Hei' },
      ],
      sampling: { ...DEFAULT_SAMPLING, temperature: 0.6, seed: null },
    });
    expect(kinds(events.of(generationId))).toEqual(['waiting', 'loading', 'started', 'reading', 'text', 'finished']);
    expect(message).toEqual(await history.ask('message', { messageId: assistantMessage.id }));
    expect(message).toMatchObject({
      text: 'Hei sinä!',
      streaming: false,
      stopReason: 'end-of-generation',
      error: null,
      generation: {
        modelId: 'guide',
        modelName: 'Guide',
        backend: 'CPU',
        seed: 7,
        freshTokens: 10,
        cachedTokens: 3,
        generatedTokens: 2,
        promptMs: 5,
        generationMs: 20,
        contextTokens: 2048,
        contextUsedTokens: 15,
        memoryBeginsAt: null,
      },
    });
    expect(message.generation?.timeToFirstTokenMs).toBeGreaterThanOrEqual(0);
  });

  test('the figures that are known before it begins are told at once, and the window it takes as it grows', async () => {
    const conversationId = await newConversation();
    const { generationId } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.give({ kind: 'preparing' }, STARTED, text('Moi', 1));
    engine.finish(finished('end-of-generation', 1));
    await events.end(generationId);
    const [, started, written] = events.of(generationId);
    const figures = { seed: 7, freshTokens: 10, cachedTokens: 3, contextTokens: 2048, backend: 'CPU' };
    expect(started).toMatchObject({ kind: 'started', ...figures, memoryBeginsAt: null });
    expect(written).toMatchObject({ kind: 'text', contextUsedTokens: 14 });
  });

  test.each(['', 'Ole lyhyt.'])(
    'names the first message that the model still sees (system prompt %j)',
    async (prompt) => {
      const conversationId = await newConversation(prompt);
      let parentId: string | null = null;
      const ids: string[] = [];
      for (const dropped of [0, 2]) {
        const sent = await chat.send({ conversationId, parentId, text: 'Hei' });
        ids.push(sent.userMessage.id, sent.assistantMessage.id);
        engine.finish(
          { kind: 'preparing' },
          { ...STARTED, droppedMessages: dropped },
          finished('end-of-generation', 1),
        );
        const { message } = await events.end(sent.generationId);
        expect(message.generation?.memoryBeginsAt).toBe(dropped === 0 ? null : ids[dropped]);
        parentId = sent.assistantMessage.id;
      }
    },
  );

  test('names the messages of which the model sees the end only', async () => {
    const conversationId = await newConversation('Ole lyhyt.');
    const first = await chat.send({ conversationId, parentId: null, text: 'Kerro' });
    engine.finish(STARTED, text('pitkästi', 1), finished('end-of-generation', 1));
    const { message: answer } = await events.end(first.generationId);
    const { generationId } = await chat.send({ conversationId, parentId: answer.id, text: 'Tiivistä' });
    engine.finish({ ...STARTED, cutMessages: [2] }, finished('end-of-generation', 1));
    const { message } = await events.end(generationId);
    expect(message.generation).toMatchObject({ memoryBeginsAt: null, memoryCutIds: [answer.id] });
    expect(events.of(generationId).find(({ kind }) => kind === 'started')).toMatchObject({ memoryCutIds: [answer.id] });
    expect((await history.ask('message', { messageId: message.id })).generation).toEqual(message.generation);
  });

  test('a conversation, then the settings, then the model choose the sampling', async () => {
    const conversationId = await newConversation();
    settings = { ...DEFAULT_SETTINGS, sampling: { topK: 40, minP: 0.1 } };
    await history.ask('updateConversation', { conversationId, sampling: { minP: 0.05, seed: 3 } });
    await chat.send({ conversationId, parentId: null, text: 'Hei' });
    expect(engine.runs[0]?.request.sampling).toEqual({
      ...DEFAULT_SAMPLING,
      temperature: 0.6,
      topK: 40,
      minP: 0.05,
      seed: 3,
    });
  });

  test('its text comes in few events whose offsets join without a gap', async () => {
    const conversationId = await newConversation();
    const { generationId } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.give({ kind: 'preparing' }, STARTED);
    let sent = '';
    const startedAt = performance.now();
    for (let count = 1; count <= 300; count += 1) {
      engine.give(text(`sana${count} `, count));
      sent += `sana${count} `;
      if (count % 30 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    engine.finish(finished('end-of-generation', 300));
    await events.end(generationId);
    const elapsedMs = performance.now() - startedAt;
    let joined = '';
    const texts = events.of(generationId).filter((event) => event.kind === 'text');
    for (const { offset, delta } of texts) {
      expect(offset).toBe(joined.length);
      joined += delta;
    }
    expect(joined).toBe(sent);
    expect(texts.length).toBeLessThanOrEqual(elapsedMs / 33 + 1);
    expect(texts.at(-1)).toMatchObject({ generatedTokens: 300 });
    expect(texts.at(-1)?.tokensPerSecond).toBeGreaterThan(0);
  });

  test('is saved on the way', async () => {
    const conversationId = await newConversation();
    const { generationId, assistantMessage } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.give({ kind: 'preparing' }, STARTED, text('alku ', 1));
    await expect
      .poll(() => history.ask('message', { messageId: assistantMessage.id }))
      .toMatchObject({ text: 'alku ', streaming: true });
    engine.finish(text('loppu', 2), finished('end-of-generation', 2));
    expect((await events.end(generationId)).message.text).toBe('alku loppu');
    expect(saves).toEqual(['alku ']);
  });

  test('beside another one has the same question and becomes the open branch', async () => {
    const conversationId = await newConversation();
    const first = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.finish(STARTED, text('yksi', 1), finished('end-of-generation', 1));
    await events.end(first.generationId);
    const second = await chat.regenerate({ conversationId, messageId: first.assistantMessage.id });
    engine.finish(STARTED, text('kaksi', 1), finished('end-of-generation', 1));
    await events.end(second.generationId);
    expect(engine.runs[1]?.request.messages).toEqual([{ role: 'user', content: 'Hei' }]);
    const { branch } = await history.ask('conversations.open', { conversationId });
    expect(branch.map((message) => message.text)).toEqual(['Hei', 'kaksi']);
    expect(branch[1]?.siblingIds).toEqual([first.assistantMessage.id, second.assistantMessage.id]);
  });

  test('to an edited question sees only its own branch', async () => {
    const conversationId = await newConversation();
    const first = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.finish(STARTED, text('yksi', 1), finished('end-of-generation', 1));
    await events.end(first.generationId);
    await chat.send({ conversationId, parentId: null, text: 'Moi' });
    expect(engine.runs[1]?.request.messages).toEqual([{ role: 'user', content: 'Moi' }]);
  });
});

describe('a message whose model is still being looked at', () => {
  const tooLarge = new SarviError('model-does-not-fit', { modelId: 'guide', name: 'Guide', needed: '9 GB', free: '1' });

  test('is in the history, with a stop that works', async () => {
    room = () => new Promise(() => undefined);
    const conversationId = await newConversation();
    const { generationId } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    const { branch } = await history.ask('conversations.open', { conversationId });
    expect(branch.map(({ text: each, streaming }) => [each, streaming])).toEqual([
      ['Hei', false],
      ['', true],
    ]);
    chat.stop(generationId);
    expect((await events.end(generationId)).message).toMatchObject({ text: '', stopReason: 'stopped', error: null });
  });

  test('hears of a late refusal at its answer, which is then answered in its place', async () => {
    const { promise, reject } = Promise.withResolvers<void>();
    room = () => promise;
    const conversationId = await newConversation();
    const { generationId } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    reject(tooLarge);
    const { message } = await events.end(generationId);
    expect(message).toMatchObject({ stopReason: 'failed', error: { code: 'model-does-not-fit' } });
    expect(engine.runs).toEqual([]);

    room = () => Promise.resolve();
    const again = await chat.regenerate({ conversationId, messageId: message.id });
    expect(again.assistantMessage).toMatchObject({ id: message.id, streaming: true, error: null });
    engine.finish(STARTED, text('Moi', 1), finished('end-of-generation', 1));
    expect((await events.end(again.generationId)).message.generation).not.toHaveProperty('continuations');
    const { branch } = await history.ask('conversations.open', { conversationId });
    expect(branch.map(({ text: each, siblingIds }) => [each, siblingIds.length])).toEqual([
      ['Hei', 1],
      ['Moi', 1],
    ]);
  });

  test('is not added when the refusal comes at once', async () => {
    const conversationId = await newConversation();
    room = () => Promise.reject(tooLarge);
    await expect(chat.send({ conversationId, parentId: null, text: 'Hei' })).rejects.toBe(tooLarge);
    expect((await history.ask('conversations.open', { conversationId })).branch).toEqual([]);
  });
});

describe('two windows', () => {
  test('the one that is behind goes on from what the other has added', async () => {
    const conversationId = await newConversation();
    const first = await chat.send({ conversationId, parentId: null, text: 'yksi', atEnd: true });
    await expect(chat.send({ conversationId, parentId: null, text: 'kaksi', atEnd: true })).rejects.toMatchObject({
      code: 'generation-running',
    });
    engine.finish(STARTED, text('1', 1), finished('end-of-generation', 1));
    await events.end(first.generationId);
    const second = await chat.send({ conversationId, parentId: null, text: 'kaksi', atEnd: true });
    expect(second.userMessage.parentId).toBe(first.assistantMessage.id);
    engine.finish(STARTED, text('2', 1), finished('end-of-generation', 1));
    await events.end(second.generationId);
    const third = await chat.send({ conversationId, parentId: first.assistantMessage.id, text: 'kolme', atEnd: true });
    expect(third.userMessage.parentId).toBe(second.assistantMessage.id);
  });

  test('of two processes, one does not write below what the other is still writing', async () => {
    const conversationId = await newConversation();
    const place = { conversationId, parentId: null };
    const growing = await history.ask('addMessage', { ...place, role: 'assistant', text: '', streaming: true });
    await expect(chat.send({ conversationId, parentId: growing.id, text: 'Hei', atEnd: true })).rejects.toMatchObject({
      code: 'generation-running',
    });
  });
});

describe('stopping', () => {
  test('keeps the text so far', async () => {
    const conversationId = await newConversation();
    const { generationId } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.give({ kind: 'preparing' }, STARTED, text('puolik', 1));
    await events.when(({ kind }) => kind === 'text');
    chat.stop(generationId);
    expect(await events.end(generationId)).toMatchObject({
      kind: 'finished',
      message: { text: 'puolik', stopReason: 'stopped', streaming: false, error: null },
    });
    chat.stop(generationId);
    chat.stop('never-was');
  });

  test('closing the chat stops and keeps every answer', async () => {
    const ids = [await newConversation(), await newConversation()];
    for (const conversationId of ids) {
      await chat.send({ conversationId, parentId: null, text: 'Hei' });
      engine.give({ kind: 'preparing' }, STARTED, text('kesken', 1));
    }
    await events.when(({ kind }) => kind === 'text');
    await chat.dispose();
    for (const conversationId of ids) {
      const { branch } = await history.ask('conversations.open', { conversationId });
      expect(branch.at(-1)).toMatchObject({ text: 'kesken', streaming: false, stopReason: 'stopped' });
    }
  });

  test.each([
    ['of its conversation', (conversationId: string) => chat.stopConversation(conversationId)],
    ['of all answers', () => chat.stopAll()],
    ['of the app', () => chat.dispose()],
  ])('a stop %s is heard while an answer is still being prepared: it ends as it begins', async (_whose, stop) => {
    const conversationId = await newConversation();
    let find = (): void => undefined;
    modelFound = new Promise((resolve) => (find = resolve));
    const sending = chat.send({ conversationId, parentId: null, text: 'Hei' });
    let stopped = false;
    const stopping = stop(conversationId).then(() => (stopped = true));
    // Another window may ask meanwhile.
    await expect(chat.send({ conversationId, parentId: null, text: 'Hei?' })).rejects.toMatchObject({
      code: 'generation-running',
    });
    expect(stopped).toBe(false);
    find();
    const { generationId, userMessage } = await sending;
    await stopping;
    const { branch } = await history.ask('conversations.open', { conversationId });
    expect(branch.map(({ id }) => id)).toEqual([userMessage.id, (await events.end(generationId)).message.id]);
    expect(branch.at(-1)).toMatchObject({ text: '', streaming: false, stopReason: 'stopped', error: null });
  });
});

describe('failures', () => {
  test('a crash marks the message, keeps its text, and frees the conversation', async () => {
    const conversationId = await newConversation();
    const { generationId } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.give({ kind: 'preparing' }, STARTED, text('puolik', 1));
    engine.fail(new SarviError('engine-crashed', { reason: because('out-of-memory') }));
    const end = await events.end(generationId);
    const error = { code: 'engine-crashed', details: { reason: because('out-of-memory') } };
    expect(end).toMatchObject({
      kind: 'failed',
      error,
      message: { text: 'puolik', stopReason: 'failed', error, generation: { generatedTokens: 1, seed: 7 } },
    });
    expect(await history.ask('message', { messageId: end.message.id })).toEqual(end.message);
    await chat.send({ conversationId, parentId: end.message.id, text: 'Jatka' });
  });

  test('one that never began has no figures', async () => {
    const conversationId = await newConversation();
    const { generationId } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.fail(new SarviError('model-load-failed', { name: 'x.gguf', reason: 'it is cut short' }));
    expect((await events.end(generationId)).message).toMatchObject({
      text: '',
      generation: null,
      stopReason: 'failed',
    });
  });

  test('a full disk loses no text on the screen and is told at the end; what it refused is kept when there is room', async () => {
    const conversationId = await newConversation();
    const { generationId, assistantMessage } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    refuseSaves = true;
    engine.finish({ kind: 'preparing' }, STARTED, text('kaikki', 1), finished('end-of-generation', 1));
    expect(await events.end(generationId)).toMatchObject({
      kind: 'failed',
      error: { code: 'disk-full' },
      message: { text: 'kaikki', streaming: false },
    });
    expect(await history.ask('message', { messageId: assistantMessage.id })).toMatchObject({
      text: '',
      streaming: true,
    });
    // Who opens the conversation again sees the answer as it ended.
    const { branch } = await history.ask('conversations.open', { conversationId });
    const asEnded = { text: 'kaikki', streaming: false, stopReason: 'end-of-generation' };
    expect(chat.asEnded(branch)).toMatchObject([{ text: 'Hei', streaming: false }, asEnded]);

    refuseSaves = false;
    await events.when(({ kind, generationId: id }) => kind === 'finished' && id === generationId);

    const kept = await history.ask('message', { messageId: assistantMessage.id });
    expect(kept).toMatchObject({ text: 'kaikki', streaming: false, stopReason: 'end-of-generation', error: null });
    expect(events.of(generationId).at(-1)).toMatchObject({ kind: 'finished', message: kept });
  });

  test('the next message finds the end of an answer that could not be kept', async () => {
    const conversationId = await newConversation();
    const { generationId, assistantMessage } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    refuseSaves = true;
    engine.finish({ kind: 'preparing' }, STARTED, text('kaikki', 1), finished('end-of-generation', 1));
    await events.end(generationId);
    refuseSaves = false;
    await chat.send({ conversationId, parentId: assistantMessage.id, text: 'Ja?' });
    expect(engine.runs.at(-1)?.request.messages.map(({ content }) => content)).toEqual(['Hei', 'kaikki', 'Ja?']);
  });

  test('an answer that could not be kept is offered a last time when the app closes', async () => {
    const conversationId = await newConversation();
    const { generationId, assistantMessage } = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    refuseSaves = true;
    engine.finish({ kind: 'preparing' }, STARTED, text('kaikki', 1), finished('end-of-generation', 1));
    await events.end(generationId);
    refuseSaves = false;
    await chat.settled();
    expect((await history.ask('message', { messageId: assistantMessage.id })).text).toBe('kaikki');
  });

  test('without a model nothing is added', async () => {
    const conversationId = await newConversation();
    modelError = new SarviError('no-model');
    await expect(chat.send({ conversationId, parentId: null, text: 'Hei' })).rejects.toMatchObject({
      code: 'no-model',
    });
    expect((await history.ask('conversations.open', { conversationId })).branch).toEqual([]);
    modelError = null;
    await chat.send({ conversationId, parentId: null, text: 'Hei' });
  });

  test('a second answer in one conversation is refused, one in another is not', async () => {
    const [conversationId, other] = [await newConversation(), await newConversation()];
    const both = await Promise.allSettled([
      chat.send({ conversationId, parentId: null, text: 'yksi' }),
      chat.send({ conversationId, parentId: null, text: 'kaksi' }),
      chat.send({ conversationId: other, parentId: null, text: 'kolme' }),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(both[1]).toMatchObject({ reason: { code: 'generation-running' } });
  });

  test('only a message of this conversation is answered again', async () => {
    const [conversationId, other] = [await newConversation(), await newConversation()];
    const sent = await chat.send({ conversationId, parentId: null, text: 'Hei' });
    engine.finish(STARTED, finished('end-of-generation', 0));
    await events.end(sent.generationId);
    const refused = { code: 'message-unknown' };
    const again = (id: string, messageId: string): Promise<unknown> =>
      chat.regenerate({ conversationId: id, messageId });
    await expect(again(other, sent.userMessage.id)).rejects.toMatchObject(refused);
    await expect(again(other, sent.assistantMessage.id)).rejects.toMatchObject(refused);
    await expect(again(conversationId, 'nobody')).rejects.toMatchObject(refused);
    await expect(again('nowhere', sent.assistantMessage.id)).rejects.toMatchObject({ code: 'conversation-unknown' });
  });
});
