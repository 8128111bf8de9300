/**
 * `npm run test:faults [-- KILLS [SEED]]`: the test that kills processes which write to a history, at random moments, more
 * often than `npm test` does: while they stream, edit, import, migrate and restore.
 */
import { join } from 'node:path';
import { runProgram } from './run-program.mjs';
import { environment, node24, root, setUp } from './setup.mjs';

const [kills = '200', seed] = process.argv.slice(2);
setUp();
const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const test = 'tests/src-main/core/history/faults';
const env = { ...environment(), SARVI_FAULTS: kills, ...(seed && { SARVI_FAULTS_SEED: seed }) };
process.exitCode = await runProgram(node24, [program, 'run', '--project', 'unit', test], { cwd: root, env });
