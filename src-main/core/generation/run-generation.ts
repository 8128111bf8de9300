/**
 * Runs a model once, for any caller: a conversation's answer, one side of a comparison, an item of an evaluation, a
 * request from outside. It knows no messages of the history, and stores nothing.
 */
import type { AdapterChoice } from '#contract/adapters';
import { SarviError } from '#contract/errors';
import type { EngineUpdate, GenerationEngine, GenerationRequest } from '../engine/generation-request.ts';
import type { GenerationEnd } from '../engine/protocol.ts';
import { untilAborted } from '../engine/until-aborted.ts';
import { EMPTY_ANSWER, type ThinkingAndText, ThinkingSplitter } from '../thinking-splitter.ts';
import type { GenerationSink } from './generation-sink.ts';
import { RunFigures } from './run-figures.ts';

export type RunRequest = GenerationRequest & RunSettings;

export interface RunSettings {
  /** The adapters that the record names. Default: none. */
  readonly chosenAdapters?: readonly AdapterChoice[];
  /** Awaited before the engine is asked; a rejection ends the run. A stop works meanwhile. */
  readonly hasRoom?: Promise<void>;
  /** False leaves the probabilities out of the record, for a caller that takes them as they come. */
  readonly keepsChoices?: boolean;
}

/** Resolves when `sink.end` has resolved; rejects only if that rejects. */
export async function runGeneration(
  engine: GenerationEngine,
  request: RunRequest,
  sink: GenerationSink,
): Promise<void> {
  const { chosenAdapters = [], hasRoom = Promise.resolve(), keepsChoices, ...asked } = request;
  const figures = new RunFigures(keepsChoices);
  const splitter = new OutputSplitter(asked);
  let end: GenerationEnd | null = null;
  let error: SarviError | null = null;
  sink.progress({ kind: 'waiting' });
  try {
    if (asked.signal) await untilAborted(hasRoom, asked.signal);
    else await hasRoom;
    for await (const update of engine.generate(asked)) {
      if (update.kind === 'finished') end = update.end;
      else follow(update, figures, splitter, sink);
    }
  } catch (thrown) {
    error = SarviError.from(thrown);
  }
  for (const rest of splitter.end(end)) sink.text({ ...rest, figures: figures.live });
  await sink.end({
    stopReason: end?.stopReason ?? 'failed',
    error,
    said: splitter.said,
    thoughtIsAnswer: splitter.thoughtIsAnswer,
    record: figures.record({ model: asked.model, sampling: asked.sampling, chosenAdapters }, end),
  });
}

function follow(
  update: Exclude<EngineUpdate, { kind: 'finished' }>,
  figures: RunFigures,
  splitter: OutputSplitter,
  sink: GenerationSink,
): void {
  switch (update.kind) {
    case 'loading':
    case 'reading':
      return sink.progress(update);
    case 'preparing':
      return figures.prepared();
    case 'started': {
      const { openTag, cutMessages = [], ...start } = update;
      splitter.begin(openTag);
      figures.started({ ...start, cutMessages });
      return sink.progress({ ...start, cutMessages });
    }
    case 'text':
      figures.count(update);
      return sink.text({
        ...splitter.push(update.delta, update.thinking),
        figures: figures.live,
        ...(update.choice ? { choice: update.choice } : {}),
      });
    default:
      update satisfies never;
  }
}

/**
 * Splits the output of the model. An answer to messages is split into thinking and text; the output after a prompt or
 * tokens is text.
 */
class OutputSplitter {
  readonly #before: ThinkingAndText;
  /** Under a grammar, the model cannot end the thinking that the template has begun. */
  readonly #keepsToGrammar: boolean;
  #splitter: ThinkingSplitter | null;
  /** The output as the model wrote it, with tags. */
  #written = '';
  #said: ThinkingAndText;
  #thoughtIsAnswer = false;

  constructor(request: GenerationRequest) {
    const isAnswer = 'messages' in request;
    this.#before = (isAnswer ? request.answerSoFar : undefined) ?? EMPTY_ANSWER;
    this.#said = this.#before;
    this.#keepsToGrammar = request.sampling.grammar !== undefined;
    this.#splitter = isAnswer ? new ThinkingSplitter(this.#before) : null;
  }

  get said(): ThinkingAndText {
    return this.#said;
  }

  get thoughtIsAnswer(): boolean {
    return this.#thoughtIsAnswer;
  }

  /** @param openTag - the thinking tag that the prompt ends with */
  begin(openTag: string | undefined): void {
    if (this.#splitter && !this.#keepsToGrammar) this.#splitter = new ThinkingSplitter(this.#before, openTag);
  }

  /** @param thinking - what the server has split off itself */
  push(delta: string, thinking = ''): ThinkingAndText {
    this.#written += delta;
    const split = this.#splitter?.push(delta) ?? { thinking: '', text: delta };
    return this.#add({ thinking: thinking + split.thinking, text: split.text });
  }

  /** The text that is left to send. When a model ends in the middle of its thinking, the thinking is its answer. */
  end(end: GenerationEnd | null): ThinkingAndText[] {
    if (!this.#splitter) return [];
    const wasThinking = this.#splitter.isThinking;
    const rest = this.#add(this.#splitter.end());
    const endedItself = end?.stopReason === 'end-of-generation' || end?.stopReason === 'stop-string';
    if (!wasThinking || !endedItself || this.#said.text !== '') return [rest];
    this.#thoughtIsAnswer = true;
    return [rest, this.#add({ thinking: '', text: this.#before.thinking + this.#written })];
  }

  #add(piece: ThinkingAndText): ThinkingAndText {
    this.#said = { thinking: this.#said.thinking + piece.thinking, text: this.#said.text + piece.text };
    return piece;
  }
}
