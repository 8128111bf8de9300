/** `npm run test:kills [-- KILLS]`: the test that kills engine processes at random moments, more often than `npm test` does. */
import { join } from 'node:path';
import { runProgram } from './run-program.mjs';
import { environment, node24, root, setUp } from './setup.mjs';

const [kills = '50'] = process.argv.slice(2);
setUp();
const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const test = 'tests/src-main/core/engine/random-kills.model.test.ts';
const env = { ...environment(), SARVI_KILLS: kills };
process.exitCode = await runProgram(node24, [program, 'run', '--project', 'unit', test], { cwd: root, env });
