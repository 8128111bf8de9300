/**
 * The header of a KV state, in `<id>.json`: a first line with the CRC-32 of the second, which is the header in JSON. A
 * state without a valid header is ignored.
 */
import { crc32 } from 'node:zlib';
import * as v from 'valibot';
import { Count } from '#contract/primitives';

const Fields = v.strictObject({
  version: v.literal(1),
  key: v.string(),
  modelId: v.string(),
  owners: v.array(v.string()),
  shared: v.boolean(),
  /** Base64 of unsigned 32-bit numbers, little-endian. */
  tokens: v.pipe(v.string(), v.base64()),
  sizeBytes: Count,
  checksum: Count,
});

export interface StateHeader {
  /** `LoadedModelFacts.stateKey` of the model and context that wrote it. */
  readonly key: string;
  readonly modelId: string;
  /** The conversations that use it; it is removed with the last of them. */
  readonly owners: readonly string[];
  /** True for the common beginning of conversations with one system prompt. */
  readonly shared: boolean;
  readonly tokens: Uint32Array;
  /** Size and CRC-32 of the state's file. */
  readonly sizeBytes: number;
  readonly checksum: number;
}

export function encodeHeader(header: StateHeader): string {
  const bytes = Buffer.alloc(header.tokens.length * 4);
  header.tokens.forEach((token, index) => bytes.writeUInt32LE(token, index * 4));
  const fields: v.InferOutput<typeof Fields> = {
    version: 1,
    ...header,
    owners: [...header.owners],
    tokens: bytes.toString('base64'),
  };
  const line = JSON.stringify(fields);
  return `${crc32(line).toString(16)}\n${line}\n`;
}

/** Null for anything that `encodeHeader` did not write, or that was changed. */
export function parseHeader(text: string): StateHeader | null {
  const [lineChecksum, line, rest] = text.split('\n');
  if (line === undefined || rest !== '' || lineChecksum !== crc32(line).toString(16)) return null;
  const fields = v.safeParse(Fields, parseJson(line));
  if (!fields.success) return null;
  const bytes = Buffer.from(fields.output.tokens, 'base64');
  if (bytes.length % 4 !== 0) return null;
  const tokens = Uint32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32LE(index * 4));
  const { key, modelId, owners, shared, sizeBytes, checksum } = fields.output;
  return { key, modelId, owners, shared, tokens, sizeBytes, checksum };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
