import { randomUUID } from 'node:crypto';
import type { EngineStatus } from '#contract/engine';
import type { PromptMessage } from '../prompt/prompt.ts';
import { AsyncQueue } from './async-queue.ts';
import { modelIdentity, type EngineModel } from './engine-model.ts';
import type { EngineOptions } from './engine-options.ts';
import type { EnginePorts } from './engine-process.ts';
import type { EngineUpdate, GenerationEngine, GenerationRequest } from './generation-request.ts';
import type { ModelRunner } from './model-runner.ts';
import { ModelScheduler } from './model-scheduler.ts';
import type { Pieces, VocabularyFacts } from './protocol.ts';
import type { OutsideModels } from './outside-models.ts';
import { Precedence } from './precedence.ts';
import type { LoadedModelFacts } from './protocol.ts';

/**
 * The app's side of the engine processes: starts one when it is first needed, loads models on demand, queues
 * requests, and treats the death of a process as an ordinary event. The next request after a death starts a new process. A second
 * model has a process of its own, where the memory has room for both.
 */
export class Engine implements GenerationEngine {
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  readonly #scheduler: ModelScheduler;
  /** Background work takes its turns here. */
  readonly precedence = new Precedence((key) => this.#sequencesOf(key));

  constructor(ports: EnginePorts, options: EngineOptions = {}) {
    this.#scheduler = new ModelScheduler(ports, options, () => this.#tellStatus());
  }

  /** The status of the model that was requested last. */
  get status(): EngineStatus {
    const [, ...others] = this.#scheduler.runners;
    const otherModelIds = others.flatMap(({ host }) => {
      const { state, modelId } = host.status;
      return state === 'ready' || state === 'generating' ? (modelId ?? []) : [];
    });
    return { ...this.#scheduler.first.host.status, otherModelIds };
  }

  /** How many answers the model that was requested last can write at a time; 0 when none is in memory. */
  get sequences(): number {
    return this.#scheduler.first.host.sequences;
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Answers the last message. Requests for one model run in the order of asking, as many at a time as it has sequences.
   * Updates before a failure are yielded before it is thrown.
   *
   * @throws SarviError `model-file-missing`, `model-load-failed`, `template-failed`, `prompt-too-long`,
   *   `grammar-invalid`, `engine-crashed`, `engine-unavailable`
   */
  async *generate(request: GenerationRequest): AsyncGenerator<EngineUpdate, void, void> {
    const updates = new AsyncQueue<EngineUpdate>();
    const leave = new AbortController();
    const signal = request.signal ? AbortSignal.any([request.signal, leave.signal]) : leave.signal;
    const generate = (runner: ModelRunner): Promise<void> =>
      runner.generate(request, signal, (update) => updates.push(update));
    // A grammar runs alone, so it never shares the model with others.
    const key = request.sampling.grammar ? randomUUID() : modelIdentity(request.model);
    const end = request.background ? null : this.precedence.enter(key);
    void this.#withRunner(request.model, generate).then(
      () => updates.end(),
      (error: unknown) => updates.fail(error),
    );
    try {
      yield* updates;
    } finally {
      leave.abort();
      end?.();
    }
  }

  /** What the engine knows of a model, which is loaded if necessary. @throws SarviError as `generate` */
  factsOf(model: EngineModel): Promise<LoadedModelFacts> {
    return this.#withRunner(model, (runner) => runner.factsOf(model));
  }

  /**
   * The prompt that the model would see, and its token ids.
   *
   * @throws SarviError as `generate`
   */
  async renderPrompt(request: {
    model: EngineModel;
    messages: readonly PromptMessage[];
    addGenerationPrompt: boolean;
    tools?: readonly unknown[] | undefined;
  }): Promise<{ prompt: string; tokens: number[] }> {
    const { model, messages, addGenerationPrompt, tools } = request;
    const { prompt, tokens } = await this.#withRunner(model, (runner) =>
      runner.renderPrompt(model, messages, addGenerationPrompt, tools),
    );
    return { prompt, tokens: [...tokens] };
  }

  /** Counts the tokens of `text` at once; null when the model is not in memory, or was unloaded meanwhile. */
  async countIfLoaded(model: EngineModel, text: string): Promise<number | null> {
    const runner = this.#scheduler.runners.find(({ host }) => host.inMemory?.path === model.path);
    return runner ? runner.countIfLoaded(model, text).catch(() => null) : null;
  }

  /**
   * Counts the tokens of `text`. Waits for no running answer when the model is in memory. @throws SarviError as
   * `generate`
   */
  countTokens(model: EngineModel, text: string): Promise<number> {
    return this.#withRunner(model, (runner) => runner.countTokens(model, text));
  }

  /** The tokens of a text in which control tokens are read. @throws SarviError as `generate` */
  parse(model: EngineModel, prompt: string): Promise<Uint32Array> {
    return this.#withRunner(model, (runner) => runner.parse(model, prompt));
  }

  /** What is known of the model's vocabulary. @throws SarviError as `generate` */
  vocabulary(model: EngineModel): Promise<VocabularyFacts> {
    return this.#withRunner(model, (runner) => runner.vocabulary(model));
  }

  /** What tokens stand for. @throws SarviError as `generate`; `invalid-input` for an unknown token */
  pieces(model: EngineModel, tokens: Uint32Array): Promise<Pieces> {
    return this.#withRunner(model, (runner) => runner.pieces(model, tokens));
  }

  /** Resolves when the KV states are on disk, as far as they will be written. */
  async settled(): Promise<void> {
    await Promise.all(this.#scheduler.runners.map((runner) => runner.settled()));
  }

  /** Whether these models can write at one time, as the memory is now. Loads nothing. */
  fitTogether(models: readonly EngineModel[]): Promise<boolean> {
    return this.#scheduler.fitTogether(models);
  }

  /** Whether a model is in memory, or was requested. */
  usageOf(modelId: string): 'none' | 'loaded' | 'busy' {
    if (this.#scheduler.runners.some((runner) => runner.isBusy(modelId))) return 'busy';
    return this.#scheduler.runners.some(({ host }) => host.model?.id === modelId) ? 'loaded' : 'none';
  }

  /**
   * Unloads all models after the requests before this one; with an id only that model, without waiting for answers of
   * others.
   */
  async unload(modelId?: string): Promise<void> {
    await Promise.all(
      this.#scheduler.runners.map((runner) => (modelId === undefined ? runner.unload() : runner.free(modelId))),
    );
  }

  /** Makes room for models of another process, and counts them until they are dismissed. */
  async admit(outside: OutsideModels): Promise<void> {
    const end = this.precedence.enter(randomUUID());
    try {
      await this.#scheduler.admit(outside);
    } finally {
      end();
    }
  }

  dismiss(outside: OutsideModels): void {
    this.#scheduler.dismiss(outside);
  }

  /** How many layers a model had on a graphics card when it was loaded last; null when it was not since the start. */
  layersOf(path: string): number | null {
    const [found] = this.#scheduler.runners.flatMap(({ host }) => host.layersOf(path) ?? []);
    return found ?? null;
  }

  /** Call this when the value of `idleUnloadMs` has changed. */
  refreshIdle(): void {
    for (const runner of this.#scheduler.runners) runner.refreshIdle();
  }

  /** Ends the processes; running requests fail. Idle runners write their KV state first. */
  async dispose(): Promise<void> {
    await this.#scheduler.dispose();
  }

  #sequencesOf(key: string): number {
    const runner = this.#scheduler.runners.find(({ host }) => host.inMemory && modelIdentity(host.inMemory) === key);
    return runner?.host.sequences ?? 0;
  }

  async #withRunner<Value>(model: EngineModel, work: (runner: ModelRunner) => Promise<Value>): Promise<Value> {
    const runner = await this.#scheduler.acquire(model);
    try {
      return await work(runner);
    } finally {
      runner.release(model);
    }
  }

  #tellStatus(): void {
    const { status } = this;
    for (const listener of this.#listeners) listener(status);
  }
}
