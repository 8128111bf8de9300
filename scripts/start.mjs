/**
 * `npm start`: sets up and opens Sarvi. The desktop window where Electron's binary is there or can be fetched, else the
 * same app in the browser. `--web` asks for the browser, `--no-open` only prints the address.
 */
import { join } from 'node:path';
import { findElectron } from './find-electron.mjs';
import { runProgram } from './run-program.mjs';
import { node24, root, say, setUp } from './setup.mjs';

async function chooseShell(args) {
  const rest = args.filter((arg) => arg !== '--web');
  const web = { program: node24, args: [join(root, 'out', 'main', 'web.js'), ...rest] };
  if (args.includes('--web') || args.includes('--no-open')) return web;
  const found = await findElectron();
  if ('program' in found) return { program: found.program, args: [root, ...rest] };
  say(`Sarvi: ${found.reason}, so the app opens in the browser.`);
  return web;
}

try {
  setUp();
  const { program, args } = await chooseShell(process.argv.slice(2));
  process.exitCode = await runProgram(program, args, { cwd: root });
} catch (error) {
  say(`Sarvi: ${error.message}`);
  process.exitCode = 1;
}
