/** `npm run test:kernels [-- MILLIONS [SEED]]`: the kernels against the library on many more weights than `npm test` has. */
import { join } from 'node:path';
import { runProgram } from './run-program.mjs';
import { environment, node24, root, setUp } from './setup.mjs';

const [millions = '30', seed = '1'] = process.argv.slice(2);
setUp();
const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const env = { ...environment(), SARVI_KERNEL_MILLIONS: millions, SARVI_KERNEL_SEED: seed };
const args = ['run', '--project', 'unit', 'tests/src-main/kernels'];
process.exitCode = await runProgram(node24, [program, ...args], { cwd: root, env });
