/** `npm run sarvi -- <command>`: the command line, set up and on Node 24. Its stdout is the command's alone. */
import { join } from 'node:path';
import { runProgram } from './run-program.mjs';
import { node24, root, say, setUp } from './setup.mjs';

try {
  setUp();
  process.exitCode = await runProgram(node24, [join(root, 'out', 'main', 'cli.js'), ...process.argv.slice(2)], {
    // npm runs scripts in the package's folder; paths in the arguments are the caller's.
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
} catch (error) {
  say(`Sarvi: ${error.message}`);
  process.exitCode = 1;
}
