import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { EngineModel } from './engine-model.ts';
import { settledOptions, type OtherModel, type EngineOptions } from './engine-options.ts';
import type { EnginePorts } from './engine-process.ts';
import { ModelRunner } from './model-runner.ts';
import { RequestQueue } from './request-queue.ts';

/** A comparison has two sides. */
const MOST_RUNNERS = 2;

/**
 * Chooses which runner serves a model: the one that has it or was asked for it, else a free one where memory has room
 * for both models, else one whose model is replaced.
 */
export class ModelScheduler {
  readonly #ports: EnginePorts;
  readonly #options: EngineOptions;
  readonly #onStatus: () => void;
  /** The one that was used last comes first. */
  #runners: readonly ModelRunner[];
  /** Models without a runner are assigned one at a time, so that each assignment sees those before it. */
  readonly #assignments = new RequestQueue();
  #isDisposed = false;

  /** @param onStatus - called when a process changes, and when another runner becomes the first */
  constructor(ports: EnginePorts, options: EngineOptions, onStatus: () => void) {
    this.#ports = ports;
    this.#options = options;
    this.#onStatus = onStatus;
    this.#runners = [this.#makeRunner()];
  }

  /** The one that was used last comes first. */
  get runners(): readonly ModelRunner[] {
    return this.#runners;
  }

  /** Of the model that was asked for last. */
  get first(): ModelRunner {
    const [first] = this.#runners;
    if (!first) throw new Error('the engine has no runner');
    return first;
  }

  /** The runner for a model, which keeps it until `ModelRunner.release`. @throws SarviError `engine-unavailable` */
  async acquire(model: EngineModel): Promise<ModelRunner> {
    const found = this.#runnerOf(model);
    if (found) return this.#retain(found, model);
    const permit = await this.#assignments.take();
    try {
      const runner = this.#runnerOf(model) ?? (await this.#emptyRunner(model)) ?? this.#runnerToReplace();
      if (this.#isDisposed) throw new SarviError('engine-unavailable', { reason: because('sarvi-is-closing') });
      return this.#retain(runner, model);
    } finally {
      permit?.release();
    }
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await Promise.all(this.#runners.map((runner) => runner.dispose()));
  }

  #runnerOf({ path }: EngineModel): ModelRunner | undefined {
    return this.#runners.find((runner) => runner.models.some((one) => one.path === path));
  }

  /** A runner without a model, if memory has room for one more. */
  async #emptyRunner(model: EngineModel): Promise<ModelRunner | null> {
    const empty = this.#runners.find(({ models }) => models.length === 0);
    if (!empty && this.#runners.length === MOST_RUNNERS) return null;
    for (const runner of this.#runners) {
      for (const other of runner.models) {
        if (!(await this.#fits(model, { model: other, inMemory: runner.host.inMemory === other }))) return null;
      }
    }
    if (empty || this.#isDisposed) return empty ?? null;
    const runner = this.#makeRunner();
    this.#runners = [...this.#runners, runner];
    return runner;
  }

  #runnerToReplace(): ModelRunner {
    const taken = this.#runners.filter(({ models }) => models.length > 0);
    const runner = taken.findLast((one) => !one.isBusy()) ?? taken.at(-1) ?? this.#runners.at(-1);
    if (!runner) throw new Error('the engine has no runner');
    return runner;
  }

  async #fits(model: EngineModel, other: OtherModel): Promise<boolean> {
    return (await this.#options.fitsWith?.(model, [other])) === true;
  }

  /**
   * Frees the models of other runners, after their running answers, when `model` does not fit in memory with them. A
   * runner that waits for this has no model in memory, so two runners never wait for each other.
   */
  async #makeRoom(model: EngineModel, runner: ModelRunner): Promise<void> {
    for (const other of this.#runners) {
      if (other === runner) continue;
      for (let held = other.host.inMemory; held; held = other.host.inMemory) {
        if (await this.#fits(model, { model: held, inMemory: true })) break;
        await other.free(held.id);
      }
    }
  }

  #others(runner: ModelRunner): OtherModel[] {
    const others = this.#runners.filter((other) => other !== runner);
    return others.flatMap(({ host }) => (host.model ? { model: host.model, inMemory: host.inMemory !== null } : []));
  }

  #retain(runner: ModelRunner, model: EngineModel): ModelRunner {
    runner.retain(model);
    if (this.#runners[0] !== runner) {
      this.#runners = [runner, ...this.#runners.filter((other) => other !== runner)];
      this.#onStatus();
    }
    return runner;
  }

  #makeRunner(): ModelRunner {
    const { affordableSequences } = this.#options;
    const runner: ModelRunner = new ModelRunner(this.#ports, {
      ...settledOptions(this.#options),
      affordableSequences: (model, wanted) =>
        affordableSequences?.(model, wanted, this.#others(runner)) ?? Promise.resolve(wanted),
      makeRoom: (model) => this.#makeRoom(model, runner),
    });
    runner.host.onStatus(() => this.#onStatus());
    return runner;
  }
}
