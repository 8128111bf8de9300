import { SarviError } from '#contract/errors';
import type { QuantizationType } from '#contract/quantization';
import { because } from '#contract/reasons';
import { MAX_ROW_WEIGHTS } from '../checkpoint/model-config.ts';
import { openRegularFile } from '../open-regular-file.ts';
import { fileError } from '../file-error.ts';
import { CHECKSUM_KEY, NO_CHECKSUM } from '../gguf/checksum.ts';
import { metadataNumber, metadataText, type Metadata, type MetadataValue } from '../gguf/metadata.ts';
import { planFile, type TensorToWrite } from '../gguf/plan-file.ts';
import { SPLIT_KEYS, type GgufParts } from '../gguf/read-gguf-parts.ts';
import type { TensorType } from '../gguf/tensor-types.ts';
import { chooseTensorType, type ModelShape } from './choose-tensor-type.ts';
import { readFully } from '../positioned-io.ts';
import { isSourceDtype } from './map-tensors.ts';
import { importanceOf, type ConversionPlan, type PlannedTensor, type PlanOptions } from './plan-conversion.ts';
import { describeImportance, QUANTIZATION_VERSION } from './plan-metadata.ts';
import { RECIPES } from './recipes.ts';

type SourceTensor = GgufParts['tensors'][number];

/**
 * Plans the copy of a GGUF file: its header and every tensor keep their bytes and offsets. The gaps between and after
 * the tensors, which no reader uses, become zeros.
 *
 * @throws SarviError `path-missing`, `path-unreadable`
 */
export async function planCopy({ parts: [file], tensors }: GgufParts): Promise<ConversionPlan> {
  const header = Buffer.alloc(file.dataStart);
  try {
    await using handle = await openRegularFile(file.path);
    if (!(await readFully(handle, header, 0))) throw new SarviError('checkpoint-changed', { path: file.path });
  } catch (error) {
    throw fileError(error, file.path);
  }
  return { header, sizeBytes: file.sizeBytes, tensors: tensors.map((tensor) => copyOf(tensor, tensor)) };
}

/** Plans one file from the parts of a split one; no tensor changes. */
export function planJoin(source: GgufParts): ConversionPlan {
  const plan = planFile(addChecksum(ownMetadata(source.metadata)), source.tensors.map(toWrite));
  const sources = byName(source);
  return { ...plan, tensors: plan.tensors.map((tensor) => copyOf(tensor, sources(tensor.name))) };
}

/**
 * Plans a file of another quantization type from one of F32, F16 or BF16 weights, as llama.cpp's quantizer does.
 *
 * @throws SarviError `checkpoint-unsupported-architecture`, `checkpoint-unsupported-feature`,
 *   `gguf-already-quantized`, `gguf-malformed`, `imatrix-wrong-size`
 * @see ggml-org/llama.cpp src/llama-quant.cpp (`llama_model_quantize_impl`)
 */
export function planRequantization(
  source: GgufParts,
  quantization: QuantizationType,
  { name, importance = null }: Omit<PlanOptions, 'preTokenizer'>,
): ConversionPlan {
  const model = modelShape(source, importance !== null);
  const metadata = ownMetadata(source.metadata);
  metadata.set('general.quantization_version', { type: 'u32', value: QUANTIZATION_VERSION });
  metadata.set('general.file_type', { type: 'u32', value: RECIPES[quantization].fileType });
  if (name !== null) metadata.set('general.name', { type: 'string', value: name });
  if (importance) for (const [key, value] of describeImportance(importance)) metadata.set(key, value);
  addChecksum(metadata);
  const plan = planFile(
    metadata,
    source.tensors.map(({ name: tensor, shape, type }) => ({
      name: tensor,
      shape,
      type: chooseTensorType({ name: tensor, shape, unquantized: type }, quantization, model),
    })),
  );
  const sources = byName(source);
  return {
    ...plan,
    tensors: plan.tensors.map((tensor): PlannedTensor => {
      const from = sources(tensor.name);
      if (from.type === tensor.type) return copyOf(tensor, from);
      const { path } = source.parts[0];
      if (!isSourceDtype(from.type)) throw new SarviError('gguf-already-quantized', { path, found: from.type });
      const { shape, offset, sizeBytes, type: dtype } = from;
      const columns = shape.at(-1) ?? 1;
      // A row is encoded as a whole, so its width determines the memory.
      if (columns > MAX_ROW_WEIGHTS) {
        throw new SarviError('gguf-malformed', {
          path,
          reason: because('rows-are-wide', { tensor: tensor.name, count: columns }),
        });
      }
      return {
        ...tensor,
        mapped: {
          name: tensor.name,
          source: { name: tensor.name, dtype, shape, shardPath: from.path, offset, sizeBytes },
          pairedHeadRows: null,
        },
        copied: null,
        values: null,
        roundsTo: null,
        importance: importanceOf(tensor, from.type, importance),
      };
    }),
  };
}

/** Checks that a model can be converted to this type. @throws SarviError as `planRequantization` */
export function requireRequantizable(source: GgufParts, quantization: QuantizationType): void {
  planRequantization(source, quantization, { name: null, version: '' });
}

function modelShape({ metadata, tensors }: GgufParts, weighted: boolean): ModelShape {
  const architecture = metadataText(metadata, 'general.architecture') ?? 'unknown';
  if (architecture !== 'llama') throw new SarviError('checkpoint-unsupported-architecture', { architecture });
  if (tensors.some(({ shape }) => shape.length > 2)) {
    throw new SarviError('checkpoint-unsupported-feature', { feature: 'num_local_experts' });
  }
  const count = (key: string): number => metadataNumber(metadata, `llama.${key}`) ?? 1;
  const headCount = count('attention.head_count');
  return {
    layerCount: count('block_count'),
    headCount,
    keyValueHeadCount: metadataNumber(metadata, 'llama.attention.head_count_kv') ?? headCount,
    hasOutput: tensors.some(({ name }) => name === 'output.weight'),
    weighted,
  };
}

/** Leaves out metadata that is true only of the source's files. */
function ownMetadata(metadata: Metadata): Map<string, MetadataValue> {
  const own = new Map<string, MetadataValue>(metadata);
  for (const key of [...SPLIT_KEYS, 'general.alignment', CHECKSUM_KEY]) own.delete(key);
  return own;
}

/** Reserves the place of a checksum after all other metadata (see `checksumPlace`). */
function addChecksum(metadata: Map<string, MetadataValue>): Metadata {
  return metadata.set(CHECKSUM_KEY, { type: 'string', value: NO_CHECKSUM });
}

function toWrite({ name, type, shape }: TensorToWrite): TensorToWrite {
  return { name, type, shape };
}

function byName({ tensors }: GgufParts): (name: string) => SourceTensor {
  const sources = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return (name) => {
    const source = sources.get(name);
    if (!source) throw new Error(`no tensor ${name}`);
    return source;
  };
}

function copyOf(
  { name, type, shape, offset, sizeBytes }: TensorToWrite & { readonly offset: number; readonly sizeBytes: number },
  from: SourceTensor & { readonly type: TensorType },
): PlannedTensor {
  return {
    ...{ name, type, shape, offset, sizeBytes },
    mapped: null,
    copied: { path: from.path, offset: from.offset },
    values: null,
    roundsTo: null,
    importance: null,
  };
}
