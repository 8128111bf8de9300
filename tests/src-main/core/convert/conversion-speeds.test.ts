import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { QUANTIZATION_TYPES } from '#contract/quantization';
import { estimateSeconds } from '../../../../src-main/core/convert/conversion-speeds.ts';
import { measureSpeeds } from '../../../../src-main/core/convert/measure-speeds.ts';
import { DIVERGENCE } from '#contract/divergence';
import { qualityOf } from '../../../../src-main/core/convert/quality.ts';
import { RECIPES } from '../../../../src-main/core/convert/recipes.ts';
import { conversionPorts } from '../../../builders/conversion-ports.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('the slower of encoding and the disk counts, which both reads and writes, each at its own speed', () => {
  const speeds = {
    weightsPerSecond: new Map([
      ['Q4_K', 100],
      ['Q6_K', 50],
    ] as const),
    writeBytesPerSecond: 10,
    readBytesPerSecond: 20,
  };
  const weights = new Map([
    ['Q4_K', 1000],
    ['Q6_K', 500],
  ] as const);
  expect(estimateSeconds(weights, 50, 100, speeds)).toBe(3 + 20);
  expect(estimateSeconds(weights, 500, 1000, speeds)).toBe(3 + 125);
});

test.for(['BF16', 'F16', 'F32'] as const)(
  'the speed is measured for every recipe from %s, and nothing stays on the disk',
  async (from) => {
    const folder = await temporaryFolder();
    const left = join(folder, 'killed.probe');
    await writeFile(left, '');
    await utimes(left, 5, 5);
    const { weightsPerSecond, writeBytesPerSecond } = await measureSpeeds(conversionPorts, from, folder);
    for (const quantization of QUANTIZATION_TYPES) {
      expect(weightsPerSecond.get(RECIPES[quantization].base), quantization).toBeGreaterThan(1000);
    }
    expect(writeBytesPerSecond).toBeGreaterThan(1000);
    expect(await readdir(folder)).toEqual([]);
  },
);

test('a folder that is not there is told', async () => {
  const folder = join(await temporaryFolder(), 'none');
  await expect(measureSpeeds(conversionPorts, 'BF16', folder)).rejects.toMatchObject({ code: 'path-missing' });
});

test('more bits a weight never mean a worse word, within a family of types', () => {
  const order = ['original', 'excellent', 'very-good', 'good', 'fair', 'poor'];
  const families = [
    ['BF16', 'Q8_0', 'Q6_K', 'Q5_K_M', 'Q5_K_S', 'Q4_K_M', 'Q4_K_S', 'Q3_K_L', 'Q3_K_M', 'Q3_K_S', 'Q2_K'],
    ['F16', 'Q8_0', 'Q5_1', 'Q5_0', 'Q4_1', 'Q4_0'],
  ] as const;
  for (const family of families) {
    const words = family.map((type) => order.indexOf(qualityOf(type)));
    expect(words).toEqual(words.toSorted((a, b) => a - b));
    const divergences = family.map((type) => DIVERGENCE[type] ?? 0);
    expect(divergences).toEqual(divergences.toSorted((a, b) => a - b));
  }
});
