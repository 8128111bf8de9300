import type { Model } from '#contract/models';
import type { ModelId } from '#contract/primitives';

/** A tuned model and what it was made from. */
export interface ModelPair {
  readonly tuned: ModelId | null;
  readonly start: ModelId | null;
}

/** What each model of Poro 2 was made from, nearest first. */
const MADE_FROM: Partial<Record<Model['family'], readonly Model['family'][]>> = {
  'poro2-instruct': ['poro2-sft', 'poro2-base'],
  'poro2-sft': ['poro2-base'],
};

/** @param answeredBy - the model whose answer is read; null where that is not known */
export function chooseModels(models: readonly Model[], answeredBy: ModelId | null): ModelPair {
  const usable = models.filter(({ available }) => available);
  const tuned =
    usable.find(({ id }) => id === answeredBy) ??
    usable.find((model) => startOf(model, usable) !== null) ??
    usable[0] ??
    null;
  if (!tuned) return { tuned: null, start: null };
  const isLike = (other: Model): boolean =>
    other.id !== tuned.id && other.facts.vocabularySize === tuned.facts.vocabularySize;
  const start = startOf(tuned, usable) ?? usable.find(isLike) ?? usable.find(({ id }) => id !== tuned.id) ?? null;
  return { tuned: tuned.id, start: start?.id ?? null };
}

function startOf(tuned: Model, models: readonly Model[]): Model | null {
  const families = MADE_FROM[tuned.family] ?? [];
  const sizes = models.filter(({ facts }) => facts.layerCount === tuned.facts.layerCount);
  return families.flatMap((family) => sizes.find((model) => model.family === family) ?? [])[0] ?? null;
}

/** The beta of the tuning from one model to the other; undefined where it is not known. @see the model card of Poro 2 Instruct */
export function betaOf(tuned: Model | null, start: Model | null): number | undefined {
  return tuned?.family === 'poro2-instruct' && start?.family === 'poro2-sft' ? 0.01 : undefined;
}
