/**
 * All metadata of a converted model: every key that llama.cpp's converter and quantizer write for the same checkpoint,
 * and Sarvi's own keys under `sarvi.*`.
 *
 * @see ggml-org/llama.cpp conversion/base.py (`set_gguf_parameters`), conversion/llama.py
 */
import type { QuantizationType } from '#contract/quantization';
import { endTokenIds } from '../checkpoint/generation-defaults.ts';
import type { Checkpoint } from '../checkpoint/read-checkpoint.ts';
import type { RopeScaling } from '../checkpoint/rope-scaling.ts';
import type { Tokenizer } from '../checkpoint/read-tokenizer.ts';
import { CHECKSUM_KEY, NO_CHECKSUM } from '../gguf/checksum.ts';
import type { Metadata } from '../gguf/metadata.ts';
import { describeModel } from './describe-model.ts';
import type { ImportanceMatrix } from './importance-matrix.ts';
import { MetadataBuilder } from './metadata-builder.ts';
import { RECIPES } from './recipes.ts';

/** ggml's number for the present layout of quantized blocks (`GGML_QNT_VERSION`). */
export const QUANTIZATION_VERSION = 2;

/** Short names of special tokens that GGUF spells differently. */
const TOKEN_KEYS: Readonly<Record<string, string>> = {
  bos: 'bos',
  eos: 'eos',
  unk: 'unknown',
  sep: 'seperator',
  pad: 'padding',
  mask: 'mask',
  eot: 'eot',
  eom: 'eom',
};

/** Only CodeLlama's models that fill in the middle of a text have a vocabulary of this size. */
const CODE_LLAMA_VOCABULARY = 32_016;
/** The converter takes a vocabulary of this size for Granite's, which has no BOS; SmolLM2's has the same size, and none either. */
const GRANITE_VOCABULARY = 49_152;
const CODE_LLAMA_INFILL = [
  ['prefix', 32_007],
  ['suffix', 32_008],
  ['middle', 32_009],
  ['eot', 32_010],
] as const;

export interface MetadataOptions {
  readonly quantization: QuantizationType;
  /** Of all tensors that will be written. */
  readonly weightCount: number;
  readonly importance?: ImportanceMatrix | null;
  readonly name: string | null;
  /** Sarvi's own version. */
  readonly version: string;
  /** Null if the tokenizer has none. */
  readonly preTokenizer: string | null;
}

export function planMetadata(checkpoint: Checkpoint, options: MetadataOptions): Metadata {
  const { config, tokenizer } = checkpoint;
  const builder = new MetadataBuilder();
  builder.text('general.architecture', 'llama');
  describeModel(builder, checkpoint, options.weightCount, options.name);

  builder.u32('llama.block_count', config.layerCount);
  builder.u32('llama.context_length', config.contextTokens);
  builder.u32('llama.embedding_length', config.width);
  builder.u32('llama.feed_forward_length', config.feedForwardWidth);
  builder.u32('llama.attention.head_count', config.headCount);
  builder.u32('llama.attention.head_count_kv', config.keyValueHeadCount);
  describeRope(builder, config.ropeScaling);
  builder.f32('llama.rope.freq_base', config.ropeTheta);
  builder.f32('llama.attention.layer_norm_rms_epsilon', config.normEpsilon);
  builder.u32('llama.attention.key_length', config.headWidth);
  builder.u32('llama.attention.value_length', config.headWidth);
  builder.u32('general.file_type', RECIPES[options.quantization].fileType);
  builder.u32('llama.vocab_size', config.vocabularySize);
  builder.u32('llama.rope.dimension_count', config.headWidth);
  builder.u32('general.quantization_version', QUANTIZATION_VERSION);
  if (options.importance) builder.addAll(describeImportance(options.importance));
  describeTokenizer(builder, tokenizer, options.preTokenizer);

  builder.text('sarvi.version', options.version);
  builder.text('sarvi.source.fingerprint', checkpoint.fingerprint);
  builder.text(CHECKSUM_KEY, NO_CHECKSUM);
  const { do_sample: doSample, max_new_tokens: maxNewTokens } = checkpoint.generation;
  builder.flag('sarvi.generation.do_sample', typeof doSample === 'boolean' ? doSample : null);
  builder.i32('sarvi.generation.max_new_tokens', maxNewTokens);
  const { blankBefore, addSpacePrefix, wholePieces } = checkpoint.tokenizer;
  // llama.cpp knows only one other rule, which it uses without this key.
  if (blankBefore !== (addSpacePrefix === false ? 'never' : 'each')) {
    builder.text('sarvi.tokenizer.blank_before', blankBefore);
  }
  builder.numbers('sarvi.tokenizer.whole_pieces', 'u32', wholePieces);
  const ends = endTokenIds(checkpoint.generation).filter((id) => id < config.vocabularySize);
  builder.numbers('sarvi.generation.eos_token_ids', 'u32', ends);
  return builder.metadata;
}

