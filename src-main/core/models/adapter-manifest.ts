/**
 * `adapter.json`: the library's description of an adapter. An adapter is the folder `adapters/<id>/` with this file and
 * `adapter.gguf`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { Adapter } from '#contract/adapters';
import { metadataNumber, metadataText } from '../gguf/metadata.ts';
import type { GgufFile } from '../gguf/read-gguf.ts';
import { writeFileWhole } from '../write-file-whole.ts';

export const ADAPTER_FILE = 'adapter.gguf';
const MANIFEST_FILE = 'adapter.json';

const { available: _, ...kept } = Adapter.entries;
const AdapterManifest = v.object({ version: v.literal(1), ...kept });
export type AdapterManifest = v.InferOutput<typeof AdapterManifest>;

/** The manifest of `folder`; null when it is missing or invalid. */
export async function readAdapterManifest(folder: string): Promise<AdapterManifest | null> {
  try {
    const parsed = v.safeParse(AdapterManifest, JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** @throws SarviError `write-failed`, `disk-full` */
export async function writeAdapterManifest(folder: string, manifest: AdapterManifest): Promise<void> {
  await writeFileWhole(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The facts in an adapter file that `readAdapterFile` has checked. */
export function adapterFacts({
  metadata,
  tensors,
}: GgufFile): Pick<AdapterManifest, 'baseModel' | 'rank' | 'alpha'> & { name: string | null } {
  // The factors of embeddings are transposed, with the rank last.
  const ranks = tensors
    .filter(({ name }) => name.endsWith('.lora_a'))
    .map(({ name, shape }) => shape[name.startsWith('token_embd.') ? 1 : 0] ?? 1);
  return {
    name: shown(metadataText(metadata, 'general.name')),
    baseModel: shown(metadataText(metadata, 'general.base_model.0.name')),
    rank: Math.max(1, ...ranks),
    alpha: metadataNumber(metadata, 'adapter.lora.alpha') ?? 0,
  };
}

/** A name from a file in a form that a list can show; null when nothing is left of it. */
export function shown(text: string | null): string | null {
  const line = (text ?? '')
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 200);
  return line === '' ? null : line;
}
