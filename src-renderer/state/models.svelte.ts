import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Model } from '#contract/models';
import type { ModelId } from '#contract/primitives';
import type { Settings } from '#contract/settings';

export interface ModelsParts {
  readonly settings: () => Settings;
  readonly shownName: (name: string) => string;
  /** The name of a model on another computer; null for any other id. */
  readonly remoteName: (id: ModelId) => string | null;
}

/** The library of models. */
export class ModelsState {
  readonly #bridge: Bridge;
  readonly #parts: ModelsParts;
  #listed = $state.raw<readonly Model[]>([]);
  /** Sorted by their displayed names. */
  readonly all: readonly Model[] = $derived.by(() =>
    this.#listed.map((model) => ({ ...model, name: this.#parts.shownName(model.name) })),
  );
  loaded = $state(false);
  /** The model of a new conversation: the user's default, else the first usable one. */
  readonly preferred: Model | null = $derived.by(() => {
    const chosen = this.find(this.#parts.settings().defaultModelId);
    if (chosen?.available) return chosen;
    return this.all.find((model) => model.available) ?? this.all[0] ?? null;
  });

  constructor(bridge: Bridge, parts: ModelsParts) {
    this.#bridge = bridge;
    this.#parts = parts;
    bridge.listen('models.changed', (models) => {
      this.#listed = models;
    });
  }

  async load(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('models.list', {});
    if (!result.ok) return result.error;
    this.#listed = result.value;
    this.loaded = true;
    return null;
  }

  find(id: ModelId | null): Model | null {
    return this.all.find((model) => model.id === id) ?? null;
  }

  /**
   * Its name, with its type when another model has the same name; also of a model on another computer. Null for one that
   * is not there.
   */
  nameOf(id: ModelId | null): string | null {
    const model = this.find(id);
    if (!model) return id === null ? null : this.#parts.remoteName(id);
    const hasTwin = this.all.some((other) => other.id !== model.id && other.name === model.name);
    return hasTwin ? `${model.name} ${model.facts.fileType}` : model.name;
  }

  async rename(modelId: ModelId, name: string): Promise<ErrorReport | null> {
    if (this.find(modelId)?.name === name) return null;
    const result = await this.#bridge.call('models.rename', { modelId, name });
    if (!result.ok) return result.error;
    this.#listed = this.#listed.map((model) => (model.id === modelId ? { ...model, name } : model));
    return null;
  }

  async remove(modelId: ModelId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('models.remove', { modelId });
    if (!result.ok) return result.error;
    this.#listed = this.#listed.filter((model) => model.id !== modelId);
    return null;
  }
}
