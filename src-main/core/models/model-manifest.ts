/**
 * `model.json`: what the library keeps beside each model file. It is written once, when a model is complete, and
 * again on a rename; the folder `models/<id>/` with both files is the whole of a model.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { ModelFacts, ModelFamily } from '#contract/models';
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
  /** Of the file as it was when it was imported; models of earlier versions have none. */
  checksum: v.optional(v.string()),
  /** Files elsewhere that are used where they lie; llama.cpp opens the first. */
  inPlace: v.optional(v.pipe(v.array(SourceFile), v.minLength(1))),
});
export type ModelManifest = v.InferOutput<typeof ModelManifest>;

/** The manifest of `folder`, or null where there is none or it cannot be understood. */
export async function readManifest(folder: string): Promise<ModelManifest | null> {
  try {
    const text = await readFile(join(folder, MANIFEST_FILE), 'utf8');
    const parsed = v.safeParse(ModelManifest, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** @throws SarviError `write-failed`, `disk-full` */
export async function writeManifest(folder: string, manifest: ModelManifest): Promise<void> {
  await writeFileWhole(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}
