import { STOPPED_ENGINE, type EngineStatus } from '#contract/engine';
import { SarviError } from '#contract/errors';
import { LICENCE_FACTS, llamaLicenceOf } from '#contract/licences';
import type { Message } from '#contract/messages';
import { buildGenerationRecord } from '../contract-values.ts';
import { buildBackends } from '../engine-values.ts';
import type { FakeConversations } from './fake-conversations.ts';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';
import type { FakeLibrary } from './fake-library.ts';
import type { FakeMessages } from './fake-messages.ts';
import type { FakeSettings } from './fake-settings.ts';

export interface FakeChatParts {
  readonly clock: FakeClock;
  readonly core: FakeCore;
  readonly conversations: FakeConversations;
  readonly messages: FakeMessages;
  readonly library: FakeLibrary;
  readonly settings: FakeSettings;
}

/** Answers that stream word by word, and the engine that writes them. */
export class FakeChat {
  readonly #parts: FakeChatParts;
  readonly #running = new Map<string, { stopped: boolean; conversationId: string }>();
  #engine = STOPPED_ENGINE;

  constructor(parts: FakeChatParts) {
    this.#parts = parts;
  }

  readonly handlers: FakeHandlers = {
    'engine.status': () => this.#engine,
    'engine.backends': () => buildBackends(this.#parts.settings.current.backend),
    'engine.retryBackend': () => buildBackends(this.#parts.settings.current.backend),
    'chat.send': ({ conversationId, parentId, text }) => {
      const { conversations, library, messages } = this.#parts;
      const conversation = conversations.get(conversationId);
      if (library.models.length === 0) throw new SarviError('no-model');
      this.#requireLicence(conversation.modelId);
      const userMessage = messages.add({ conversationId, parentId, role: 'user', text });
      const title = conversation.title || text.slice(0, 60);
      conversations.put({ ...conversation, title, updatedAt: Date.now() });
      return { ...this.#startAnswer(userMessage), userMessage };
    },
    'chat.regenerate': ({ messageId }) => {
      const { messages } = this.#parts;
      const message = messages.find(messageId);
      const question = message?.role === 'user' ? message : messages.find(message?.parentId);
      if (!question) throw new SarviError('message-unknown');
      return this.#startAnswer(question);
    },
    'chat.continue': ({ messageId }) => {
      const { clock, messages } = this.#parts;
      const answer = messages.find(messageId);
      const question = messages.find(answer?.parentId);
      if (!answer || !question) throw new SarviError('message-unknown');
      if (answer.stopReason === 'end-of-generation') throw new SarviError('answer-not-continuable', { reason: 'x' });
      const reopened: Message = { ...answer, streaming: true, stopReason: null };
      messages.keep(reopened);
      const generationId = clock.id('g');
      this.#running.set(generationId, { stopped: false, conversationId: answer.conversationId });
      void this.#stream(generationId, question, reopened);
      return { generationId, assistantMessage: reopened };
    },
    'chat.editAnswer': ({ conversationId, messageId, text }) => {
      const { messages } = this.#parts;
      const parentId = messages.find(messageId)?.parentId ?? null;
      return { message: messages.add({ conversationId, parentId, role: 'assistant', text, stopReason: 'edited' }) };
    },
    'answers.rate': ({ messageId, thumb }) => {
      const { clock, messages } = this.#parts;
      const answer = messages.find(messageId);
      if (answer?.role !== 'assistant' || answer.streaming) throw new SarviError('message-unknown', { messageId });
      const { thumb: _former, ...unrated } = answer;
      messages.change(thumb === null ? unrated : { ...unrated, thumb });
      clock.emit('answer.rated', { conversationId: answer.conversationId, messageId, thumb });
      return null;
    },
    'chat.countTokens': ({ text }) => ({
      tokens: this.#engine.contextTokens === null ? null : (text.match(/\S+/g) ?? []).length,
    }),
    'chat.stop': ({ generationId }) => {
      const generation = this.#running.get(generationId);
      if (generation) generation.stopped = true;
      return null;
    },
  };

  #requireLicence(modelId: string | null): void {
    const { library, settings } = this.#parts;
    const model = library.models.find(({ id }) => id === modelId);
    const licence = model && llamaLicenceOf(model);
    if (!licence || settings.current.acceptedLicences.includes(licence)) return;
    const details = { modelId: model.id, name: model.name, licence: LICENCE_FACTS[licence].name };
    throw new SarviError('licence-not-accepted', details);
  }

  #startAnswer(question: Message): { generationId: string; assistantMessage: Message } {
    const { clock, messages } = this.#parts;
    const { conversationId, id: parentId } = question;
    if ([...this.#running.values()].some((running) => running.conversationId === conversationId)) {
      throw new SarviError('generation-running');
    }
    const assistantMessage = messages.add({ conversationId, parentId, role: 'assistant', text: '', streaming: true });
    const generationId = clock.id('g');
    this.#running.set(generationId, { stopped: false, conversationId });
    void this.#stream(generationId, question, assistantMessage);
    return { generationId, assistantMessage };
  }

  async #stream(generationId: string, question: Message, message: Message): Promise<void> {
    const { clock, conversations, core, library, messages } = this.#parts;
    const ids = { generationId, conversationId: message.conversationId, messageId: message.id };
    const model = library.models.find(({ id }) => id === conversations.get(message.conversationId).modelId);
    const contextTokens = model?.facts.contextTokens ?? null;
    const status = { modelId: model?.id ?? null, backend: 'CPU', contextTokens, otherModelIds: [] };
    await clock.step();
    clock.emit('generation.changed', { ...ids, kind: 'waiting' });
    if (this.#engine.state === 'stopped') {
      for (const fraction of [0, 0.5, 1]) {
        this.#setEngine({ ...status, state: 'loading', loadFraction: fraction });
        clock.emit('generation.changed', { ...ids, kind: 'loading', fraction });
        await clock.step();
      }
    }
    const error = core.failure?.(question.text) ?? null;
    if (error) {
      this.#running.delete(generationId);
      const failed: Message = { ...message, streaming: false, stopReason: 'failed', error };
      messages.keep(failed);
      this.#setEngine({ ...status, state: 'ready', loadFraction: null });
      clock.emit('generation.changed', { ...ids, kind: 'failed', message: failed, error });
      return;
    }
    this.#setEngine({ ...status, state: 'generating', loadFraction: null });
    const figures = { backend: 'CPU', seed: 1, freshTokens: 20, cachedTokens: 0, contextTokens: 2048 };
    clock.emit('generation.changed', { ...ids, kind: 'started', ...figures, memoryBeginsAt: null });
    clock.emit('generation.changed', { ...ids, kind: 'reading', tokensDone: 10, tokensTotal: 20 });
    await clock.step();
    const answer = core.answer?.(question.text) ?? `Kysyit: ${question.text}`;
    let { text } = message;
    let tokens = 0;
    for (const piece of answer.match(/\S+\s*|\s+/g) ?? []) {
      if (this.#running.get(generationId)?.stopped) break;
      tokens += 1;
      const tokensPerSecond = tokens < 2 ? null : 42.5;
      const counts = { generatedTokens: tokens, contextUsedTokens: 18 + tokens, tokensPerSecond };
      clock.emit('generation.changed', { ...ids, kind: 'text', offset: text.length, delta: piece, ...counts });
      text += piece;
      await clock.step();
    }
    const stopped = this.#running.get(generationId)?.stopped ?? false;
    this.#running.delete(generationId);
    const generation = buildGenerationRecord({
      generatedTokens: tokens,
      ...(model ? { modelId: model.id, modelName: model.name } : {}),
    });
    const stopReason = stopped ? 'stopped' : 'end-of-generation';
    const finished: Message = { ...message, text, streaming: false, stopReason, generation };
    messages.keep(finished);
    this.#setEngine({ ...status, state: 'ready', loadFraction: null });
    clock.emit('generation.changed', { ...ids, kind: 'finished', message: finished });
  }

  #setEngine(status: EngineStatus): void {
    this.#engine = status;
    this.#parts.clock.emit('engine.changed', status);
  }
}
