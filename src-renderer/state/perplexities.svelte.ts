import { SvelteMap } from 'svelte/reactivity';
import type { Bridge, CallInput } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { ModelFacts, ModelFamily } from '#contract/models';
import type { PerplexityJob, PerplexityResult } from '#contract/perplexities';
import type { ModelId } from '#contract/primitives';
import { isSameCheckpoint } from './same-checkpoint.ts';
import type { ModelsState } from './models.svelte.ts';

/** Measurements of models: those that are kept, and those that run. */
export class PerplexitiesState {
  readonly #bridge: Bridge;
  readonly #models: ModelsState;
  results = $state.raw<readonly PerplexityResult[]>([]);
  readonly #jobs = new SvelteMap<ModelId, PerplexityJob>();
  /** The last result of each model on another computer, while the page is open: those are not kept. */
  readonly #elsewhere = new SvelteMap<ModelId, PerplexityResult>();

  constructor(bridge: Bridge, models: ModelsState) {
    this.#bridge = bridge;
    this.#models = models;
    bridge.listen('perplexity.changed', (job) => {
      this.#jobs.set(job.modelId, job);
      if (job.state === 'finished' && models.find(job.modelId) === null) void this.#readElsewhere(job);
    });
    bridge.listen('perplexity.listChanged', (results) => (this.results = results));
  }

  async load(): Promise<void> {
    const [kept, running] = await Promise.all([
      this.#bridge.call('perplexity.list', {}),
      this.#bridge.call('perplexity.running', {}),
    ]);
    if (kept.ok) this.results = kept.value;
    if (!running.ok) return;
    this.#jobs.clear();
    for (const job of running.value) this.#jobs.set(job.modelId, job);
  }

  /** Newest first. */
  of(modelId: ModelId): readonly PerplexityResult[] {
    return this.results.filter((result) => result.modelId === modelId);
  }

  /** Of a model on another computer; null until one was measured in this run of the page. */
  elsewhereOf(modelId: ModelId): PerplexityResult | null {
    return this.#elsewhere.get(modelId) ?? null;
  }

  /** The last measurement of a model in this run of the page. */
  jobOf(modelId: ModelId): PerplexityJob | null {
    return this.#jobs.get(modelId) ?? null;
  }

  /** The newest divergence that was measured of a checkpoint in this type, from a wider type of itself. */
  divergenceOf(one: { readonly family: ModelFamily; readonly facts: ModelFacts }, type: string): number | null {
    const same = this.#models.all.filter((model) => isSameCheckpoint(model, one));
    const found = this.results.find(
      ({ modelId, fileType, base, against }) =>
        against !== null &&
        fileType === type &&
        same.some(({ id }) => id === modelId) &&
        same.some(({ id }) => id === base?.modelId),
    );
    return found?.against?.divergence.value ?? null;
  }

  async start(input: CallInput<'perplexity.start'>): Promise<ErrorReport | null> {
    const started = await this.#bridge.call('perplexity.start', input);
    if (!started.ok) return started.error;
    // An event may have told more of it already.
    if (this.#jobs.get(input.modelId)?.id !== started.value.id) this.#jobs.set(input.modelId, started.value);
    return null;
  }

  async cancel(job: PerplexityJob): Promise<void> {
    await this.#bridge.call('perplexity.cancel', { jobId: job.id });
  }

  async forget({ modelId, id }: PerplexityResult): Promise<ErrorReport | null> {
    const forgotten = await this.#bridge.call('perplexity.forget', { modelId, resultId: id });
    return forgotten.ok ? null : forgotten.error;
  }

  async #readElsewhere({ id, modelId }: PerplexityJob): Promise<void> {
    const result = await this.#bridge.call('perplexity.result', { jobId: id });
    if (result.ok) this.#elsewhere.set(modelId, result.value);
  }
}
