import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { readSafetensorsHeader } from '../../../../src-main/core/checkpoint/safetensors-header.ts';
import { HeaderCursor, HeaderCutShort } from '../../../../src-main/core/gguf/header-cursor.ts';
import type { MetadataValue } from '../../../../src-main/core/gguf/metadata.ts';
import { parseHeader } from '../../../../src-main/core/gguf/parse-header.ts';
import { planFile } from '../../../../src-main/core/gguf/plan-file.ts';
import { mulberry32 } from '../../../builders/random-weights.ts';
import { safetensorsFile } from '../../../builders/safetensors.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const EXTREMES = [0, 1, 0x7f, 0x80, 0xff];

/** One to four bytes of `sound` changed, or its end cut off. */
function mutate(sound: Buffer, random: () => number): Buffer {
  const bytes = Buffer.from(sound);
  const pick = (count: number): number => Math.floor(random() * count);
  if (random() < 0.1) return bytes.subarray(0, pick(bytes.length));
  for (let changes = 1 + pick(4); changes > 0; changes -= 1) {
    bytes[pick(bytes.length)] = random() < 0.5 ? (EXTREMES[pick(EXTREMES.length)] ?? 0) : pick(256);
  }
  return bytes;
}

test('2,000 mutated GGUF files are read or refused by name', () => {
  const metadata = new Map<string, MetadataValue>([
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['general.alignment', { type: 'u32', value: 32 }],
    ['tokens', { type: 'array', of: 'string', value: ['a', 'b', 'c'] }],
    ['kinds', { type: 'array', of: 'i32', value: [1, 2, 3] }],
  ]);
  const { header, sizeBytes } = planFile(metadata, [
    { name: 'vector', type: 'F32', shape: [8] },
    { name: 'matrix', type: 'Q4_K', shape: [2, 256] },
  ]);
  const random = mulberry32(1);
  const outcomes = { read: 0, refused: 0 };
  for (let round = 0; round < 2000; round += 1) {
    const bytes = mutate(header, random);
    try {
      const { tensors } = parseHeader(new HeaderCursor(bytes), 'mutated', sizeBytes);
      for (const one of tensors) expect(one.offset + one.sizeBytes).toBeLessThanOrEqual(sizeBytes);
      outcomes.read += 1;
    } catch (error) {
      if (!(error instanceof HeaderCutShort)) expect(error).toBeInstanceOf(SarviError);
      outcomes.refused += 1;
    }
  }
  expect(outcomes.read).toBeGreaterThan(50);
  expect(outcomes.refused).toBeGreaterThan(1000);
});

test('500 mutated safetensors files are read or refused by name', async () => {
  const tensor = (name: string, shape: number[]) => ({
    name,
    dtype: 'BF16',
    shape,
    bytes: new Uint8Array(shape.reduce((product, size) => product * size, 2)),
  });
  const sound = safetensorsFile([tensor('a', [4, 8]), tensor('b', [16])]);
  const path = join(await temporaryFolder(), 'mutated.safetensors');
  const random = mulberry32(2);
  const outcomes = { read: 0, refused: 0 };
  for (let round = 0; round < 500; round += 1) {
    const bytes = mutate(sound, random);
    await writeFile(path, bytes);
    try {
      const { tensors } = await readSafetensorsHeader(path);
      for (const one of tensors) expect(one.offset + one.sizeBytes).toBeLessThanOrEqual(bytes.length);
      outcomes.read += 1;
    } catch (error) {
      expect(error).toBeInstanceOf(SarviError);
      expect((error as SarviError).code).toMatch(/^safetensors-/);
      outcomes.refused += 1;
    }
  }
  expect(outcomes.read).toBeGreaterThan(20);
  expect(outcomes.refused).toBeGreaterThan(200);
});
