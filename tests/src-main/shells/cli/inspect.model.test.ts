import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { QUANTIZATION_TYPES } from '#contract/quantization';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../../../..');

test('sarvi inspect offers every type with size, bits per weight, expected time and quality', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(ROOT, 'src-main/shells/cli/main.ts'),
    'inspect',
    join(ROOT, 'resources/guide-model'),
    '--data-dir',
    await temporaryFolder(),
  ]);
  const offers = stdout.split('\n').filter((line) => line.startsWith('  as '));
  expect(offers.map((line) => line.split(/ +/)[2])).toEqual(QUANTIZATION_TYPES);
  for (const offer of offers) expect(offer).toMatch(/ [\d.]+ MB, +\d+\.\d\d bits a weight, about \d+ s, /);
  expect(offers.filter((line) => line.endsWith('recommended'))).toEqual([
    expect.stringMatching(/as Q8_0 .* excellent \(KL divergence 0\.0014\), recommended$/),
  ]);
  expect(offers.find((line) => line.includes('IQ4_XS'))).toMatch(/, good$/);
  expect(stdout).toMatch(/^ {2}free +[\d.]+ [MGT]B$/m);
});
