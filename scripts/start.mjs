/**
 * `npm start`: sets up and opens Sarvi. The desktop window where Electron's binary is there or can be fetched, and
 * starts, else the same app in the browser. `--web` asks for the browser, `--no-open` only prints the address.
 */
import { join } from 'node:path';
import { findElectron } from './find-electron.mjs';
import { runDesktop } from './run-desktop.mjs';
import { runProgram } from './run-program.mjs';
import { node24, root, say, setUp } from './setup.mjs';

// npm runs scripts in the package's folder; paths in the arguments are the caller's.
const cwd = process.env.INIT_CWD ?? process.cwd();

/** Runs the desktop window; null when there cannot be one. */
async function runWindow(args) {
  const found = await findElectron();
  if (!('program' in found)) {
    say(`Sarvi: ${found.reason}, so the app opens in the browser.`);
    return null;
  }
  const { exitCode, failedToStart } = await runDesktop(found.program, [root, ...args], { cwd });
  if (!failedToStart) return exitCode;
  say(`Sarvi: Electron could not start (exit code ${exitCode}), so the app opens in the browser.`);
  return null;
}

async function start(words) {
  const args = words.filter((word) => word !== '--web');
  const isWeb = words.includes('--web') || words.includes('--no-open');
  const exitCode = isWeb ? null : await runWindow(args);
  return exitCode ?? runProgram(node24, [join(root, 'out', 'main', 'web.js'), ...args], { cwd });
}

try {
  setUp();
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  say(`Sarvi: ${error.message}`);
  process.exitCode = 1;
}
