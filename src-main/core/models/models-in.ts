import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { IMPORTING_SUFFIX } from './import-folders.ts';
import { readManifest, type ModelManifest } from './model-manifest.ts';

/** A model in one of the folders of models. */
export interface PlacedModel {
  readonly manifest: ModelManifest;
  /** The folder of models that its own folder is in. */
  readonly root: string;
}

/**
 * The models in these folders. The same model in two of them is what a move leaves that was cut off at its end; the
 * earlier folder counts.
 *
 * @param onStray - called with the name of a folder that is no model
 */
export async function modelsIn(
  roots: readonly string[],
  onStray: (name: string) => void = () => undefined,
): Promise<Map<string, PlacedModel>> {
  const found = new Map<string, PlacedModel>();
  for (const root of roots) {
    for (const entry of await readdir(root, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name.endsWith(IMPORTING_SUFFIX) || found.has(entry.name)) continue;
      const manifest = await readManifest(join(root, entry.name));
      if (manifest?.id === entry.name) found.set(manifest.id, { manifest, root });
      // It may have been removed since the folder was read.
      else if (await exists(join(root, entry.name))) onStray(entry.name);
    }
  }
  return found;
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
