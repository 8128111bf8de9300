import { basename, join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { ExpectedFit, Inspection } from '#contract/imports';
import type { ModelFacts } from '#contract/models';
import { QUANTIZATION_TYPES } from '#contract/quantization';
import { readGenerationConfig, samplingOf } from '../checkpoint/generation-defaults.ts';
import { architectureOf } from '../checkpoint/model-class.ts';
import { parseModelConfig, readConfigFile, type ModelConfig } from '../checkpoint/model-config.ts';
import { notesOfModel } from '../checkpoint/notes-of-model.ts';
import { cardText, readModelCard } from '../checkpoint/model-card.ts';
import type { JsonObject } from '../checkpoint/read-json.ts';
import { readTokenizer, type Tokenizer } from '../checkpoint/read-tokenizer.ts';
import { readWeights, type Weights } from '../checkpoint/read-weights.ts';
import { titleOf } from '../convert/name-parts.ts';
import { planSizes } from '../convert/plan-conversion.ts';
import { readLineage } from '../trainer-files/read-lineage.ts';
import { modelFamily } from './model-family.ts';
import { machineMemory } from './machine-memory.ts';
import type { FindPreTokenizer } from './pre-tokenizer-finder.ts';
import { offerOf } from './offer-of.ts';
import type { MemoryShape } from './memory-shape.ts';
import { offeredShape, type ModelShape } from './offered-shape.ts';
import { recommendQuantization } from './recommend-quantization.ts';
import { speedSource } from './speed-source.ts';
import type { FindSpeeds } from './speed-finder.ts';

/** As long as real version numbers; the size of the output depends only on the length. */
const ANY_VERSION = '0.0.0';
const ANY_FINGERPRINT = '0'.repeat(64);

export interface Machine {
  /** Null where only a GGUF file is of use; a checkpoint is then offered in no type. */
  readonly findPreTokenizer: FindPreTokenizer | null;
  /** On the disk that the model would come to lie on. */
  readonly freeBytes: number;
  /** Called when there is something to convert; null when the speed is unknown. */
  readonly findSpeeds: FindSpeeds;
  /** Answers how a model of a shape would fit into memory; null when the caller does not need it. */
  readonly fitting: (() => Promise<(shape: MemoryShape) => ExpectedFit>) | null;
}

/**
 * Reads as much of a checkpoint as possible; every part that cannot be read is a problem.
 *
 * @throws SarviError `path-not-a-model` for a folder with neither config.json nor weights; `path-unreadable`
 */
export async function inspectCheckpoint(
  path: string,
  machine: Machine,
): Promise<Omit<Inspection, 'path' | 'freeBytes'>> {
  const problems: Inspection['problems'] = [];
  const attempt = async <T>(step: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof SarviError) || error.code === 'path-unreadable') throw error;
      problems.push(error.toReport());
      return null;
    }
  };
  const configFile = await attempt(() => readConfigFile(path));
  const config = configFile && (await attempt(() => parseModelConfig(configFile, join(path, 'config.json'))));
  const weights = await attempt(() => readWeights(path));
  const codes = problems.map(({ code }) => code);
  if (codes.includes('checkpoint-missing-config') && codes.includes('checkpoint-missing-weights')) {
    throw new SarviError('path-not-a-model', { path });
  }
  const tokenizer = config && (await attempt(() => readTokenizer(path, config)));
  const { findPreTokenizer } = machine;
  const found =
    tokenizer &&
    findPreTokenizer &&
    (await attempt(async () => ({ preTokenizer: tokenizer.pre === null ? await findPreTokenizer(path) : null })));
  const generation = await readGenerationConfig(path);
  const card = await readModelCard(path);
  const planned = await attempt(() => {
    if (!config || !weights || !tokenizer || !found) return [];
    const checkpoint = { path, config, tokenizer, generation, card, weights, fingerprint: ANY_FINGERPRINT };
    return planSizes(checkpoint, QUANTIZATION_TYPES, {
      name: null,
      version: ANY_VERSION,
      preTokenizer: found.preTokenizer?.name ?? null,
    });
  });
  const facts = checkpointFacts(configFile ?? {}, weights, tokenizer);
  const speeds =
    planned?.length && weights ? await machine.findSpeeds(speedSource(facts.fileType, weights.shards)) : null;
  const shape = config && shapeOf(config, weights);
  const fit = shape && planned?.length ? await machine.fitting?.() : undefined;
  const sizes = (planned ?? []).map((size) =>
    offerOf(size, facts.sizeBytes, speeds, fit && shape ? fit(offeredShape(size, shape)) : null),
  );

  const lineage = await readLineage(path);
  const nameOrPath = configFile?.['_name_or_path'];
  // transformers 4 writes there what a model was trained from.
  const isParent = typeof lineage?.trainer === 'string' && lineage.parent?.name === nameOrPath;
  const names = [
    typeof nameOrPath === 'string' && !isParent ? nameOrPath : null,
    cardText(card, 'name') ?? cardText(card, 'model_name'),
    // A hub cache has a checkpoint in models--owner--name/snapshots/<commit>.
    /models--([^/\\]+)/.exec(path)?.[1] ?? null,
    basename(path),
  ];
  return {
    kind: 'checkpoint',
    family: modelFamily(facts, names),
    preTokenizer: found?.preTokenizer ?? null,
    facts: { ...facts, name: displayName(names), licence: cardText(card, 'license') },
    problems,
    notes: [...(config ? notesOfModel(config) : []), ...(tokenizer?.notes ?? [])],
    sizes,
    fit: null,
    recommended: shape && recommendQuantization(sizes, shape, machineMemory(), machine.freeBytes),
    sampling: samplingOf(generation),
    ...(lineage === null ? {} : { lineage }),
  };
}

