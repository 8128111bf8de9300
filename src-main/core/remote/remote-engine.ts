/** A server elsewhere as an engine: what asks the engine of this computer for a text can ask this one. */
import { randomInt } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { RemoteRecord } from '#contract/generation-record';
import { STOPPED_EARLY } from '../engine/answer-request.ts';
import type { EngineModel } from '../engine/engine-model.ts';
import type { EngineUpdate, GenerationEngine, GenerationRequest } from '../engine/generation-request.ts';
import type { GenerationEnd, SettledSampling } from '../engine/protocol.ts';
import { fitPrompt, windowOf, type FittedRequest } from './fit-prompt.ts';
import { readAnswer, type AnswerFacts, type AnswerPiece, type AnswerSource } from './read-answer.ts';
import { open, type RemoteLimits } from './remote-connection.ts';
import type { RemoteTarget } from './remote-target.ts';
import { requestOf } from './request-body.ts';
import { SpaceSkipper } from './space-skipper.ts';

/** A large model may read a long prompt for a quarter of an hour before its first word. */
const SILENCE_MS = 20 * 60_000;
const MOST_SEEDS = 2 ** 32;
/** A server may tell of its progress without end. */
const PROGRESS_MS = 100;
const LEAST_RATIO = 0.5;
const MOST_RATIO = 3;

export interface RemoteEngineParts {
  /** @throws SarviError `remote-unknown`, `model-unknown` */
  readonly targetOf: (model: EngineModel) => Promise<RemoteTarget>;
  readonly limits?: Partial<RemoteLimits>;
}

export class RemoteEngine implements GenerationEngine {
  readonly #parts: RemoteEngineParts;

  constructor(parts: RemoteEngineParts) {
    this.#parts = parts;
  }

  /**
   * Nothing is sent a second time, whatever happens.
   *
   * @throws SarviError `REMOTE_ERRORS`, `prompt-too-long`, `answer-not-continuable`, `grammar-invalid`
   */
  async *generate(request: GenerationRequest): AsyncGenerator<EngineUpdate, void, void> {
    const { signal, sampling } = request;
    const target = await this.#parts.targetOf(request.model);
    yield { kind: 'preparing' };
    const begin = performance.now();
    let answer: Answering | null = null;
    try {
      const fitted = await fitPrompt(target, request, signal);
      const seed = sampling.seed ?? randomInt(MOST_SEEDS);
      const room = windowOf(target) - fitted.promptTokens;
      // A server refuses a limit that goes past its window.
      const maxTokens = fitted.counted ? Math.max(1, Math.min(sampling.maxTokens, room)) : sampling.maxTokens;
      answer = new Answering(target, fitted, { ...sampling, seed }, begin);
      yield answer.started();
      const { path, body } = requestOf(target, fitted.prompt, { ...sampling, seed, maxTokens });
      const silenceMs = this.#parts.limits?.silenceMs ?? SILENCE_MS;
      const response = await open(target.connection, { path, body, signal, silenceMs });
      for await (const part of readAnswer(response, sourceOf(target, sampling))) {
        if (part.kind === 'end') yield { kind: 'finished', end: answer.end(part.facts) };
        else if (part.kind === 'reading') yield* answer.reading(part);
        else yield* answer.text(part);
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
      yield answer ? { kind: 'finished', end: answer.end(null) } : STOPPED_EARLY;
    }
  }
}

function sourceOf({ host, connection, abilities }: RemoteTarget, { alternatives }: SettledSampling): AnswerSource {
  return { host, key: connection.key, alternatives: abilities.logprobs ? alternatives : 0 };
}

/** The counts and times of one answer. */
class Answering {
  readonly #target: RemoteTarget;
  readonly #fitted: FittedRequest;
  readonly #sampling: SettledSampling & { readonly seed: number };
  readonly #begin: number;
  readonly #spaces: SpaceSkipper;
  #firstAt: number | null = null;
  #progressAt = -Infinity;
  #pieces = 0;

