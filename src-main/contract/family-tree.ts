import type { Adapter } from './adapters.ts';
import type { Model } from './models.ts';

/** A model with what was trained from it; or a parent that the library does not have. */
export interface FamilyNode {
  /** Unique in the tree, and the same as long as the model is there. */
  readonly key: string;
  readonly name: string;
  readonly model: Model | null;
  readonly adapter: Adapter | null;
  readonly children: readonly FamilyNode[];
}

/**
 * The models and adapters of the library as families. Roots are models without a parent, and lost parents that have
 * children; only families of more than one are among them when `alone` is false.
 */
export function familyTree(
  models: readonly Model[],
  adapters: readonly Adapter[],
  { alone = true }: { readonly alone?: boolean } = {},
): FamilyNode[] {
  const byId = new Map(models.map((model) => [model.id, model]));
  const childrenOf = new Map<string, (Model | Adapter)[]>();
  const lost = new Map<string, string>();
  const roots: Model[] = [];
  for (const one of [...models, ...adapters]) {
    const parent = one.lineage?.parent;
    const isModel = byId.get(one.id) === one;
    const known = byId.get(parent?.modelId ?? '');
    const inCircle = isModel && known !== undefined && isBelow(known, one, byId);
    if (!parent || inCircle) {
      if (isModel) roots.push(one);
      continue;
    }
    const key = known ? `model ${known.id}` : `lost ${parent.name}`;
    if (!known) lost.set(key, parent.name);
    childrenOf.set(key, [...(childrenOf.get(key) ?? []), one]);
  }
  const build = (one: Model | Adapter): FamilyNode => {
    const model = byId.get(one.id) === one ? one : null;
    const key = model ? `model ${one.id}` : `adapter ${one.id}`;
    const children = model ? childrenUnder(key) : [];
    return { key, name: one.name, model, adapter: model ? null : (one as Adapter), children };
  };
  const childrenUnder = (key: string): FamilyNode[] => sorted((childrenOf.get(key) ?? []).map(build));
  const all = [
    ...roots.map(build),
    ...[...lost].map(([key, name]) => ({ key, name, model: null, adapter: null, children: childrenUnder(key) })),
  ];
  return sorted(all.filter(({ children }) => alone || children.length > 0));
}

/** Whether `model` comes from `ancestor`, or is it. */
export function isBelow(model: Model, ancestor: Model, byId: ReadonlyMap<string, Model>): boolean {
  const seen = new Set<string>();
  for (let at: Model | undefined = model; at && !seen.has(at.id); at = byId.get(at.lineage?.parent?.modelId ?? '')) {
    if (at.id === ancestor.id) return true;
    seen.add(at.id);
  }
  return false;
}

function sorted(nodes: FamilyNode[]): FamilyNode[] {
  return nodes.sort((a, b) => a.name.localeCompare(b.name) || a.key.localeCompare(b.key));
}
