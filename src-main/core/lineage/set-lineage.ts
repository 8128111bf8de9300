import type { Adapter } from '#contract/adapters';
import type { HandlerInput } from '#contract/contract';
import { SarviError } from '#contract/errors';
import { isBelow } from '#contract/family-tree';
import { type Lineage, NO_LINEAGE } from '#contract/lineages';
import type { Model } from '#contract/models';
import { because } from '#contract/reasons';
import type { AskHistory } from '../history/protocol.ts';
import { requireSameShape } from '../models/find-parent.ts';

export interface SetLineageParts {
  readonly history: { readonly ask: AskHistory<'openVersion'> };
  readonly models: { list(): Promise<Model[]>; setLineage(modelId: string, lineage: Lineage): Promise<void> };
  readonly adapters: { list(): Promise<Adapter[]>; setLineage(adapterId: string, lineage: Lineage): Promise<void> };
  /** @throws SarviError `adapter-mismatch`, and those of models and adapters that are named */
  readonly requireFit: (adapter: Adapter, modelId: string) => Promise<void>;
}

/**
 * What the user says of a model's or an adapter's origin; a missing field stays as it was.
 *
 * @throws SarviError `model-unknown`, `adapter-unknown`, `shapes-differ`, `adapter-mismatch`,
 *   `dataset-version-unknown`; `invalid-input` for a parent that comes from the child
 */
export async function setLineage(
  parts: SetLineageParts,
  { child, parentId, versionId, method, beta }: HandlerInput<'lineage.set'>,
): Promise<Lineage> {
  const models = await parts.models.list();
  const adapters = await parts.adapters.list();
  const id = child.kind === 'model' ? child.modelId : child.adapterId;
  const own = child.kind === 'model' ? models.find((one) => one.id === id) : adapters.find((one) => one.id === id);
  if (!own) throw new SarviError(child.kind === 'model' ? 'model-unknown' : 'adapter-unknown', { model: id, name: id });
  const before = own.lineage ?? NO_LINEAGE;
  const lineage: Lineage = {
    ...before,
    ...(parentId === undefined ? {} : { parent: await findParent(parts, own, parentId, models) }),
    ...(versionId === undefined ? {} : { data: await findData(parts, versionId) }),
    ...(method === undefined ? {} : { method }),
    ...(beta === undefined ? {} : { beta }),
  };
  await (child.kind === 'model' ? parts.models : parts.adapters).setLineage(id, lineage);
  return lineage;
}

async function findParent(
  { requireFit }: SetLineageParts,
  own: Model | Adapter,
  parentId: string | null,
  models: readonly Model[],
): Promise<Lineage['parent']> {
  if (parentId === null) return null;
  const parent = models.find(({ id }) => id === parentId);
  if (!parent) throw new SarviError('model-unknown', { model: parentId });
  if ('family' in own) {
    const byId = new Map(models.map((model) => [model.id, model]));
    if (isBelow(parent, own, byId)) {
      throw new SarviError('invalid-input', { reason: because('parent-is-below', { name: parent.name }) });
    }
    requireSameShape(own, parent);
  } else {
    await requireFit(own, parentId);
  }
  return { modelId: parent.id, name: parent.name };
}

async function findData({ history }: SetLineageParts, versionId: string | null): Promise<Lineage['data']> {
  if (versionId === null) return null;
  const { name, version } = await history.ask('openVersion', { versionId });
  return { name, version: version.number, versionId, digest: version.digest };
}
