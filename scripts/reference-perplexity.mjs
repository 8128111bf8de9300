/**
 * `npm run reference:perplexity [-- PROGRAM]`: has `llama-perplexity` measure the guide model in several types, and writes
 * what it prints beside the tests, so that `npm test` needs no compiler. PROGRAM is a built one; else one is built, in about
 * ten minutes, from the sources that node-llama-cpp carries, in a folder of the system's temporary files that stays for the
 * next time. CMake, a C++ compiler and Git are needed for that.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram, llamaRelease, runProgram } from './reference/build-llama-cpp.mjs';
import { environment, node24, root, say, setUp } from './setup.mjs';

const [given] = process.argv.slice(2);
if (process.execPath !== node24 && process.env.SARVI_REFERENCE === undefined) {
  setUp();
  const env = { ...environment(), SARVI_REFERENCE: '1' };
  process.exit(
    spawnSync(node24, [import.meta.filename, ...(given ? [given] : [])], { stdio: 'inherit', env }).status ?? 1,
  );
}

const { PERPLEXITY_TEXT } = await import('../tests/builders/perplexity-text.ts');
const { guideModel } = await import('../tests/builders/guide-gguf.ts');

const CASES = [
  { base: 'F32', model: 'Q4_K_M', contextTokens: 512 },
  { base: 'F16', model: 'Q8_0', contextTokens: 256 },
  { base: 'BF16', model: 'Q2_K', contextTokens: 512 },
  { base: 'BF16', model: 'F32', contextTokens: 1024 },
];
const TRIES = 20;
// For a processor with AVX2, whatever this one can do: the tests take the same code (tests/builders/one-processor.ts).
const OPTIONS = ['-DGGML_NATIVE=OFF', '-DBUILD_SHARED_LIBS=OFF', '-DLLAMA_BUILD_SERVER=OFF'];

const program = given ?? buildProgram('llama-perplexity', 'build-avx2', OPTIONS);
const folder = mkdtempSync(join(tmpdir(), 'sarvi-perplexity-'));
try {
  const text = join(folder, 'text.txt');
  writeFileSync(text, PERPLEXITY_TEXT);
  const cases = [];
  for (const { base, model, contextTokens } of CASES) {
    const file = join(folder, 'base.kld');
    const common = ['-c', String(contextTokens), '-t', '1'];
    const words = ['-m', (await guideModel(base)).path, '-f', text, '--save-all-logits', file, ...common];
    const [, perplexity, error] = measure(words, /PPL = ([\d.]+) \+\/- ([\d.]+)/);
    const path = (await guideModel(model)).path;
    const against = ['-m', path, '--kl-divergence-base', file, '--kl-divergence', ...common];
    const [printed] = measure(against, /====== Perplexity statistics[^]*Same top p:.*%/);
    const tokens = tokensOf(readFileSync(file));
    cases.push({
      ...{ base, model, contextTokens },
      tokensDigest: createHash('sha256').update(tokens).digest('hex'),
      baseAlone: [Number(perplexity), Number(error)],
      printed: Object.fromEntries(statistics(printed)),
    });
    say(`${model} against ${base}: ${Object.keys(cases.at(-1).printed).length} statistics`);
  }
  const path = join(root, 'tests/src-main/core/evaluation/perplexity/llama-perplexity.json');
  writeFileSync(path, `${JSON.stringify({ release: llamaRelease(), cases })}\n`);
  spawnSync(join(root, 'node_modules/.bin/prettier'), ['--write', path]);
} finally {
  rmSync(folder, { recursive: true });
}

/** The program sometimes ends before the last lines of its log are written. */
function measure(words, wanted) {
  for (let count = 0; count < TRIES; count += 1) {
    const found = wanted.exec(runProgram(program, words));
    if (found) return found;
  }
  throw new Error(`${program} ${words.join(' ')} did not print ${wanted}`);
}

/** The chunks' tokens in a base file. */
function tokensOf(bytes) {
  const count = bytes.readInt32LE(8) * bytes.readInt32LE(16);
  return bytes.subarray(20, 20 + 4 * count);
}

/** The lines behind the running table: `Mean PPL(Q) : 10.5 ± 0.2`, `99.0%   Δp: -1.2%`. */
function* statistics(printed) {
  for (const line of printed.split('\n')) {
    const [, name, value, error] = /^\s*(.+?)\s*:\s+(-?[\d.]+)(?: ±\s+([\d.]+))?/.exec(line) ?? [];
    if (name && value) yield [name.replace(/\s+/g, ' '), error ? [Number(value), Number(error)] : [Number(value)]];
  }
}
