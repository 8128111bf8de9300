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

interface Together {
  readonly together: number;
  readonly rounds: readonly number[];
}

interface Guesses {
  readonly guesses: readonly { readonly kind: string; readonly ratio: number; accepted: number; checked: number }[];
}

test(
  'the benchmark of the engine compares it with a bare loop over the same library, and leaves nothing',
  { timeout: 240_000 },
  async () => {
    const folder = await temporaryFolder();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [BENCHMARK, '--shape', 'tiny', '--rounds', '1', '--tokens', '8', '--prompt', '20', '--json'],
      { env: { ...process.env, TMPDIR: folder } },
    );
    const all = JSON.parse(stdout) as (Summary | Together | Guesses)[];
    const summaries = all.filter((each): each is Summary => 'threads' in each);
    expect(summaries.map(({ model, threads }) => [model, threads])).toEqual([
      ['guide Q8_0', 1],
      ['tiny Q4_K_M', 1],
    ]);
    for (const { rounds } of summaries) {
      expect(rounds).toHaveLength(1);
      for (const value of Object.values(rounds[0] ?? {})) expect(value).toBeGreaterThan(0);
    }
    const together = all.filter((each): each is Together => 'together' in each);
    expect(together.map(({ rounds }) => rounds.length)).toEqual([1, 1]);
    for (const each of together) expect(each.together).toBeGreaterThan(0);
    const guesses = all.filter((each): each is Guesses => 'guesses' in each);
    expect(guesses.map((each) => each.guesses.map(({ kind }) => kind))).toEqual([
      ['prompt-lookup', 'draft'],
      ['prompt-lookup', 'draft'],
    ]);
    for (const { ratio, accepted, checked } of guesses.flatMap((each) => each.guesses)) {
      expect(ratio).toBeGreaterThan(0);
      expect(accepted).toBeLessThanOrEqual(checked);
    }
    expect((await readdir(folder)).filter((name) => name.startsWith('sarvi-bench'))).toEqual([]);
  },
);
