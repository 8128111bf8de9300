/** `npm run bench:<name>`: runs scripts/bench/<name>.ts, set up and on Node 24. */
import { join } from 'node:path';
import { runProgram } from './run-program.mjs';
import { node24, root, say, setUp } from './setup.mjs';

const [name = '', ...args] = process.argv.slice(2);
try {
  setUp();
  process.exitCode = await runProgram(node24, [join(root, 'scripts', 'bench', `${name}.ts`), ...args], { cwd: root });
} catch (error) {
  say(`Sarvi: ${error.message}`);
  process.exitCode = 1;
}
