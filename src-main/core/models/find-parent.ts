import { SarviError } from '#contract/errors';
import type { Lineage } from '#contract/lineages';
import type { Model, ModelFacts, ModelFamily } from '#contract/models';
import { modelFamily } from './model-family.ts';

/** The folder of Sarvi's own model, and its name in the library. */
const GUIDE_NAMES: readonly string[] = ['guidemodel', 'sarviguide'];
const NO_FACTS = { layerCount: 0 } as ModelFacts;

/**
 * The lineage with its parent of the library: a model with the name that the trainer's files give, or of the same known
 * family, in the child's shape; of several the one with the child's type, else the newest.
 *
 * @param facts - the child's; null for an adapter, whose file names no shape
 * @param models - newest first
 */
export function withParent(lineage: Lineage, facts: ModelFacts | null, models: readonly Model[]): Lineage {
  const { parent } = lineage;
  if (parent?.modelId !== null || parent === null) return lineage;
  const wanted = plain(parent.name);
  const shaped = models.filter((model) => facts === null || shapeOf(facts) === shapeOf(model.facts));
  const named = shaped.filter(({ name, facts: own }) => [plain(name), plain(own.name ?? '')].includes(wanted));
  const family = familyOf(parent.name);
  // A child may have its parent's family, so one that was trained here is no parent by that alone.
  const related = shaped.filter((model) => family !== 'llama' && model.family === family && !model.lineage?.trainer);
  const candidates = wanted !== '' && named.length > 0 ? named : related;
  const found = candidates.find((model) => model.facts.fileType === facts?.fileType) ?? candidates[0];
  return found ? { ...lineage, parent: { modelId: found.id, name: found.name } } : lineage;
}

type Shaped = Pick<Model, 'name' | 'facts'>;

/** What no training changes; tokens may be added to the vocabulary. @throws SarviError `shapes-differ` */
export function requireSameShape(child: Shaped, parent: Shaped): void {
  const [found, otherFound] = [shapeOf(child.facts), shapeOf(parent.facts)];
  if (found === otherFound) return;
  throw new SarviError('shapes-differ', { name: child.name, other: parent.name, found, otherFound });
}

/** Layers, width, width of the feed-forward part, heads and heads of keys: `32 × 4096 × 14336, 32/8`. */
function shapeOf(facts: ModelFacts): string {
  const { layerCount, width, feedForwardWidth, headCount, keyValueHeadCount } = facts;
  return `${layerCount} × ${width} × ${feedForwardWidth}, ${headCount}/${keyValueHeadCount}`;
}

function familyOf(name: string): ModelFamily {
  return GUIDE_NAMES.includes(plain(name)) ? 'guide' : modelFamily(NO_FACTS, [name]);
}

/** The last part of a hub's name or a path, in letters and digits. */
function plain(name: string): string {
  const last = name.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  return last.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
