import type { Aside } from '#contract/asides';
import type { GenerationEvent } from '#contract/chat-calls';
import { SarviError, type ErrorReport } from '#contract/errors';
import type { GenerationRecord, StopReason, TokenChoice } from '#contract/generation-record';
import type { Message } from '#contract/messages';
import type { MessageId } from '#contract/primitives';
import type { EngineUpdate, GenerationRequest } from '../engine/generation-request.ts';
import { untilAborted } from '../engine/until-aborted.ts';
import type { GenerationFigures } from '../engine/protocol.ts';
import type { FinishedMessage } from '../history/history.ts';
import { type Said, ThinkingSplitter } from '../thinking-splitter.ts';
import { AnswerText, type AnswerTextListener } from './answer-text.ts';
import { joinRecords } from './join-records.ts';
import type { ChatEngine, ChatHistory, ChatParts } from './chat-parts.ts';
import type { Answerer } from './find-answerer.ts';
import type { UnsavedAnswers } from './unsaved-answers.ts';

export interface RunRequest extends Omit<GenerationRequest, 'signal' | 'answerSoFar'> {
  readonly generationId: string;
  readonly model: Answerer;
  /** The message that the answer fills; one that says something already goes on from there. */
  readonly message: Message;
  /** Of each of `messages`; null for the system prompt, which is none of the conversation's. */
  readonly messageIds: readonly (MessageId | null)[];
  /** Called before the last event: who hears of the end may ask for the next answer at once. */
  readonly onClosed: () => void;
}

export interface RunParts extends Pick<ChatParts, 'history' | 'engine' | 'emit' | 'log'> {
  /** Takes an answer that the history refuses. */
  readonly unsaved: UnsavedAnswers;
}

interface Started {
  readonly figures: GenerationFigures;
  readonly backend: string;
  readonly contextTokens: number;
  readonly memoryBeginsAt: MessageId | null;
  readonly memoryCutIds?: MessageId[];
}

type Update<Kind extends EngineUpdate['kind']> = Extract<EngineUpdate, { kind: Kind }>;

type EventBody = GenerationEvent extends infer Each
  ? Each extends GenerationEvent
    ? Omit<Each, 'generationId' | 'conversationId' | 'messageId'>
    : never
  : never;

/**
 * One answer from its first event to its last: carries the engine's updates to the renderers, keeps the text in the
 * history as it grows, and closes the message with its figures however it ends.
 */
export class GenerationRun {
  /** Resolves when the message is closed; never rejects. */
  readonly done: Promise<void>;
  readonly #request: RunRequest;
  readonly #history: ChatHistory;
  readonly #engine: ChatEngine;
  readonly #parts: Pick<RunParts, 'emit' | 'log' | 'unsaved'>;
  readonly #stopping = new AbortController();
  readonly #answer: AnswerText;
  /** What the message has beside its answer, up to the thinking that goes on. */
  readonly #earlierAsides: readonly Aside[];
  /** What this run goes on from. */
  readonly #before: Said;
  #splitter: ThinkingSplitter;
  #thoughtIsAnswer = false;
  /** As the model wrote it, tags and all. */
  #written = '';
  #started: Started | null = null;
  #generatedTokens = 0;
  readonly #choices: TokenChoice[] = [];
  #preparedAt = performance.now();
  #firstTokenAt: number | null = null;
  #lastTokenAt = 0;

