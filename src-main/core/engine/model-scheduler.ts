import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { modelIdentity, type EngineModel } from './engine-model.ts';
import { settledOptions, type OtherModel, type EngineOptions } from './engine-options.ts';
import type { EnginePorts } from './engine-process.ts';
import { ModelRunner } from './model-runner.ts';
import type { OutsideModels } from './outside-models.ts';
import { RequestQueue } from './request-queue.ts';

/** A comparison has four columns. */
const MOST_RUNNERS = 4;

/**
 * Chooses which runner serves a model: the one that has it or was asked for it, else a free one where memory has room
 * for both models, else one whose model is replaced.
 */
export class ModelScheduler {
  readonly #ports: EnginePorts;
  readonly #options: EngineOptions;
  readonly #onStatus: () => void;
  /** The most recently used runner is first. */
  #runners: readonly ModelRunner[];
  /** Models without a runner are assigned one at a time, so that each assignment sees those before it. */
  readonly #assignments = new RequestQueue();
  readonly #outside = new Set<OutsideModels>();
  #isDisposed = false;

  /** @param onStatus - called when a process changes, and when another runner becomes the first */
  constructor(ports: EnginePorts, options: EngineOptions, onStatus: () => void) {
    this.#ports = ports;
    this.#options = options;
    this.#onStatus = onStatus;
    this.#runners = [this.#makeRunner()];
  }

  /** The most recently used runner is first. */
  get runners(): readonly ModelRunner[] {
    return this.#runners;
  }

  /** The runner of the model that was requested last. */
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

  /**
   * Makes room for models of another process, and counts them from now on. A model that is in memory here as well is
   * freed, so that its weights are never there twice.
   */
  async admit(outside: OutsideModels): Promise<void> {
    this.#outside.add(outside);
    for (;;) {
      const held = this.#runners.flatMap((runner) => {
        const model = runner.host.inMemory;
        return model ? [{ runner, model, inMemory: true }] : [];
      });
      const twice = held.find(({ model }) => isAmong(model, outside));
      const first = twice ?? ((await this.#leaveRoom(held, outside)) ? undefined : held.at(-1));
      if (first === undefined) return;
      await freed(first.runner, first.model);
    }
  }

  /** The models have left. */
  dismiss(outside: OutsideModels): void {
    this.#outside.delete(outside);
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
    const others = this.#runners.map((runner) =>
      runner.models.map((other) => ({ model: other, inMemory: runner.host.inMemory === other })),
    );
    // Of those that one runner is asked for, one is in memory at a time: each of them has to leave room.
    for (const other of others.flat()) if (!(await this.#fits(model, [other]))) return null;
    const together = others.flatMap(([first]) => first ?? []);
    if (together.length > 1 && !(await this.#fits(model, together))) return null;
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

  async #fits(model: EngineModel, others: readonly OtherModel[]): Promise<boolean> {
    return (await this.#options.fitsWith?.(model, others)) === true;
  }

  /**
   * Whether these models could be answered by at one time: each with a runner, as the memory is now. One file with two
   * sets of adapters takes turns with itself.
   */
  async fitTogether(models: readonly EngineModel[]): Promise<boolean> {
    const wanted = [...new Map(models.map((model) => [modelIdentity(model), model])).values()];
    if (new Set(wanted.map(({ path }) => path)).size < wanted.length || wanted.length > MOST_RUNNERS) return false;
    const isHeld = ({ path }: EngineModel): boolean => this.#runners.some(({ host }) => host.inMemory?.path === path);
    const others: OtherModel[] = wanted.filter(isHeld).map((model) => ({ model, inMemory: true }));
    for (const model of wanted.filter((one) => !isHeld(one))) {
      if (others.length > 0 && !(await this.#fits(model, others))) return false;
      others.push({ model, inMemory: false });
    }
    return true;
  }

  /**
   * Frees the models of other runners, after their running answers, when `model` does not fit in memory with them. A
   * runner that waits for this has no model in memory, so two runners never wait for each other.
   */
  async #makeRoom(model: EngineModel, runner: ModelRunner): Promise<void> {
    for (;;) {
      const held = this.#runners.flatMap((other) => {
        const one = other === runner ? null : other.host.inMemory;
        return one ? [{ other, model: one, inMemory: true }] : [];
      });
      const last = held.at(-1);
      if (last === undefined || (await this.#fits(model, held))) break;
      // One that would be in the way alone goes first; the others by how long nobody has used them.
      const alone = await Promise.all(held.map((one) => this.#fits(model, [one])));
      const first = held[alone.lastIndexOf(false)] ?? last;
      await first.other.free(first.model.id);
    }
    for (const outside of [...this.#outside]) {
      if (isAmong(model, outside) || !(await this.#fits(model, this.#others(runner)))) await outside.leave();
    }
  }

  async #leaveRoom(held: readonly OtherModel[], outside: OutsideModels): Promise<boolean> {
    const [first, ...rest] = modelsOf([outside]);
    return held.length === 0 || first === undefined || this.#fits(first.model, [...held, ...rest]);
  }

  #others(runner: ModelRunner): OtherModel[] {
    const others = this.#runners.filter((other) => other !== runner);
    const own = others.flatMap(({ host }) =>
      host.model ? { model: host.model, inMemory: host.inMemory !== null } : [],
    );
    return [...own, ...modelsOf(this.#outside)];
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

/**
 * Frees a model of a runner. Resolves as soon as it has left memory, which may be because the runner is to load another one:
 * that load waits until the models of the other process have left.
 */
async function freed(runner: ModelRunner, model: EngineModel): Promise<void> {
  let stopListening = (): void => undefined;
  const left = new Promise<void>((resolve) => {
    stopListening = runner.host.onStatus(() => {
      if (runner.host.inMemory !== model) resolve();
    });
  });
  try {
    await Promise.race([runner.free(model.id), left]);
  } finally {
    stopListening();
  }
}

function isAmong({ path }: EngineModel, { models }: OutsideModels): boolean {
  return models.some((model) => model.path === path);
}

function modelsOf(outside: Iterable<OutsideModels>): OtherModel[] {
  return [...outside].flatMap(({ models, inMemory }) => models.map((model) => ({ model, inMemory })));
}
