import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { environment } from './setup.mjs';

/** Runs a program to its end with this terminal; resolves to its exit code. A signal to this process goes to it too. */
export function runProgram(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: environment(), stdio: 'inherit', ...options });
    // Ctrl+C reaches the whole group by itself; the child decides when to end, and this process waits for it.
    const pass = (signal) => child.kill(signal);
    const ignore = () => undefined;
    process.on('SIGTERM', pass);
    process.on('SIGHUP', pass);
    process.on('SIGINT', ignore);
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) => {
      process.off('SIGTERM', pass);
      process.off('SIGHUP', pass);
      process.off('SIGINT', ignore);
      resolve(code ?? (signal === null ? 1 : 128 + (constants.signals[signal] ?? 0)));
    });
  });
}
