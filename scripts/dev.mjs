/**
 * `npm run dev [-- [--desktop] [--inspect] ARGS]`: Sarvi from source. A change of `src-renderer` shows in the open page at
 * once, a change of `src-main` starts the core again, and the open page finds it. In the browser unless told otherwise; ARGS are
 * those of `npm start`, `--inspect` opens main to a debugger.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from './find-electron.mjs';
import { runProgram } from './run-program.mjs';
import { environment, node24, root, say, setUp } from './setup.mjs';

const electronVite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');

/** electron-vite serves the renderer, builds the rest on each change, and starts Electron again. */
async function runDesktop(args) {
  const inspect = args.filter((word) => word === '--inspect');
  const rest = args.filter((word) => word !== '--inspect');
  const found = process.env.ELECTRON_EXEC_PATH ? {} : await findElectron();
  if ('reason' in found) throw new Error(found.reason);
  // What is built now is for development.
  rmSync(join(root, 'out', '.built-from'), { force: true });
  return runProgram(node24, [electronVite, 'dev', '--watch', ...inspect, '--', ...rest], {
    cwd: root,
    env: environment(),
  });
}

try {
  setUp();
  const args = process.argv.slice(2);
  const rest = args.filter((word) => word !== '--desktop');
  process.exitCode = await (args.includes('--desktop')
    ? runDesktop(rest)
    : runProgram(node24, [join(root, 'scripts', 'dev-web.mjs'), ...rest]));
} catch (error) {
  say(`Sarvi: ${error.message}`);
  process.exitCode = 1;
}
