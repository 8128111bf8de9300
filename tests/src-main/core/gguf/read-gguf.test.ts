import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { because, reasonText } from '#contract/reasons';
import type { Metadata, MetadataValue } from '../../../../src-main/core/gguf/metadata.ts';
import { planFile, type TensorToWrite } from '../../../../src-main/core/gguf/plan-file.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const METADATA: Metadata = new Map<string, MetadataValue>([
  ['general.architecture', { type: 'string', value: 'llama' }],
  ['u8', { type: 'u8', value: 255 }],
  ['i8', { type: 'i8', value: -128 }],
  ['u16', { type: 'u16', value: 65_535 }],
  ['i16', { type: 'i16', value: -32_768 }],
  ['u32', { type: 'u32', value: 4_294_967_295 }],
  ['i32', { type: 'i32', value: -2_147_483_648 }],
  ['f32', { type: 'f32', value: 0.5 }],
  ['f64', { type: 'f64', value: 0.1 }],
  ['u64', { type: 'u64', value: 2n ** 63n }],
  ['i64', { type: 'i64', value: -(2n ** 63n) }],
  ['flag', { type: 'bool', value: true }],
  ['texts', { type: 'array', of: 'string', value: ['ä', '', '🦌'] }],
  ['numbers', { type: 'array', of: 'i32', value: [1, -1] }],
]);
const TENSORS: TensorToWrite[] = [
  { name: 'vector', type: 'F32', shape: [3] },
  { name: 'matrix', type: 'Q4_K', shape: [2, 512] },
];

/** A sound file, spoilt by `change`, which gets the bytes and where the directory of tensors begins. */
async function gguf(change?: (bytes: Buffer, directory: number) => Buffer | undefined): Promise<string> {
  const plan = planFile(METADATA, TENSORS);
  const bytes = Buffer.concat([plan.header, Buffer.alloc(plan.sizeBytes - plan.header.length)]);
  const directory = bytes.indexOf('vector') - 8;
  const path = join(await temporaryFolder(), 'model.gguf');
  await writeFile(path, change?.(bytes, directory) ?? bytes);
  return path;
}

test('what is planned reads back the same', async () => {
  const plan = planFile(METADATA, TENSORS);
  const file = await readGguf(await gguf());
  expect(file.metadata).toEqual(METADATA);
  expect(file.tensors).toEqual(plan.tensors);
  expect(file).toMatchObject({ version: 3, sizeBytes: plan.sizeBytes });
  expect(plan.tensors.map(({ offset, sizeBytes }) => [offset % 32, sizeBytes])).toEqual([
    [0, 12],
    [0, 576],
  ]);
});

const CASES: [name: string, reason: RegExp, change: (bytes: Buffer, directory: number) => Buffer | undefined][] = [
  ['an empty file', /begin with GGUF/, () => Buffer.alloc(0)],
  ['another format', /begin with GGUF/, (bytes) => void bytes.write('GGML', 0)],
  ['a file that ends in its header', /within its header/, (bytes, directory) => bytes.subarray(0, directory + 4)],
  ['a file that ends in its weights', /cut short/, (bytes) => bytes.subarray(0, bytes.length - 64)],
  ['2^63 tensors', /more than it can hold/, (bytes) => void bytes.writeBigUInt64LE(2n ** 63n, 8)],
  ['2^63 keys', /more than it can hold/, (bytes) => void bytes.writeBigUInt64LE(2n ** 63n, 16)],
  ['a key of 2^63 bytes', /more than it can hold/, (bytes) => void bytes.writeBigUInt64LE(2n ** 63n, 24)],
  ['an unknown value type', /unknown type 99/, (bytes) => void bytes.writeUInt32LE(99, 24 + 8 + 20)],
  ['an array in an array', /unknown type 9/, (bytes) => void bytes.writeUInt32LE(9, bytes.indexOf('texts') + 5 + 4)],
  [
    'an array of 2^40 items',
    /more than it can hold/,
    (bytes) => void bytes.writeBigUInt64LE(2n ** 40n, bytes.indexOf('texts') + 5 + 8),
  ],
  ['a key that comes twice', /comes twice/, (bytes) => void bytes.write('i8', bytes.indexOf('u8'))],
  ['a tensor that comes twice', /comes twice/, (bytes) => void bytes.write('vector', bytes.indexOf('matrix'))],
  ['five dimensions', /5 dimensions/, (bytes, directory) => void bytes.writeUInt32LE(5, directory + 14)],
  ['a size of 0', /the shape 0/, (bytes, directory) => void bytes.writeBigUInt64LE(0n, directory + 18)],
  ['a size of 2^63', /the shape/, (bytes, directory) => void bytes.writeBigUInt64LE(2n ** 63n, directory + 18)],
  ['an unknown tensor type', /unknown type 77/, (bytes, directory) => void bytes.writeUInt32LE(77, directory + 26)],
  ['rows that do not divide', /Q4_K blocks/, (bytes, directory) => void bytes.writeUInt32LE(12, directory + 26)],
  ['a tensor out of its place', /not at 0/, (bytes, directory) => void bytes.writeBigUInt64LE(32n, directory + 30)],
];

