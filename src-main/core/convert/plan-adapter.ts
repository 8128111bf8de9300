import { SarviError } from '#contract/errors';
import { adapterFactor } from '../checkpoint/adapter-config.ts';
import type { Adapter } from '../checkpoint/read-adapter.ts';
import type { ModelCard } from '../checkpoint/model-card.ts';
import type { JsonObject } from '../checkpoint/read-json.ts';
import type { SourceTensor } from '../checkpoint/safetensors-header.ts';
import { planFile, type GgufPlan, type PlacedTensor, type TensorToWrite } from '../gguf/plan-file.ts';
import { describeModel } from './describe-model.ts';
import { isSourceDtype, llamaTensors, type LlamaShape, type SourceDtype } from './map-tensors.ts';
import { MetadataBuilder } from './metadata-builder.ts';
import { QUANTIZATION_VERSION } from './plan-metadata.ts';

/** A tensor of the output and its source in the adapter; all are float32. */
export interface AdapterTensor extends PlacedTensor {
  readonly source: SourceTensor & { readonly dtype: SourceDtype };
  /** Rows of one head, for the second factor of a query or key: the rows of its two halves alternate in the output. */
  readonly pairedHeadRows: number | null;
  /** Whether rows become columns. */
  readonly transposed: boolean;
  readonly factor: number;
}

export interface AdapterPlan extends GgufPlan {
  readonly tensors: readonly AdapterTensor[];
}

/** The adapter's own description, without its weights. */
export interface AdapterDescription {
  readonly card: ModelCard;
  readonly generation: JsonObject;
  readonly nameOrPath: string | null;
}

type TensorWithoutOffset = TensorToWrite & Omit<AdapterTensor, keyof PlacedTensor>;

/**
 * Lays out an adapter as llama.cpp's script writes it in its default type, float32.
 *
 * @throws SarviError `adapter-mismatch`, `adapter-unsupported`, `safetensors-unsupported-dtype`
 * @see ggml-org/llama.cpp convert_lora_to_gguf.py
 */
export function planAdapter(adapter: Adapter, base: LlamaShape, description: AdapterDescription): AdapterPlan {
  const tensors = listTensors(adapter, base);
  const builder = new MetadataBuilder();
  builder.text('general.architecture', 'llama');
  const { card, generation, nameOrPath } = description;
  // A negative count stands for the matrices that the adapter changes, which may not be all.
  describeModel(
    builder,
    { card, generation, path: adapter.path, config: { nameOrPath } },
    -changedWeights(tensors),
    null,
  );
  builder.text('general.type', 'adapter');
  builder.text('adapter.type', 'lora');
  builder.f32('adapter.lora.alpha', adapter.config.alpha);
  builder.u32('general.quantization_version', QUANTIZATION_VERSION);
  const plan = planFile(builder.metadata, tensors);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return {
    ...plan,
    tensors: plan.tensors.map((place) => ({ ...(byName.get(place.name) as TensorWithoutOffset), ...place })),
  };
}

function listTensors(adapter: Adapter, base: LlamaShape): TensorWithoutOffset[] {
  const pairs = new Map(adapter.pairs.map((pair) => [pair.name, pair]));
  const norms = new Map(adapter.norms.map((norm) => [norm.name, norm]));
  const tensors: TensorWithoutOffset[] = [];
  for (const { from, to, shape, pairedHeadRows } of llamaTensors(base)) {
    const norm = norms.get(from);
    if (norm) {
      norms.delete(from);
      requireShape(norm, shape);
      tensors.push({ ...unplaced(norm, to, shape) });
    }
    const pair = pairs.get(from);
    if (!pair) continue;
    pairs.delete(from);
    if (shape.length !== 2) throw new SarviError('adapter-unsupported', { feature: from });
    if (from === 'lm_head.weight' && base.tiedEmbeddings) {
      throw new SarviError('adapter-unsupported', { feature: 'lm_head of a model that has none of its own' });
    }
    if (pair.embedding !== (from === 'model.embed_tokens.weight')) {
      throw new SarviError('adapter-unsupported', { feature: `${pair.down.name}` });
    }
    const [rows = 0, columns = 0] = shape;
    const { down, up, rank } = pair;
    const factor = adapterFactor(adapter.config, from, rank);
    // An embedding's matrix is read by columns, so its factors are swapped.
    const [outer, inner] = pair.embedding ? [columns, rows] : [rows, columns];
    requireShape(down, [rank, inner]);
    requireShape(up, [outer, rank]);
    tensors.push({
      ...unplaced(down, `${to}.lora_a`, pair.embedding ? [inner, rank] : [rank, inner]),
      transposed: pair.embedding,
    });
    tensors.push({ ...unplaced(up, `${to}.lora_b`, [outer, rank]), factor, pairedHeadRows: pairedHeadRows ?? null });
  }
  const [unknown] = [...pairs.keys(), ...norms.keys()];
  if (unknown !== undefined) {
    throw new SarviError('adapter-mismatch', {
      tensor: unknown,
      expected: 'a matrix of the base model',
      found: 'none',
    });
  }
  return tensors;
}

function unplaced(source: SourceTensor, name: string, shape: readonly number[]): TensorWithoutOffset {
  const { dtype } = source;
  if (!isSourceDtype(dtype)) {
    throw new SarviError('safetensors-unsupported-dtype', { tensor: source.name, found: dtype });
  }
  return { name, type: 'F32', shape, source: { ...source, dtype }, pairedHeadRows: null, transposed: false, factor: 1 };
}

function requireShape(tensor: SourceTensor, shape: readonly number[]): void {
  if (tensor.shape.length === shape.length && shape.every((size, axis) => size === tensor.shape[axis])) return;
  throw new SarviError('adapter-mismatch', {
    tensor: tensor.name,
    expected: shape.join(' x '),
    found: tensor.shape.join(' x '),
  });
}

/** The weights of the changed matrices, which llama.cpp's writer counts for the size label. */
function changedWeights(tensors: readonly TensorWithoutOffset[]): number {
  let columns = 0;
  let count = 0;
  for (const { name, shape } of tensors) {
    if (name.endsWith('.lora_a')) columns = shape[1] ?? 0;
    else count += (shape[0] ?? 0) * (name.endsWith('.lora_b') ? columns : 1);
  }
  return count;
}
