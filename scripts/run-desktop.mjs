import { mkdtempSync, existsSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './run-program.mjs';
import { environment } from './setup.mjs';

const { SIGHUP, SIGINT, SIGKILL, SIGTERM } = constants.signals;
const STOPPED = new Set([SIGHUP, SIGINT, SIGKILL, SIGTERM].map((number) => 128 + number));

/**
 * Runs Electron to its end. It may be there and yet not start: a library is missing, or the system forbids the sandbox.
 * The app tells that it is up by making the file that `SARVI_READY_FILE` names.
 *
 * @returns {Promise<{exitCode: number, failedToStart: boolean}>}
 */
export async function runDesktop(program, args, options) {
  const folder = mkdtempSync(join(tmpdir(), 'sarvi-start-'));
  const readyFile = join(folder, 'ready');
  try {
    const env = { ...environment(), SARVI_READY_FILE: readyFile };
    const exitCode = await runProgram(program, args, { ...options, env });
    return { exitCode, failedToStart: exitCode !== 0 && !STOPPED.has(exitCode) && !existsSync(readyFile) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
