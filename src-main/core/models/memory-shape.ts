import { metadataNumber, metadataText } from '../gguf/metadata.ts';
import type { GgufParts } from '../gguf/read-gguf-parts.ts';

/** What a model takes in memory depends on this. Widths in numbers, sizes in bytes. */
export interface MemoryShape {
  readonly layers: number;
  /** Of the weights that every token needs. */
  readonly layerBytes: number;
  /** Of the matrix that makes the scores of all tokens. */
  readonly outputBytes: number;
  /** Of the table that each token takes one row of; 0 when it is the output matrix too. */
  readonly embeddingBytes: number;
  /** What one token leaves in the KV cache: keys and values of all layers together. */
  readonly cacheWidth: number;
  readonly width: number;
  readonly feedForwardWidth: number;
  readonly vocabulary: number;
  /** The largest window that the model was trained for; 0 when the file does not tell. */
  readonly trainedTokens: number;
}

/** Types whose matrices llama.cpp packs anew for most processors; the file's own pages stay mapped beside that. */
const PACKED: ReadonlySet<string> = new Set(['Q4_0', 'Q4_K', 'IQ4_NL', 'Q2_K']);

/** Most bytes of a file that may stay in memory beside the packed copy of them. */
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
    // A matrix has as many rows as it makes numbers.
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
