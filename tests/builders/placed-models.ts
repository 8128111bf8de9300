/** A library of small models for tests of where they are: a model's file is bytes that follow from its name. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelPlace } from '#contract/model-place-calls';
import { ModelLibrary } from '../../src-main/core/models/model-library.ts';
import { ModelMove, type ModelMoveParts } from '../../src-main/core/models/model-move.ts';
import { writeManifest } from '../../src-main/core/models/model-manifest.ts';
import { NO_FACTS } from '../../src-main/core/models/no-facts.ts';
import { createNodePorts } from '../../src-main/shells/node-ports.ts';

export function modelBytes(id: string, sizeBytes: number): Buffer {
  const seed = createHash('sha256').update(id).digest();
  return Buffer.alloc(sizeBytes, seed);
}

export async function placeModel(root: string, id: string, sizeBytes = 100_000): Promise<void> {
  const folder = join(root, id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.gguf'), modelBytes(id, sizeBytes));
  const checksum = createHash('sha256').update(modelBytes(id, sizeBytes)).digest('hex');
  await writeManifest(folder, {
    ...{ version: 1, id, name: id, family: 'llama', facts: NO_FACTS, sampling: {}, addedAt: 1, checksum },
  });
}

export interface OpenedLibrary {
  readonly library: ModelLibrary;
  readonly move: ModelMove;
  /** Resolves with the place when nothing is being moved any more. */
  readonly settled: () => Promise<ModelPlace>;
}

export async function openLibrary(dataFolder: string, parts: Partial<ModelMoveParts> = {}): Promise<OpenedLibrary> {
  const ports = createNodePorts({ shell: 'web', dataFolder });
  const library = await ModelLibrary.open(ports, () => undefined);
  await library.discardLeftovers();
  const listeners = new Set<(place: ModelPlace) => void>();
  const move = new ModelMove({
    ...{ ports, library, hasUnfinishedImports: () => false, unload: () => Promise.resolve() },
    onChange: (place) => listeners.forEach((listener) => listener(place)),
    ...parts,
  });
  const settled = (): Promise<ModelPlace> =>
    new Promise((resolve) => {
      const hear = (place: ModelPlace): void => {
        if (place.move !== null) return;
        listeners.delete(hear);
        resolve(place);
      };
      listeners.add(hear);
      hear(move.place());
    });
  return { library, move, settled };
}

/** What renaming a folder to another disk answers. */
export function otherDisk(): Promise<never> {
  return Promise.reject(Object.assign(new Error('EXDEV: cross-device link not permitted'), { code: 'EXDEV' }));
}

/** The models that a library finds, each with whether its file is as it was made. */
export async function modelsFound(dataFolder: string): Promise<Record<string, boolean>> {
  const { library } = await openLibrary(dataFolder);
  const found: Record<string, boolean> = {};
  for (const { id } of await library.list()) {
    const { path } = await library.resolveModel(id);
    const bytes = await readFile(path);
    found[id] = bytes.equals(modelBytes(id, bytes.length));
  }
  return found;
}

export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort();
}
