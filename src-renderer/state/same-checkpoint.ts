import type { Model, ModelFacts, ModelFamily } from '#contract/models';

interface Described {
  readonly family: ModelFamily;
  readonly facts: ModelFacts;
}

const SHAPE = ['architecture', 'parameterCount', 'layerCount', 'width', 'headCount', 'vocabularySize'] as const;

/**
 * Whether two descriptions are of one checkpoint, maybe in different types: the same shape and name of its own. A model
 * that was tuned further has another name. The guide is known by its shape alone.
 */
export function isSameCheckpoint(one: Described, other: Described): boolean {
  const isNamed = one.facts.name !== null && nameOf(one) === nameOf(other);
  return (
    (isNamed || one.family === 'guide') &&
    one.family === other.family &&
    SHAPE.every((key) => one.facts[key] === other.facts[key])
  );
}

/** The widest type of the same checkpoint in the library; null where this model is itself the widest. */
export function widestOf(model: Model, models: readonly Model[]): Model | null {
  const wider = models.filter(
    (other) =>
      other.available && other.facts.sizeBytes > model.facts.sizeBytes * 1.001 && isSameCheckpoint(model, other),
  );
  return wider.toSorted((a, b) => b.facts.sizeBytes - a.facts.sizeBytes)[0] ?? null;
}

/** “Poro 2 8B” of a model card and “Poro-2-8B” of a folder are one name. */
function nameOf({ facts }: Described): string {
  return (facts.name ?? '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
