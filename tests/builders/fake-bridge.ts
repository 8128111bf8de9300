/**
 * A bridge whose other side is a small core in memory. Calls pass through the core's own entrance, and inputs, outputs,
 * errors and events are checked against the contract. The real core cannot run here: these tests run in Chromium, and
 * its history is SQLite in a thread of Node. `fake-core.test.ts` compares the two.
 */
import type { Bridge, CallError, CallInput, CallName, CallResult, EventName, EventPayload } from '#contract/contract';
import type { Handlers, Result } from '#contract/contract';
import type { ErrorDetails, ErrorReport } from '#contract/errors';
import type { Message } from '#contract/messages';
import { answerCall, resultOf } from '../../src-main/core/answer-call.ts';
import { faultOfAnswer, faultOfEvent } from './contract-faults.ts';
import { FakeApp } from './fake-core/fake-app.ts';
import { FakeChat } from './fake-core/fake-chat.ts';
import { FakeConversations } from './fake-core/fake-conversations.ts';
import { FakeClock, type FakeCore, type FakeHandlers } from './fake-core/fake-core.ts';
import { fakeCuda } from './fake-core/fake-cuda.ts';
import { FakeFolders } from './fake-core/fake-folders.ts';
import { FakeLibrary } from './fake-core/fake-library.ts';
import { FakeMessages } from './fake-core/fake-messages.ts';
import { FakeRemotes } from './fake-core/fake-remotes.ts';
import { fakeQuick } from './fake-core/fake-quick.ts';
import { fakeDocuments, fakePassages } from './fake-core/fake-documents.ts';
import { fakeFinding } from './fake-core/fake-finding.ts';
import { fakeSearch } from './fake-core/fake-search.ts';
import { fakePerplexity } from './fake-core/fake-perplexity.ts';
import { fakeScoring } from './fake-core/fake-scoring.ts';
import { FakePrograms } from './fake-core/fake-programs.ts';
import { FakeUpdates } from './fake-core/fake-updates.ts';
import { FakeSettings } from './fake-core/fake-settings.ts';

export type { FakeCore } from './fake-core/fake-core.ts';

const NO_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

export class FakeBridge implements Bridge {
  readonly calls: { name: CallName; input: unknown }[] = [];
  readonly #core: FakeCore;
  readonly #app: FakeApp;
  readonly #conversations: FakeConversations;
  readonly #messages: FakeMessages;
  readonly #handlers: FakeHandlers;
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();
  readonly #failures = new Map<CallName, ErrorReport>();
  readonly #held = new Map<CallName, Promise<void>>();

  constructor(core: FakeCore = {}) {
    this.#core = core;
    const clock = new FakeClock((name, payload) => this.emit(name, payload), core.stepMs);
    const settings = new FakeSettings(clock, core);
    const programs = new FakePrograms(clock, core, settings);
    const library = new FakeLibrary(clock, core);
    const folders = new FakeFolders(clock, core);
    const conversations = new FakeConversations({ clock, core, folders, library, settings });
    const messages = new FakeMessages(clock, core, conversations);
    this.#app = new FakeApp(clock, core, conversations, library);
    this.#conversations = conversations;
    this.#messages = messages;
    const handlers: FakeHandlers = {
      ...settings.handlers,
      'settings.update': (change) => programs.changeSettings(change),
      ...programs.handlers,
      ...new FakeUpdates(clock, core).handlers,
      ...library.handlers,
      ...conversations.handlers,
      ...folders.handlers,
      ...messages.handlers,
      ...fakeCuda(clock, core),
      ...fakeQuick(core, conversations),
      ...fakeScoring(),
      ...new FakeRemotes(clock, core, conversations).handlers,
      ...fakePerplexity(clock, core),
      ...fakeDocuments(messages),
      ...fakePassages(),
      ...fakeFinding(clock, conversations, messages),
      ...fakeSearch(conversations, messages),
      ...new FakeChat({ clock, core, conversations, messages, library, settings }).handlers,
      ...this.#app.handlers,
    };
    this.#handlers = { ...handlers, ...core.more?.(handlers) };
  }

  /** Folders of backups on disks that are not connected. */
  set away(folders: string[]) {
    this.#app.away = folders;
  }

  /** The most messages in one answer, as if they were long. */
  set mostMessages(most: number) {
    this.#messages.most = most;
  }

  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    this.calls.push({ name, input });
    const held = this.#held.get(name);
    if (held) {
      this.#held.delete(name);
      await held;
    }
    const result = await this.#resultOf(name, structuredClone(input));
    this.#requireNone(faultOfAnswer(name, result));
    // As over a real border, the two sides share nothing.
    return structuredClone(result) as CallResult<Name>;
  }

  async #resultOf(name: CallName, input: unknown): Promise<Result<unknown>> {
    const failure = this.#failures.get(name);
    if (failure) {
      this.#failures.delete(name);
      return { ok: false, error: failure };
    }
    const result = await resultOf(
      answerCall(this.#handlers as unknown as Handlers, () => Promise.resolve(null), name, input),
      name,
      NO_LOG,
    );
    if (!result.ok && (result.error.code === 'internal' || result.error.code === 'invalid-input')) {
      throw new Error(`${name}: ${result.error.message}`);
    }
    return result;
  }

  listen<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  pathOfFile(): string | null {
    return this.#core.droppedPath ?? null;
  }

  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    this.#requireNone(faultOfEvent(name, payload));
    for (const listener of this.#listeners.get(name) ?? []) listener(structuredClone(payload) as never);
  }

  /** The draft that is kept for a conversation. */
  draftOf(conversationId: string): string | undefined {
    return this.#conversations.draftOf(conversationId);
  }

  /** Keeps a message as the newest of its conversation, as the core does while it streams. */
  streamAnswer(message: Message): void {
    this.#messages.keep(message);
  }

  /** Lets the next call of this name fail. */
  failNext<Name extends CallName>(name: Name, code: CallError<Name>, details: ErrorDetails = {}): void {
    this.#failures.set(name, { code, details, message: code });
  }

  /** Keeps the next call of this name waiting until the function that is returned is called. */
  holdNext(name: CallName): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(name, promise);
    return resolve;
  }

  #requireNone(fault: string | null): void {
    if (fault !== null && this.#core.isOfOtherVersion !== true) throw new Error(fault);
  }
}
