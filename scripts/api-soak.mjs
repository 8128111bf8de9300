/** `npm run test:api-soak [-- SECONDS]`: programs of every kind at the local API for longer than in `npm test`. */
import { join } from 'node:path';
import { runProgram } from './run-program.mjs';
import { environment, node24, root, setUp } from './setup.mjs';

const [seconds = '600'] = process.argv.slice(2);
setUp();
const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const test = 'tests/src-main/core/api-server/soak.model.test.ts';
const env = { ...environment(), SARVI_SOAK_SECONDS: seconds };
process.exitCode = await runProgram(node24, [program, 'run', '--project', 'unit', test], { cwd: root, env });
