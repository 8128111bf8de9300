/**
 * One run of a model, for whoever wants one: a conversation's answer, one side of a comparison, a test of an evaluation, a
 * request from outside. It knows no message and no history, and keeps nothing.
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
  /** Of the model's adapters, those that the record names. None unless told. */
  readonly chosenAdapters?: readonly AdapterChoice[];
  /** Waited for before the engine is asked; what it rejects with ends the run. A stop is heard meanwhile. */
  readonly hasRoom?: Promise<void>;
}

/** Resolves when `sink.end` has; never rejects, unless that does. */
export async function runGeneration(
  engine: GenerationEngine,
  request: RunRequest,
  sink: GenerationSink,
): Promise<void> {
  const { chosenAdapters = [], hasRoom = Promise.resolve(), ...asked } = request;
  const figures = new RunFigures();
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
        ...splitter.push(update.delta),
        figures: figures.live,
        ...(update.choice ? { choice: update.choice } : {}),
      });
    default:
      update satisfies never;
  }
}

/**
 * What the model writes. An answer to messages is parted into the thinking before it and the answer; what follows a prompt or
 * tokens is text as it was written.
 */
class OutputSplitter {
  readonly #before: ThinkingAndText;
  /** An answer that keeps to a grammar cannot end the thinking that the template has begun. */
  readonly #keepsToGrammar: boolean;
  #splitter: ThinkingSplitter | null;
  /** As the model wrote it, tags and all. */
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

  /** @param openTag - by which the prompt has begun the thinking */
  begin(openTag: string | undefined): void {
    if (this.#splitter && !this.#keepsToGrammar) this.#splitter = new ThinkingSplitter(this.#before, openTag);
  }

  push(delta: string): ThinkingAndText {
    this.#written += delta;
    return this.#add(this.#splitter?.push(delta) ?? { thinking: '', text: delta });
  }

  /** What is still to be told. A model that ended by itself in the middle of its thinking has said all that it had to. */
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