test.each(CASES)('refuses %s', async (_, reason, change) => {
  const error = await readGguf(await gguf(change)).then(
    () => expect.unreachable('it should have been refused'),
    (thrown: unknown) => SarviError.from(thrown),
  );
  expect(error.code).toBe('gguf-malformed');
  expect(reasonText(String(error.details['reason']), 'en')).toMatch(reason);
});

/** A file of one key after the other, as much of it as a hole as can be. */
async function hollow(parts: readonly (Buffer | number)[], sizeBytes: number): Promise<string> {
  const path = join(await temporaryFolder(), 'hollow.gguf');
  const file = await open(path, 'w');
  let position = 0;
  for (const part of parts) {
    if (typeof part === 'number') position += part;
    else position += (await file.write(part, 0, part.length, position)).bytesWritten;
  }
  await file.truncate(sizeBytes);
  await file.close();
  return path;
}
const front = (metadataCount: number): Buffer => {
  const bytes = Buffer.alloc(24);
  bytes.write('GGUF');
  bytes.writeUInt32LE(3, 4);
  bytes.writeBigUInt64LE(BigInt(metadataCount), 16);
  return bytes;
};
/** A key of one letter, its type, and a length; of an array the type of its items before that. */
const key = (name: string, types: number[], length: number): Buffer => {
  const bytes = Buffer.alloc(9 + types.length * 4 + 8);
  bytes.writeUInt32LE(1);
  bytes.write(name, 8);
  for (const [index, type] of types.entries()) bytes.writeUInt32LE(type, 9 + index * 4);
  bytes.writeBigUInt64LE(BigInt(length), bytes.length - 8);
  return bytes;
};

test('refuses arrays that together would exhaust memory, before the last of them is read', async () => {
  const half = 2 ** 23;
  const path = await hollow([front(2), key('a', [9, 0], half), half, key('b', [9, 0], half + 1)], 3 * half);
  await expect(readGguf(path)).rejects.toMatchObject({
    code: 'gguf-malformed',
    details: { reason: because('arrays-claim', { most: 16_777_216 }) },
  });
});

test('reads no more of a file than a header may take', async () => {
  const text = 200 * 2 ** 20;
  const path = await hollow([front(2), key('a', [8], text), text, key('b', [8], text)], 3 * text);
  await expect(readGguf(path)).rejects.toMatchObject({
    code: 'gguf-malformed',
    details: { reason: because('header-exceeds', { bytes: 268_435_456 }) },
  });
  const claim = await hollow([front(1), key('a', [8], 300 * 2 ** 20)], 3 * text);
  await expect(readGguf(claim)).rejects.toMatchObject({
    details: {
      reason: because('claims-too-much', {
        count: '314572800',
        what: because('of-bytes', { what: because('a-string') }),
      }),
    },
  });
});

test.each([1, 4, 0x0400_0000])('refuses version %d', async (version) => {
  const path = await gguf((bytes) => void bytes.writeUInt32LE(version, 4));
  await expect(readGguf(path)).rejects.toMatchObject({ code: 'gguf-unsupported-version', details: { found: version } });
});

test.each([2, 3])('tells a big-endian file of version %d as one', async (version) => {
  const path = await gguf((bytes) => void bytes.writeUInt32BE(version, 4));
  await expect(readGguf(path)).rejects.toMatchObject({ code: 'gguf-big-endian', details: { path } });
});

test('a missing file is told as missing', async () => {
  await expect(readGguf('/nowhere/model.gguf')).rejects.toMatchObject({ code: 'path-missing' });
});
