import { basename } from 'node:path';
import { SarviError } from '#contract/errors';
import type { Inspection } from '#contract/imports';
import type { ModelFacts } from '#contract/models';
import type { Sampling } from '#contract/sampling';
import { because } from '#contract/reasons';
import { samplingOf } from '../checkpoint/generation-defaults.ts';
import { LEAST_TRAINED_TOKENS, MOST_TRAINED_TOKENS } from '../checkpoint/model-config.ts';
import { quantizationOf } from '../convert/recipes.ts';
import { metadataNumber, metadataText, type Metadata } from '../gguf/metadata.ts';
import { readGgufParts, type GgufParts } from '../gguf/read-gguf-parts.ts';
import { ggufSizes } from './gguf-sizes.ts';
import type { Machine } from './inspect-checkpoint.ts';
import { machineMemory } from './machine-memory.ts';
import { memoryShape } from './memory-shape.ts';
import { sharedText } from '../checkpoint/require-loadable-tokens.ts';
import { modelFamily } from './model-family.ts';
import { NO_FACTS } from './no-facts.ts';
import { offerOf } from './offer-of.ts';
import { offeredShape } from './offered-shape.ts';
import { recommendQuantization } from './recommend-quantization.ts';
import { speedSource } from './speed-source.ts';

/** Computed from the shape and not learned, so it does not count as parameters. */
const FACTORS = 'rope_freqs.weight';

/**
 * Describes a GGUF file. For a split file any part may be given; the first part is answered.
 *
 * @throws SarviError `path-missing`, `path-unreadable`
 */
export async function inspectGguf(path: string, machine: Machine): Promise<Omit<Inspection, 'freeBytes'>> {
  const problems: Inspection['problems'] = [];
  const report = (error: SarviError): void => void problems.push(error.toReport());
  let file: GgufParts;
  try {
    file = await readGgufParts(path);
  } catch (error) {
    if (!(error instanceof SarviError) || !error.code.startsWith('gguf-')) throw error;
    report(error);
    return {
      path,
      kind: 'gguf',
      family: 'llama',
      facts: NO_FACTS,
      preTokenizer: null,
      problems,
      notes: [],
      sizes: [],
      fit: null,
      recommended: null,
      sampling: {},
    };
  }
  const { metadata } = file;
  if (!metadata.has('general.architecture')) {
    report(new SarviError('gguf-malformed', { path, reason: because('no-architecture') }));
  }
  const trained = metadataNumber(metadata, `${metadataText(metadata, 'general.architecture') ?? ''}.context_length`);
  if (trained !== null && (trained < LEAST_TRAINED_TOKENS || trained > MOST_TRAINED_TOKENS)) {
    report(new SarviError('gguf-malformed', { path, reason: because('context-length-is', { tokens: trained }) }));
  }
  const tokens = metadata.get('tokenizer.ggml.tokens');
  const shared = tokens?.type === 'array' && tokens.of === 'string' ? sharedText(tokens.value) : null;
  if (shared !== null) report(new SarviError('gguf-malformed', { path, reason: shared }));
  if (file.tensors.length === 0) report(new SarviError('gguf-malformed', { path, reason: because('no-tensors') }));
  const facts = ggufFacts(file);
  const planned = problems.length > 0 ? [] : ggufSizes(file);
  const speeds = planned.length > 0 ? await machine.findSpeeds(speedSource(facts.fileType, file.parts)) : null;
  const loaded = memoryShape(file);
  const { layerBytes: _l, outputBytes: _o, embeddingBytes: _e, ...rest } = loaded;
  const shape = { ...rest, hasOutput: file.tensors.some(({ name }) => name === 'output.weight') };
  const fit = problems.length > 0 ? undefined : await machine.fitting?.();
  const sizes = planned.map((size) => offerOf(size, facts.sizeBytes, speeds, fit?.(offeredShape(size, shape)) ?? null));
  const names = ['name', 'basename', 'finetune'].map((key) => metadataText(metadata, `general.${key}`));
  return {
    path: file.parts[0].path,
    kind: 'gguf',
    family: modelFamily(facts, [names.join(' '), facts.name, basename(path)]),
    facts,
    problems,
    notes: [],
    sizes,
    fit: fit?.(loaded) ?? null,
    recommended: recommendQuantization(sizes, shape, machineMemory(), machine.freeBytes),
    preTokenizer: null,
    sampling: ggufSampling(metadata),
  };
}

function ggufFacts({ metadata, tensors, parts }: GgufParts): ModelFacts {
  const architecture = metadataText(metadata, 'general.architecture') ?? 'unknown';
  const count = (key: string): number =>
    Math.max(0, Math.trunc(metadataNumber(metadata, `${architecture}.${key}`) ?? 0));
  const tokens = metadata.get('tokenizer.ggml.tokens');
  const tensorTypes: Record<string, number> = {};
  for (const { type } of tensors) tensorTypes[type] = (tensorTypes[type] ?? 0) + 1;
  const headCount = count('attention.head_count');
  const fileType = metadataNumber(metadata, 'general.file_type');
  return {
    name: metadataText(metadata, 'general.name'),
    architecture,
    parameterCount: tensors.reduce(
      (sum, { name, shape }) => sum + (name === FACTORS ? 0 : shape.reduce((a, b) => a * b, 1)),
      0,
    ),
    layerCount: count('block_count'),
    headCount,
    keyValueHeadCount: count('attention.head_count_kv') || headCount,
    width: count('embedding_length'),
    feedForwardWidth: count('feed_forward_length'),
    vocabularySize: tokens?.type === 'array' ? tokens.value.length : count('vocab_size'),
    contextTokens: count('context_length'),
    hasChatTemplate: metadata.has('tokenizer.chat_template'),
    licence: metadataText(metadata, 'general.license'),
    tensorTypes,
    fileType: fileType === null ? 'unknown' : (quantizationOf(fileType) ?? `type ${fileType}`),
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** The fields of `generation_config.json` that llama.cpp's converter keeps, and those that Sarvi's converter adds. */
function ggufSampling(metadata: Metadata): Sampling {
  const number = (key: string): number | null => {
    const value = metadataNumber(metadata, key);
    // The file has float32, in which 0.7 is 0.699999988.
    return value === null ? null : Number(value.toPrecision(7));
  };
  const doSample = metadata.get('sarvi.generation.do_sample');
  return samplingOf({
    do_sample: doSample?.type === 'bool' ? doSample.value : null,
    temperature: number('general.sampling.temp'),
    top_p: number('general.sampling.top_p'),
    top_k: number('general.sampling.top_k'),
    min_p: number('general.sampling.min_p'),
    repetition_penalty: number('general.sampling.penalty_repeat'),
    max_new_tokens: number('sarvi.generation.max_new_tokens'),
  });
}
