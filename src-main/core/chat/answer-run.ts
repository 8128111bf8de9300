import type { Aside } from '#contract/asides';
import type { GenerationEvent } from '#contract/chat-calls';
import { SarviError, type ErrorReport } from '#contract/errors';
import type { GenerationRecord } from '#contract/generation-record';
import type { Message } from '#contract/messages';
import type { MessageId } from '#contract/primitives';
import type { GenerationSettings, MessagesInput } from '../engine/generation-request.ts';
import type {
  GeneratedText,
  GenerationOutcome,
  GenerationProgress,
  GenerationSink,
  LiveFigures,
  RunRecord,
  RunStart,
} from '../generation/generation-sink.ts';
import { joinRecords } from '../generation/join-records.ts';
import { runGeneration, type RunSettings } from '../generation/run-generation.ts';
import type { FinishedMessage } from '../history/history.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';
import { AnswerText } from './answer-text.ts';
import { blameFolder } from './blame-folder.ts';
import type { ChatHistory, ChatParts } from './chat-parts.ts';
import type { UnsavedAnswers } from './unsaved-answers.ts';

export interface AnswerRequest extends GenerationSettings, RunSettings {
  readonly messages: MessagesInput['messages'];
  readonly chatTemplate?: MessagesInput['chatTemplate'];
  readonly generationId: string;
  /** The message that the answer fills. If it has text, the answer continues that text. */
  readonly message: Message;
  /** The history's id of each of `messages`; null for the system prompt, which is not in the history. */
  readonly messageIds: readonly (MessageId | null)[];
  /** What the conversation's folder puts before its system prompt; empty for nothing. */
  readonly inherited?: string;
  /** Called before the last event, because a listener of the end may ask for the next answer at once. */
  readonly onClosed: () => void;
}

export interface AnswerParts extends Pick<ChatParts, 'history' | 'engine' | 'emit' | 'log'> {
  /** Takes an answer that the history refused to save. */
  readonly unsaved: UnsavedAnswers;
}

type Memory = Pick<GenerationRecord, 'memoryBeginsAt' | 'memoryCutIds'>;

type EventBody = GenerationEvent extends infer Each
  ? Each extends GenerationEvent
    ? Omit<Each, 'generationId' | 'conversationId' | 'messageId'>
    : never
  : never;

/**
 * One answer of a conversation, from its first event to its last: sends the run's events to the renderers, saves the
 * text in the history as it grows, and closes the message with its figures however it ends.
 */
