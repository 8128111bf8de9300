import { metadataNumber, metadataText } from '../gguf/metadata.ts';
import type { GgufParts } from '../gguf/read-gguf-parts.ts';

/** The sizes on which a model's memory depends. Widths in numbers, sizes in bytes. */
export interface MemoryShape {
  readonly layers: number;
  /** Bytes of the weights that every token needs. */
  readonly layerBytes: number;
  /** Bytes of the matrix that computes the scores of all tokens. */
  readonly outputBytes: number;
  /** Bytes of the table of which each token needs one row; 0 when it is the output matrix too. */
  readonly embeddingBytes: number;
  /** Numbers that one token adds to the KV cache: keys and values of all layers. */
  readonly cacheWidth: number;
  readonly width: number;
  readonly feedForwardWidth: number;
  readonly vocabulary: number;
  /** The largest window that the model was trained for; 0 when the file does not say. */
  readonly trainedTokens: number;
}

/** Types that llama.cpp packs again for most processors; the file's own pages stay mapped as well. */
const PACKED: ReadonlySet<string> = new Set(['Q4_0', 'Q4_K', 'IQ4_NL', 'Q2_K']);

/** The most bytes of a file that may stay in memory next to their packed copy. */
export function packedBytes({ tensors }: GgufParts): number {
  const isPacked = ({ name, type }: GgufParts['tensors'][number]): boolean =>
    PACKED.has(type) && name !== 'token_embd.weight';
  return tensors.reduce((sum, tensor) => sum + (isPacked(tensor) ? tensor.sizeBytes : 0), 0);
}

export function memoryShape({ metadata, tensors }: GgufParts): MemoryShape {
  const architecture = metadataText(metadata, 'general.architecture') ?? '';
  const count = (key: string): number =>
    Math.max(0, Math.trunc(metadataNumber(metadata, `${architecture}.${key}`) ?? 0));
  const sum = (pattern: RegExp): number =>
    tensors.reduce((bytes, { name, sizeBytes }) => bytes + (pattern.test(name) ? sizeBytes : 0), 0);
  const cacheWidth = tensors.reduce(
    // A matrix has one row for each number of its result.
    (all, { name, shape }) => all + (/\.attn_[kv]\.weight$/.test(name) ? (shape[0] ?? 0) : 0),
    0,
  );
  const embedding = tensors.find(({ name }) => name === 'token_embd.weight');
  const embeddingBytes = embedding?.sizeBytes ?? 0;
  const own = sum(/^output\.weight$/);
  return {
    layers: count('block_count'),
    layerBytes: sum(/^blk\./),
    outputBytes: own === 0 ? embeddingBytes : own,
    embeddingBytes: own === 0 ? 0 : embeddingBytes,
    cacheWidth,
    width: count('embedding_length'),
    feedForwardWidth: count('feed_forward_length'),
    vocabulary: embedding?.shape[0] ?? 0,
    trainedTokens: count('context_length'),
  };
}
