import type { CallInput } from '#contract/contract';
import type { FamilyNode } from '#contract/family-tree';
import type { HeldOutSource } from '#contract/parent-comparisons';

/** A comparison of a child with the parent that it is known to have. */
export function comparisonOf({ model, adapter }: FamilyNode, source: HeldOutSource): CallInput<'lineage.compare'> {
  const lineage = (model ?? adapter)?.lineage;
  return {
    child: model ? { kind: 'model', modelId: model.id } : { kind: 'adapter', adapterId: adapter?.id ?? '' },
    parentId: lineage?.parent?.modelId ?? '',
    source,
    beta: lineage?.beta ?? null,
    withIfeval: true,
  };
}