export class AnswerRun implements GenerationSink {
  readonly #request: AnswerRequest;
  readonly #history: ChatHistory;
  readonly #parts: AnswerParts;
  readonly #text: AnswerText;
  /** The message's asides without the last thinking, which the answer continues. */
  readonly #earlierAsides: readonly Aside[];
  /** The text and thinking that this run continues. */
  readonly #before: ThinkingAndText;
  #memory: Memory = { memoryBeginsAt: null };
  #figures: LiveFigures = {
    generatedTokens: 0,
    contextUsedTokens: 0,
    tokensPerSecond: null,
    timeToFirstTokenMs: null,
  };

  constructor(request: AnswerRequest, parts: AnswerParts) {
    this.#request = request;
    this.#history = parts.history;
    this.#parts = parts;
    const { asides = [], text } = request.message;
    const last = asides.at(-1);
    const thinking = last?.kind === 'thinking' ? last.text : '';
    this.#earlierAsides = thinking === '' ? asides : asides.slice(0, -1);
    this.#before = { thinking, text };
    this.#text = new AnswerText(
      {
        flush: (kind, offset, delta) => this.#flush(kind, offset, delta),
        save: (said) => this.#save(said),
      },
      this.#before,
    );
  }

  /** Resolves when the message is closed; never rejects. */
  run(): Promise<void> {
    const { generationId: _id, message: _message, messageIds: _ids, ...rest } = this.#request;
    const { onClosed: _onClosed, inherited: _inherited, ...asked } = rest;
    return runGeneration(this.#parts.engine, { ...asked, answerSoFar: this.#before }, this);
  }

  progress(progress: GenerationProgress): void {
    if (progress.kind !== 'started') return this.#emit(progress);
    const { kind, figures, backend, contextTokens } = progress;
    this.#memory = this.#memoryOf(progress);
    this.#emit({ kind, ...figures, backend, contextTokens, ...this.#memory });
  }

  text({ thinking, text, figures }: GeneratedText): void {
    this.#figures = figures;
    this.#text.append({ thinking, text });
  }

  /** Closes the message in the history and tells the renderers, even when the history refuses. */
  async end({ stopReason, error: failure, thoughtIsAnswer, record }: GenerationOutcome): Promise<void> {
    if (failure) {
      this.#parts.log.warn('a generation failed', { code: failure.code, message: failure.message });
    }
    await this.#text.end();
    let error = failure ? this.#reason(failure).toReport() : null;
    const { thinking, text } = this.#text.said;
    const { asides } = this.#kept({ thinking: thoughtIsAnswer ? '' : thinking, text });
    const closing: FinishedMessage = { text, asides, stopReason, error, generation: this.#record(record) };
    let message: Message = { ...this.#request.message, ...closing, streaming: false };
    try {
      message = await this.#history.ask('finishMessage', { messageId: message.id, ...closing });
    } catch (thrown) {
      const refusal = SarviError.from(thrown).toReport();
      this.#parts.log.error('an answer could not be kept yet', { messageId: message.id, message: refusal.message });
      // The page already shows the whole answer; another event follows when the history has saved it.
      this.#parts.unsaved.add(message.id, { end: closing, onKept: (kept) => this.#tellEnd(kept, closing.error) });
      error ??= refusal;
    }
    this.#request.onClosed();
    this.#tellEnd(message, error);
  }

  #flush(kind: keyof ThinkingAndText, offset: number, delta: string): void {
    const { timeToFirstTokenMs, ...figures } = this.#figures;
    const first = timeToFirstTokenMs === null ? {} : { timeToFirstTokenMs };
    this.#emit({ kind, offset, delta, ...figures, ...first });
  }

  async #save(said: ThinkingAndText): Promise<void> {
    const { text, asides } = this.#kept(said);
    try {
      await this.#history.ask('saveStreamedText', { messageId: this.#request.message.id, text, asides });
    } catch (thrown) {
      // The next save, or the close, may succeed, so the answer continues.
      this.#parts.log.warn('an answer could not be saved on the way', { reason: SarviError.from(thrown).message });
    }
  }

  #kept({ thinking, text }: ThinkingAndText): { text: string; asides: Aside[] } {
    const own = thinking === '' ? [] : [{ kind: 'thinking' as const, text: thinking }];
    return { text, asides: [...this.#earlierAsides, ...own] };
  }

  /** The first message that the model saw, and the messages that it saw only in part. */
  #memoryOf({ droppedMessages, cutMessages }: RunStart): Memory {
    const { messages, messageIds } = this.#request;
    const firstTurn = messages[0]?.role === 'system' ? 1 : 0;
    const memoryBeginsAt = droppedMessages === 0 ? null : (messageIds[firstTurn + droppedMessages] ?? null);
    const cutIds = cutMessages.flatMap((index) => messageIds[index] ?? []);
    return { memoryBeginsAt, ...(cutIds.length === 0 ? {} : { memoryCutIds: cutIds }) };
  }

  #record(record: RunRecord | null): GenerationRecord | null {
    const before = this.#request.message.generation;
    const last = record && { ...record, ...this.#memory };
    return before && last ? joinRecords(before, last) : (last ?? before);
  }

  #reason(failure: SarviError): SarviError {
    const { inherited = '', messages } = this.#request;
    const [first] = messages;
    return blameFolder(failure, inherited, first?.role === 'system' ? first.content : '');
  }

  #tellEnd(message: Message, error: ErrorReport | null): void {
    if (error) this.#emit({ kind: 'failed', message, error });
    else this.#emit({ kind: 'finished', message });
  }

  #emit(body: EventBody): void {
    const { generationId, message } = this.#request;
    const ids = { generationId, conversationId: message.conversationId, messageId: message.id };
    this.#parts.emit('generation.changed', { ...ids, ...body });
  }
}
