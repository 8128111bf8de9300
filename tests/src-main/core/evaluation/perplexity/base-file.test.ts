import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  countedOf,
  createBaseFile,
  readBaseHeader,
  recordsFrom,
} from '../../../../../src-main/core/evaluation/perplexity/base-file.ts';
import { recordBytes } from '../../../../../src-main/core/scoring/record-bytes.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const HEADER = {
  contextTokens: 8,
  vocabularySize: 11,
  tokens: Uint32Array.from({ length: 24 }, (_, index) => index % 11),
};
const RECORDS = Buffer.alloc(3 * 3 * recordBytes(11));

async function wholeFile(change: (bytes: Buffer) => Buffer = (bytes) => bytes): Promise<string> {
  const path = join(await temporaryFolder(), 'base.kld');
  await createBaseFile(path, HEADER);
  await writeFile(path, change(Buffer.concat([await readFile(path), RECORDS])));
  return path;
}

it('writes the header of llama-perplexity, and reads it back', async () => {
  const path = await wholeFile();
  const bytes = await readFile(path);
  expect(bytes.subarray(0, 8).toString()).toBe('_logits_');
  expect([8, 12, 16, 20, 24].map((at) => bytes.readInt32LE(at))).toEqual([8, 11, 3, 0, 1]);
  expect([countedOf(8), countedOf(9), countedOf(512)]).toEqual([3, 4, 255]);
  // 11 tokens take twelve places, and eight bytes go before them.
  expect([recordsFrom(HEADER, 0), recordsFrom(HEADER, 2)]).toEqual([116, 116 + 2 * 3 * 32]);
  expect(await readBaseHeader(path)).toEqual(HEADER);
});

const FAULTS: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  ['an empty file', () => Buffer.alloc(0)],
  ['other letters at its beginning', (bytes) => Buffer.concat([Buffer.from('_logitz_'), bytes.subarray(8)])],
  ['a header that is cut short', (bytes) => bytes.subarray(0, 15)],
  ['records that are cut short', (bytes) => bytes.subarray(0, -1)],
  ...[8, 12, 16].flatMap((at) =>
    [-1, 0, 2 ** 31 - 1, -(2 ** 31)].map(
      (value) => [`the number ${value} at ${at}`, (bytes: Buffer) => withNumber(bytes, at, value)] as const,
    ),
  ),
  ['a token that is not in the vocabulary', (bytes) => withNumber(bytes, 20, 11)],
  ['a negative token', (bytes) => withNumber(bytes, 24, -1)],
];

it.each(FAULTS)('refuses %s', async (_, change) => {
  await expect(readBaseHeader(await wholeFile(change))).rejects.toMatchObject({ code: 'base-file-refused' });
});

function withNumber(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeInt32LE(value, at);
  return changed;
}

it('asks for free space before anything is written', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'huge.kld');
  // Some terabytes of records.
  const header = { contextTokens: 2 ** 20, vocabularySize: 2 ** 20, tokens: new Uint32Array(2 ** 22) };
  await expect(createBaseFile(path, header)).rejects.toMatchObject({ code: 'disk-full' });
  expect(await readdir(folder)).toEqual([]);
});
