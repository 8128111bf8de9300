/**
 * `model.json`: the library's description of a model. It is written when a model is complete, and again on a rename. A
 * model is the folder `models/<id>/` with this file and the model's file.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { Lineage } from '#contract/lineages';
import { type Model, ModelFacts, ModelFamily } from '#contract/models';
import { ModelId, TimestampMs } from '#contract/primitives';
import { Sampling } from '#contract/sampling';
import { SourceFile } from '../convert/journal.ts';
import { writeFileWhole } from '../write-file-whole.ts';

export const MANIFEST_FILE = 'model.json';
export const MODEL_FILE = 'model.gguf';

const ModelManifest = v.object({
  version: v.literal(1),
  id: ModelId,
  name: v.string(),
  family: ModelFamily,
  facts: ModelFacts,
  sampling: Sampling,
  addedAt: TimestampMs,
  /** Checksum of the file at its import; models of earlier versions have none. */
  checksum: v.optional(v.string()),
  /** Files that are used in place; llama.cpp opens the first. */
  inPlace: v.optional(v.pipe(v.array(SourceFile), v.minLength(1))),
  lineage: v.optional(Lineage),
});
export type ModelManifest = v.InferOutput<typeof ModelManifest>;

/** The manifest of `folder`; null when it is missing or invalid. */
export async function readManifest(folder: string): Promise<ModelManifest | null> {
  try {
    const text = await readFile(join(folder, MANIFEST_FILE), 'utf8');
    const parsed = v.safeParse(ModelManifest, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** @param sizeBytes - null where the file is missing or has changed */
export function modelOf(manifest: ModelManifest, sizeBytes: number | null): Model {
  const { id, name, family, facts, sampling, addedAt, inPlace, lineage } = manifest;
  const path = inPlace?.[0]?.path;
  return {
    ...{ id, name, family, sampling, addedAt },
    facts: { ...facts, sizeBytes: sizeBytes ?? facts.sizeBytes },
    available: sizeBytes !== null,
    ...(path === undefined ? {} : { inPlacePath: path }),
    ...(lineage === undefined ? {} : { lineage }),
  };
}

/** @throws SarviError `write-failed`, `disk-full` */
export async function writeManifest(folder: string, manifest: ModelManifest): Promise<void> {
  await writeFileWhole(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}