function shapeOf(config: ModelConfig, weights: Weights | null): ModelShape {
  return {
    layers: config.layerCount,
    cacheWidth: 2 * config.layerCount * config.keyValueHeadCount * config.headWidth,
    width: config.width,
    feedForwardWidth: config.feedForwardWidth,
    vocabulary: config.vocabularySize,
    trainedTokens: config.contextTokens,
    hasOutput: weights?.tensors.has('lm_head.weight') ?? false,
  };
}

function checkpointFacts(config: JsonObject, weights: Weights | null, tokenizer: Tokenizer | null): ModelFacts {
  const count = (key: string): number => {
    const value = config[key];
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
  };
  const tensors = [...(weights?.tensors.values() ?? [])];
  const tensorTypes: Record<string, number> = {};
  const bytes = new Map<string, number>();
  for (const { dtype, sizeBytes } of tensors) {
    tensorTypes[dtype] = (tensorTypes[dtype] ?? 0) + 1;
    bytes.set(dtype, (bytes.get(dtype) ?? 0) + sizeBytes);
  }
  const headCount = count('num_attention_heads');
  return {
    name: null,
    architecture: architectureOf(config),
    parameterCount: tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
    layerCount: count('num_hidden_layers'),
    headCount,
    keyValueHeadCount: count('num_key_value_heads') || headCount,
    width: count('hidden_size'),
    feedForwardWidth: count('intermediate_size'),
    vocabularySize: count('vocab_size'),
    contextTokens: count('max_position_embeddings'),
    hasChatTemplate: (tokenizer?.chatTemplates.default ?? null) !== null,
    licence: null,
    tensorTypes,
    // The dtype of most bytes.
    fileType: [...bytes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'unknown',
    sizeBytes: tensors.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** The last part of the first usable name, which is neither a path of another computer nor a commit. */
function displayName(names: readonly (string | null)[]): string | null {
  const name = names.find((one) => one !== null && one.split('/').length <= 2 && !/^[0-9a-f]{40}$/.test(one));
  const last = name?.split(/\/|--/).at(-1) ?? '';
  return last === '' || last === '.' ? null : titleOf(last);
}
