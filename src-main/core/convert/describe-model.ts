/**
 * The `general.*` metadata: a model's name, its author and its licence, from its model card, config.json and folder
 * name, in llama.cpp's order of precedence.
 *
 * @see ggml-org/llama.cpp gguf-py/gguf/metadata.py (`Metadata.load`, `set_gguf_meta_model`)
 */
import { basename, resolve } from 'node:path';
import { cardText, type ModelCard } from '../checkpoint/model-card.ts';
import type { Checkpoint } from '../checkpoint/read-checkpoint.ts';
import type { JsonObject } from '../checkpoint/read-json.ts';
import type { MetadataBuilder } from './metadata-builder.ts';
import { parseModelName, titleOf, type NameParts } from './name-parts.ts';
import { sizeLabel } from './size-label.ts';

/** The sources of a name. */
export interface Described extends Pick<Checkpoint, 'card' | 'generation' | 'path'> {
  readonly config: Pick<Checkpoint['config'], 'nameOrPath'>;
}

/**
 * @param weightCount - negative for an adapter: the weights of the matrices that it changes
 * @param givenName - takes precedence over all others; null for none
 */
export function describeModel(
  builder: MetadataBuilder,
  { card, config, generation, path }: Described,
  weightCount: number,
  givenName: string | null,
): void {
  builder.text('general.type', 'model');
  describeSampling(builder, generation);

  const fromCard = (...keys: string[]): string | null =>
    keys.map((key) => cardText(card, key)).find((text) => text !== null) ?? null;
  // A path on someone's computer is not a name: a name has at most one slash.
  const hubName = (config.nameOrPath?.split('/').length ?? 3) <= 2 ? config.nameOrPath : null;
  const guesses = [hubName, basename(resolve(path))]
    .filter((name) => name !== null)
    .map((name) => parseModelName(name, weightCount));
  const guess = (part: keyof NameParts): string | null =>
    guesses.map((parts) => parts[part]).find((text) => text !== null) ?? null;
  const titled = (text: string | null): string | null => (text === null ? null : titleOf(text));

  builder.text('general.name', givenName ?? fromCard('name', 'model_name') ?? titled(guess('name')));
  builder.text('general.author', fromCard('author', 'model_author', 'model_creator'));
  builder.text('general.version', fromCard('version', 'model_version') ?? guess('version'));
  builder.text('general.organization', fromCard('organization', 'model_organization') ?? titled(guess('organization')));
  builder.text('general.finetune', fromCard('finetune', 'model_finetune') ?? guess('finetune'));
  builder.text('general.basename', fromCard('basename', 'model_basename', 'model_type') ?? guess('basename'));
  builder.text('general.description', fromCard('description', 'model_description'));
  builder.text(
    'general.size_label',
    fromCard('size_label', 'model_size_label') ?? guess('sizeLabel') ?? sizeLabel(Math.abs(weightCount)),
  );
  builder.text('general.license', fromCard('license'));
  builder.text('general.license.name', fromCard('license_name'));
  builder.text('general.license.link', fromCard('license_link'));
  for (const part of ['url', 'doi', 'uuid', 'repo_url']) {
    builder.text(`general.source.${part}`, fromCard(part, `model_${part}`));
  }
  describeParents(builder, 'base_model', listOf(card, 'base_model', 'base_models', 'base_model_sources'), weightCount);
  describeParents(builder, 'dataset', listOf(card, 'datasets', 'dataset', 'dataset_sources'), weightCount);
  builder.texts('general.tags', [...(listOf(card, 'tags') ?? []), ...(listOf(card, 'pipeline_tag') ?? [])]);
  builder.texts('general.languages', [...(listOf(card, 'languages') ?? []), ...(listOf(card, 'language') ?? [])]);
}

function describeSampling(builder: MetadataBuilder, generation: JsonObject): void {
  const key = (name: string): string => `general.sampling.${name}`;
  const { sequence } = generation;
  builder.text(key('sequence'), typeof sequence === 'string' ? sequence : null);
  builder.i32(key('top_k'), generation['top_k']);
  builder.f32(key('top_p'), generation['top_p']);
  builder.f32(key('min_p'), generation['min_p']);
  builder.f32(key('xtc_probability'), generation['xtc_probability']);
  builder.f32(key('xtc_threshold'), generation['xtc_threshold']);
  builder.f32(key('temp'), generation['temperature']);
  builder.i32(key('penalty_last_n'), generation['penalty_last_n']);
  builder.f32(key('penalty_repeat'), generation['penalty_repeat'] ?? generation['repetition_penalty']);
  builder.i32(key('mirostat'), generation['mirostat']);
  builder.f32(key('mirostat_tau'), generation['mirostat_tau']);
  builder.f32(key('mirostat_eta'), generation['mirostat_eta']);
}

/** The models that this one was made from: names of the hub, or addresses. */
function describeParents(
  builder: MetadataBuilder,
  kind: string,
  ids: readonly string[] | null,
  weightCount: number,
): void {
  if (ids === null) return;
  builder.u32(`general.${kind}.count`, ids.length);
  for (const [index, id] of ids.entries()) {
    const key = (field: string): string => `general.${kind}.${index}.${field}`;
    const isAddress = /^(https?|ssh):\/\//.test(id);
    const hubId = isAddress ? /^https?:\/\/huggingface\.co\/([^/]+\/[^/]+)$/.exec(id)?.[1] : id;
    const parts = hubId === undefined ? null : parseModelName(hubId, weightCount);
    if (parts) {
      builder.text(key('name'), titleOf(parts.name));
      builder.text(key('version'), parts.version);
      builder.text(key('organization'), parts.organization === null ? null : titleOf(parts.organization));
    }
    if (isAddress) builder.text(key('repo_url'), id);
    else if (parts?.organization) {
      builder.text(key('repo_url'), `https://huggingface.co/${parts.organization}/${parts.name}`);
    }
  }
}

/** The first field that exists, as a list. */
function listOf(card: ModelCard, ...keys: string[]): readonly string[] | null {
  const value = keys.map((key) => card.get(key)).find((one) => one !== undefined);
  if (value === undefined) return null;
  return typeof value === 'string' ? [value] : value;
}
