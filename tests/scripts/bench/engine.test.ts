import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

const BENCHMARK = join(import.meta.dirname, '../../../scripts/bench/engine.ts');

interface Summary {
  readonly model: string;
  readonly threads: number;
  readonly rounds: readonly Readonly<Record<'reading' | 'decoding' | 'shareMs' | 'bareTokensPerSecond', number>>[];
}

test(
  'the benchmark of the engine compares it with a bare loop over the same library, and leaves nothing',
  { timeout: 240_000 },
  async () => {
    const folder = await temporaryFolder();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [BENCHMARK, '--shape', 'small', '--rounds', '1', '--tokens', '8', '--prompt', '20', '--json'],
      { env: { ...process.env, TMPDIR: folder } },
    );
    const summaries = JSON.parse(stdout) as Summary[];
    expect(summaries.map(({ model, threads }) => [model, threads])).toEqual([
      ['guide Q8_0', 1],
      ['small Q4_K_M', 1],
    ]);
    for (const { rounds } of summaries) {
      expect(rounds).toHaveLength(1);
      for (const value of Object.values(rounds[0] ?? {})) expect(value).toBeGreaterThan(0);
    }
    expect((await readdir(folder)).filter((name) => name.startsWith('sarvi-bench'))).toEqual([]);
  },
);
