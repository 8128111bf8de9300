import type { Model } from '#contract/models';
import type { ModelId } from '#contract/primitives';
import type { ModelManifest } from './model-manifest.ts';

type Named = Pick<ModelManifest, 'name'> & { readonly facts: Pick<ModelManifest['facts'], 'fileType'> };

/** Two imports of one checkpoint in one type would look the same in lists, so the second gets a number. */
export function freeModelName({ name: wanted, facts }: Named, models: readonly Named[]): string {
  const taken = new Set(models.filter((one) => one.facts.fileType === facts.fileType).map(({ name }) => name));
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted} (${count})`;
  return name;
}

/** The folder name of a model. */
export function modelSlug(text: string): string {
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 80);
  return slug === '' ? 'model' : slug;
}

/** The name of a model in the library; null for no model and for one that is not there. */
export async function nameOfModel(
  library: { list(): Promise<readonly Pick<Model, 'id' | 'name'>[]> },
  modelId: ModelId | null | undefined,
): Promise<string | null> {
  if (!modelId) return null;
  return (await library.list()).find(({ id }) => id === modelId)?.name ?? null;
}
