/**
 * `npm run package:try [-- linux-x64 …]`: packs Sarvi for every system, or for those named, as far as this machine can,
 * without Electron's own program, and prints what came of it.
 */
import { join } from 'node:path';
import { runProgram } from './run-program.mjs';
import { node24, root, say, setUp } from './setup.mjs';

try {
  setUp();
  const program = join(root, 'scripts', 'package', 'try-packages.ts');
  process.exitCode = await runProgram(node24, [program, ...process.argv.slice(2)], { cwd: root });
} catch (error) {
  say(`Sarvi: ${error.message}`);
  process.exitCode = 1;
}
