import { expect, test } from 'vitest';
import { ByteWriter } from '../../../../src-main/core/gguf/byte-writer.ts';

test('numbers of 64 bits are the same from a number and from a BigInt', () => {
  const writer = new ByteWriter();
  const numbers = [0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 7, Number.MAX_SAFE_INTEGER];
  for (const number of numbers) writer.u64(number);
  for (const number of numbers) writer.u64(BigInt(number));
  writer.u64(2n ** 64n - 1n);
  const bytes = writer.finish(1);
  const found = Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readBigUInt64LE(index * 8));
  expect(found).toEqual([...numbers, ...numbers, 2n ** 64n - 1n].map(BigInt));
});

test('texts have the length of their bytes in front, also where the buffer grows', () => {
  const writer = new ByteWriter();
  const texts = ['', 'a', 'ä€', '😀', '\ud800', 'ɐ'.repeat(2 ** 16), 'b'.repeat(2 ** 18), 'end'];
  for (const text of texts) writer.string(text);
  const expected = texts.map((text) => {
    const bytes = Buffer.from(text, 'utf8');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(bytes.length));
    return Buffer.concat([length, bytes]);
  });
  expect(writer.finish(1).equals(Buffer.concat(expected))).toBe(true);
});
