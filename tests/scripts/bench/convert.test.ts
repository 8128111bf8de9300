import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

const BENCHMARK = join(import.meta.dirname, '../../../scripts/bench/convert.ts');

interface Summary {
  readonly weights: number;
  readonly quantization: string;
  readonly rounds: readonly { readonly cpuRatio: number; readonly wallRatio: number }[];
  readonly peakMemoryBytes: number;
}

test.runIf(process.platform === 'linux')(
  'the benchmark of conversions compares, reports its memory and leaves nothing',
  { timeout: 240_000 },
  async () => {
    const folder = await temporaryFolder();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [BENCHMARK, '--shape', 'small', '--rounds', '1', '--json', '--source'],
      { env: { ...process.env, TMPDIR: folder } },
    );
    const { weights, quantization, rounds, peakMemoryBytes } = JSON.parse(stdout) as Summary;
    expect({ weights, quantization, rounds: rounds.length }).toEqual({
      weights: 34_800_896,
      quantization: 'Q4_K_M',
      rounds: 1,
    });
    for (const { cpuRatio, wallRatio } of rounds) expect(Math.min(cpuRatio, wallRatio)).toBeGreaterThan(0);
    expect(peakMemoryBytes).toBeGreaterThan(50e6);
    expect(peakMemoryBytes).toBeLessThan(700e6);
    expect(await readdir(folder)).toEqual([]);
  },
);