  constructor(request: RunRequest, parts: RunParts) {
    this.#request = request;
    this.#history = parts.history;
    this.#engine = parts.engine;
    this.#parts = parts;
    const listener: AnswerTextListener = {
      flush: (kind, offset, delta) =>
        this.#emit({
          kind,
          offset,
          delta,
          generatedTokens: this.#generatedTokens,
          contextUsedTokens: this.#contextUsedTokens(this.#generatedTokens),
          tokensPerSecond: this.#tokensPerSecond(),
          ...(this.#firstTokenAt === null ? {} : { timeToFirstTokenMs: this.#firstTokenAt - this.#preparedAt }),
        }),
      save: (said) => this.#save(said),
    };
    const { asides = [], text } = request.message;
    const last = asides.at(-1);
    const thinking = last?.kind === 'thinking' ? last.text : '';
    this.#earlierAsides = thinking === '' ? asides : asides.slice(0, -1);
    this.#before = { thinking, text };
    this.#answer = new AnswerText(listener, this.#before);
    this.#splitter = new ThinkingSplitter(this.#before);
    this.done = this.#run();
  }

  get generationId(): string {
    return this.#request.generationId;
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    this.#emit({ kind: 'waiting' });
    const { model, messages, sampling, owner } = this.#request;
    const answerSoFar = this.#before;
    const signal = this.#stopping.signal;
    let end: Update<'finished'>['end'] | null = null;
    let failure: SarviError | null = null;
    try {
      // A stop is heard while the memory is looked at.
      await untilAborted(model.hasRoom, signal);
      for await (const update of this.#engine.generate({ model, messages, answerSoFar, sampling, owner, signal })) {
        if (update.kind === 'finished') end = update.end;
        else this.#follow(update);
      }
    } catch (thrown) {
      failure = SarviError.from(thrown);
      this.#parts.log.warn('a generation failed', { code: failure.code, message: failure.message });
    }
    this.#endText(end);
    await this.#answer.end();
    await this.#close(end, failure);
  }

  #follow(update: Exclude<EngineUpdate, { kind: 'finished' }>): void {
    switch (update.kind) {
      case 'loading':
        return this.#emit({ kind: 'loading', fraction: update.fraction });
      case 'preparing':
        this.#preparedAt = performance.now();
        return;
      case 'started':
        this.#start(update);
        return;
      case 'reading':
        return this.#emit({ kind: 'reading', tokensDone: update.tokensDone, tokensTotal: update.tokensTotal });
      case 'text':
        this.#lastTokenAt = performance.now();
        this.#firstTokenAt ??= this.#lastTokenAt;
        this.#generatedTokens = update.generatedTokens;
        if (update.choice) this.#choices.push(update.choice);
        this.#written += update.delta;
        this.#answer.append(this.#splitter.push(update.delta));
        return;
      default:
        update satisfies never;
    }
  }

  #start({ figures, backend, contextTokens, droppedMessages, cutMessages = [], openTag }: Update<'started'>): void {
    const { messages, messageIds, sampling } = this.#request;
    // An answer that keeps to a grammar cannot end the thinking that the template has begun.
    if (!sampling.grammar) this.#splitter = new ThinkingSplitter(this.#before, openTag);
    const firstTurn = messages[0]?.role === 'system' ? 1 : 0;
    const memoryBeginsAt = droppedMessages === 0 ? null : (messageIds[firstTurn + droppedMessages] ?? null);
    const cutIds = cutMessages.flatMap((index) => messageIds[index] ?? []);
    const memory = { memoryBeginsAt, ...(cutIds.length === 0 ? {} : { memoryCutIds: cutIds }) };
    this.#started = { figures, backend, contextTokens, ...memory };
    this.#emit({ kind: 'started', ...figures, backend, contextTokens, ...memory });
  }

  /** A model that ended by itself in the middle of its thinking has said all that it had to say: that is its answer. */
  #endText(end: Update<'finished'>['end'] | null): void {
    const wasThinking = this.#splitter.isThinking;
    this.#answer.append(this.#splitter.end());
    const { text } = this.#answer.said;
    const endedItself = end?.stopReason === 'end-of-generation' || end?.stopReason === 'stop-string';
    if (!wasThinking || !endedItself || text !== '') return;
    this.#answer.append({ thinking: '', text: this.#before.thinking + this.#written });
    this.#thoughtIsAnswer = true;
  }

  #kept({ thinking, text }: Said): { text: string; asides: Aside[] } {
    const isAside = thinking !== '' && !this.#thoughtIsAnswer;
    return {
      text,
      asides: [...this.#earlierAsides, ...(isAside ? [{ kind: 'thinking' as const, text: thinking }] : [])],
    };
  }

  /** Closes the message in the history and tells the renderers, even when the history fails. */
  async #close(end: Update<'finished'>['end'] | null, failure: SarviError | null): Promise<void> {
    let error = failure?.toReport() ?? null;
    const stopReason: StopReason = end?.stopReason ?? 'failed';
    const { text, asides } = this.#kept(this.#answer.said);
    const closing: FinishedMessage = { text, asides, stopReason, error, generation: this.#record(end) };
    let message: Message = { ...this.#request.message, ...closing, streaming: false };
    try {
      message = await this.#history.finishMessage(message.id, closing);
    } catch (thrown) {
      const refusal = SarviError.from(thrown).toReport();
      this.#parts.log.error('an answer could not be kept yet', { messageId: message.id, message: refusal.message });
      // The screen has the whole answer; it hears again when the history has it too.
      this.#parts.unsaved.add(message.id, { end: closing, onKept: (kept) => this.#tellEnd(kept, closing.error) });
      error ??= refusal;
    }
    this.#request.onClosed();
    this.#tellEnd(message, error);
  }

  #tellEnd(message: Message, error: ErrorReport | null): void {
    if (error) this.#emit({ kind: 'failed', message, error });
    else this.#emit({ kind: 'finished', message });
  }

  async #save(said: Said): Promise<void> {
    const { text, asides } = this.#kept(said);
    try {
      await this.#history.saveStreamedText(this.#request.message.id, text, asides);
    } catch (thrown) {
      // The next save, or the close, may succeed; the answer goes on meanwhile.
      this.#parts.log.warn('an answer could not be saved on the way', { reason: SarviError.from(thrown).message });
    }
  }

  /** Null when it never came to reading a prompt. */
  #record(end: Update<'finished'>['end'] | null): GenerationRecord | null {
    const before = this.#request.message.generation;
    const last = this.#recordOfRun(end);
    return before && last ? joinRecords(before, last) : (last ?? before);
  }

  #recordOfRun(end: Update<'finished'>['end'] | null): GenerationRecord | null {
    if (!this.#started) return null;
    const { figures, backend, contextTokens, ...memory } = this.#started;
    const generatedTokens = end?.generatedTokens ?? this.#generatedTokens;
    const { model, sampling } = this.#request;
    const adapters = model.chosenAdapters;
    const { seed, grammar, ...rest } = sampling;
    const settled = grammar === undefined ? rest : { ...rest, grammar };
    const now = performance.now();
    const firstTokenMs = this.#firstTokenAt === null ? null : this.#firstTokenAt - this.#preparedAt;
    return {
      modelId: model.id,
      modelName: model.name,
      backend,
      sampling: seed === null ? settled : { ...settled, seed },
      ...(adapters.length === 0 ? {} : { adapters: [...adapters] }),
      ...figures,
      generatedTokens,
      timeToFirstTokenMs: firstTokenMs,
      promptMs: end?.promptMs ?? firstTokenMs ?? now - this.#preparedAt,
      generationMs: end?.generationMs ?? (this.#firstTokenAt === null ? 0 : this.#lastTokenAt - this.#firstTokenAt),
      contextTokens,
      contextUsedTokens: this.#contextUsedTokens(generatedTokens),
      ...memory,
      ...(end?.draft ? { draft: end.draft } : {}),
      ...(sampling.alternatives > 0 ? { choices: this.#choices } : {}),
    };
  }

  #contextUsedTokens(generatedTokens: number): number {
    const { freshTokens = 0, cachedTokens = 0 } = this.#started?.figures ?? {};
    return freshTokens + cachedTokens + generatedTokens;
  }

  #tokensPerSecond(): number | null {
    if (this.#firstTokenAt === null || this.#generatedTokens < 2) return null;
    const seconds = (this.#lastTokenAt - this.#firstTokenAt) / 1000;
    return seconds > 0 ? (this.#generatedTokens - 1) / seconds : null;
  }

  #emit(body: EventBody): void {
    const { generationId, message } = this.#request;
    const ids = { generationId, conversationId: message.conversationId, messageId: message.id };
    this.#parts.emit('generation.changed', { ...ids, ...body });
  }
}