function describeRope(builder: MetadataBuilder, scaling: RopeScaling | null): void {
  if (scaling?.kind !== 'linear' && scaling?.kind !== 'yarn') return;
  builder.text('llama.rope.scaling.type', scaling.kind);
  builder.f32('llama.rope.scaling.factor', scaling.factor);
  if (scaling.kind === 'linear') return;
  builder.u32('llama.rope.scaling.original_context_length', scaling.originalContextTokens);
  builder.f32('llama.rope.scaling.yarn_ext_factor', scaling.extrapolationFactor);
  builder.f32('llama.rope.scaling.yarn_attn_factor', scaling.attentionFactor);
  builder.f32('llama.rope.scaling.yarn_beta_fast', scaling.betaFast);
  builder.f32('llama.rope.scaling.yarn_beta_slow', scaling.betaSlow);
}

/** The importance metadata of llama-quantize, which stores 127 bytes of each text. */
export function describeImportance({ path, dataset, entries, chunks }: ImportanceMatrix): Metadata {
  const builder = new MetadataBuilder();
  builder.text('quantize.imatrix.file', firstBytes(path, 127));
  builder.text('quantize.imatrix.dataset', dataset === null ? null : firstBytes(dataset, 127));
  builder.u32('quantize.imatrix.entries_count', entries.size);
  if (chunks > 0) builder.u32('quantize.imatrix.chunks_count', chunks);
  return builder.metadata;
}

/** Never cuts a character in two. */
function firstBytes(text: string, count: number): string {
  let cut = text;
  while (Buffer.byteLength(cut) > count) cut = cut.slice(0, -1);
  return cut.replace(/[\ud800-\udbff]$/, '');
}

function describeTokenizer(builder: MetadataBuilder, tokenizer: Tokenizer, preTokenizer: string | null): void {
  builder.flag('tokenizer.ggml.add_space_prefix', tokenizer.addSpacePrefix);
  builder.text('tokenizer.ggml.model', tokenizer.model);
  builder.text('tokenizer.ggml.pre', tokenizer.pre ?? preTokenizer);
  builder.texts('tokenizer.ggml.tokens', tokenizer.tokens);
  if (tokenizer.scores) builder.numbers('tokenizer.ggml.scores', 'f32', tokenizer.scores);
  builder.numbers('tokenizer.ggml.token_type', 'i32', tokenizer.kinds);
  builder.texts('tokenizer.ggml.merges', tokenizer.merges);
  for (const [kind, id] of tokenizer.special.ids) {
    const key = TOKEN_KEYS[kind];
    if (key !== undefined) builder.u32(`tokenizer.ggml.${key}_token_id`, id);
  }
  for (const [kind, adds] of tokenizer.special.adds) {
    if (['bos', 'eos', 'sep'].includes(kind)) builder.flag(`tokenizer.ggml.add_${kind}_token`, adds);
  }
  if (tokenizer.tokens.length === GRANITE_VOCABULARY) builder.flag('tokenizer.ggml.add_bos_token', false);
  if (tokenizer.tokens.length === CODE_LLAMA_VOCABULARY) {
    for (const [name, id] of CODE_LLAMA_INFILL) builder.u32(`tokenizer.ggml.${name}_token_id`, id);
  }
  const { named, default: main } = tokenizer.chatTemplates;
  for (const [name, template] of named) builder.text(`tokenizer.chat_template.${name}`, template);
  builder.texts('tokenizer.chat_templates', [...named.keys()]);
  builder.text('tokenizer.chat_template', main);
}
