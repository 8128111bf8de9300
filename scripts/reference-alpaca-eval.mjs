/**
 * `npm run reference:alpaca-eval [-- PYTHON]`: has alpaca_eval's own code compute win rates of invented answers, writes them
 * beside the tests, so that `npm test` needs no Python, and says how far Sarvi's are from them. PYTHON is one that has the
 * packages; else one is set up in a temporary folder, from PyPI.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, node24, root, say, setUp } from './setup.mjs';

const PACKAGES = ['alpaca-eval==0.6.6', 'scikit-learn==1.9.1', 'pandas==3.1.1', 'numpy==2.4.6'];
const FIGURES = join(root, 'tests/src-main/core/evaluation/alpaca-eval/reference-figures.jsonl');

const [given] = process.argv.slice(2);
if (process.execPath !== node24 && process.env.SARVI_REFERENCE === undefined) {
  setUp();
  const env = { ...environment(), SARVI_REFERENCE: '1' };
  process.exit(
    spawnSync(node24, [import.meta.filename, ...(given ? [given] : [])], { stdio: 'inherit', env }).status ?? 1,
  );
}

const { lengthControlledWinRate } = await import('../src-main/core/evaluation/alpaca-eval/length-controlled.ts');

const folder = mkdtempSync(join(tmpdir(), 'sarvi-reference-'));
try {
  const figures = capture(given ?? setUpPython(), [join(root, 'scripts/reference/alpaca-eval-figures.py')]);
  writeFileSync(FIGURES, figures);
  const [, , ...cases] = figures.trimEnd().split('\n');
  for (const { pairs, gamed, v1, minimal } of cases.map((line) => JSON.parse(line))) {
    const compared = pairs.map(([baseline, model, preference], index) => ({
      index,
      baselineOutput: 'a'.repeat(baseline),
      modelOutput: 'a'.repeat(model),
      preference,
    }));
    const rows = gamed.map(([index, preference, lengthDifference, difficulty, isBaseline]) => ({
      index,
      preference,
      lengthDifference,
      difficulty,
      isBaseline,
    }));
    const full = lengthControlledWinRate(compared, rows);
    const plain = lengthControlledWinRate(compared, null);
    say(
      `${pairs.length} instructions: ${full.winRate.toFixed(4)} (alpaca_eval ${v1.lc.toFixed(4)}), ` +
        `without difficulties ${plain.winRate.toFixed(4)} (alpaca_eval ${minimal.lc.toFixed(4)})`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function setUpPython() {
  say('setting up Python');
  capture('python3', ['-m', 'venv', folder]);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python' : 'bin/python');
  capture(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
  return python;
}

function capture(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error ?? stderr}`);
  return stdout;
}
