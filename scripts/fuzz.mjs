/**
 * `npm run test:fuzz [-- INPUTS [SEED [KIND]]]`: the test of damaged files with many more inputs than `npm test` gives it; of
 * all kinds, or of those whose name has KIND in it (`tokenizer`).
 */
import { join } from 'node:path';
import { runProgram } from './run-program.mjs';
import { environment, node24, root, setUp } from './setup.mjs';

const [inputs = '20000', seed = '1', kind = ''] = process.argv.slice(2);
setUp();
const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const env = { ...environment(), SARVI_FUZZ_INPUTS: inputs, SARVI_FUZZ_SEED: seed, SARVI_FUZZ_KIND: kind };
process.exitCode = await runProgram(node24, [program, 'run', '--project', 'unit', 'tests/fuzz'], { cwd: root, env });
