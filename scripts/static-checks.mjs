/**
 * `npm run static`: every check that runs no test, two at a time, since each keeps one core busy. What a check prints
 * comes when it has ended. One that fails does not keep the others from running.
 */
import { spawn } from 'node:child_process';
import { environment, root } from './setup.mjs';

/** The longest first, so that the others run beside it. */
const CHECKS = ['lint', 'types', 'format:check', 'layers', 'workflows', 'deadcode'];
const AT_ONCE = 2;

/** Resolves to whether it passed. */
function run(check) {
  return new Promise((resolve) => {
    // One line for the shell: npm is a .cmd file on Windows.
    const child = spawn(`npm run --silent ${check}`, { cwd: root, env: environment(), shell: true });
    const printed = [];
    child.stdout.on('data', (bytes) => printed.push(bytes));
    child.stderr.on('data', (bytes) => printed.push(bytes));
    child.on('close', (code) => {
      process.stdout.write(`== ${check}\n`);
      process.stdout.write(Buffer.concat(printed));
      resolve(code === 0);
    });
  });
}

const failed = [];
const waiting = [...CHECKS];
async function runInTurn() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    if (!(await run(check))) failed.push(check);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, runInTurn));
if (failed.length > 0) {
  process.stdout.write(`== failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