  constructor(
    target: RemoteTarget,
    fitted: FittedRequest,
    sampling: SettledSampling & { readonly seed: number },
    begin: number,
  ) {
    this.#target = target;
    this.#fitted = fitted;
    this.#sampling = sampling;
    this.#begin = begin;
    this.#spaces = new SpaceSkipper(fitted.trimmed);
  }

  started(): EngineUpdate {
    const { promptTokens, counted, droppedMessages, cutMessages, openTag, prompt } = this.#fitted;
    const { host, kind, backend } = this.#target;
    const remote: RemoteRecord = { host, kind, sent: prompt.form === 'messages' ? 'messages' : 'tokens', counted };
    return {
      kind: 'started',
      figures: { seed: this.#sampling.seed, freshTokens: promptTokens, cachedTokens: 0 },
      backend,
      contextTokens: windowOf(this.#target),
      ...{ droppedMessages, cutMessages, remote },
      ...(openTag === undefined ? {} : { openTag }),
    };
  }

  *reading(progress: Extract<EngineUpdate, { kind: 'reading' }>): Generator<EngineUpdate, void, void> {
    const now = performance.now();
    if (now - this.#progressAt < PROGRESS_MS) return;
    this.#progressAt = now;
    yield progress;
  }

  *text({ text, thinking, choices }: AnswerPiece): Generator<EngineUpdate, void, void> {
    this.#firstAt ??= performance.now();
    const [last, ...before] = choices.toReversed();
    for (const choice of before.reverse()) {
      this.#pieces += 1;
      yield { kind: 'text', delta: '', generatedTokens: this.#pieces, choice };
    }
    const delta = this.#spaces.push(text);
    // Most servers send a token at a time; the end has the true number.
    this.#pieces += 1;
    const said = { delta, generatedTokens: this.#pieces, ...(thinking === '' ? {} : { thinking }) };
    yield { kind: 'text', ...said, ...(last ? { choice: last } : {}) };
  }

  /** @param facts - null for an answer that the user has stopped */
  end(facts: AnswerFacts | null): GenerationEnd {
    const now = performance.now();
    const first = this.#firstAt ?? now;
    const { promptTokens, counted } = this.#fitted;
    const generatedTokens = facts?.generatedTokens ?? this.#pieces;
    const told = facts?.promptTokens ?? null;
    if (told !== null && !counted && promptTokens > 0) this.#learn(told / promptTokens);
    const cachedTokens = facts?.cachedTokens ?? 0;
    return {
      stopReason: this.#stopReason(facts, generatedTokens),
      generatedTokens,
      promptMs: first - this.#begin,
      generationMs: now - first,
      draft: null,
      ...(told === null ? {} : { prompt: { freshTokens: told - cachedTokens, cachedTokens } }),
    };
  }

  #stopReason(facts: AnswerFacts | null, generatedTokens: number): GenerationEnd['stopReason'] {
    if (facts === null) return 'stopped';
    if (facts.finish === 'stop') return 'end-of-generation';
    if (facts.finish === 'stop-string') return 'stop-string';
    return generatedTokens >= this.#sampling.maxTokens ? 'max-tokens' : 'context-full';
  }

  /** The next estimate for this model is better. */
  #learn(ratio: number): void {
    // An estimate is never so wrong; a server that says so counts something else, or lies.
    if (ratio < LEAST_RATIO || ratio > MOST_RATIO) return;
    const { estimates } = this.#target;
    estimates.factor = Math.min(MOST_RATIO, Math.max(LEAST_RATIO, estimates.factor * ratio));
  }
}

/** @returns whether a model runs elsewhere. @throws SarviError `remote-unknown` for one that does not */
export function requireRemote(model: EngineModel): NonNullable<EngineModel['remote']> {
  if (!model.remote) throw new SarviError('remote-unknown', { name: model.name });
  return model.remote;
}
