/**
 * The part of `npm run dev` that serves a browser: Vite's server for the renderer, and the web shell run from source, which
 * hands the page on. The shell starts again when `src-main` changes; an open page finds it by its key.
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { createServer } from 'vite';
import { environment, root, say } from './setup.mjs';

/** An editor writes one file in several steps, and a checkout changes many files. */
const SETTLE_MS = 200;

const { config } = await resolveConfig({ root }, 'serve', 'development');
const server = await createServer({ ...config.renderer, configFile: false });
await server.listen();
const [rendererUrl] = server.resolvedUrls.local;

const program = join(root, 'src-main', 'shells', 'web', 'dev.ts');
const words = process.argv.slice(2);
const nodeArgs = words.filter((word) => word === '--inspect');
let args = words.filter((word) => word !== '--inspect');
let shell = null;
let isEnding = false;

function startShell() {
  const started = spawn(process.execPath, [...nodeArgs, program, rendererUrl, ...args], {
    env: environment(),
    stdio: 'inherit',
  });
  shell = started;
  // A start after the first one has its page open.
  if (!args.includes('--no-open')) args = [...args, '--no-open'];
  started.on('exit', (code, signal) => {
    shell = null;
    if (isEnding) void end(code ?? 0);
    else if (signal === 'SIGTERM' || code === 0) startShell();
    else say('Sarvi: the core has ended; it starts again with the next change of src-main.');
  });
}

function restartShell() {
  if (isEnding) return;
  say('Sarvi: src-main has changed …');
  if (shell === null) startShell();
  else shell.kill('SIGTERM');
}

async function end(code) {
  await server.close();
  process.exit(code);
}

let settling;
watch(join(root, 'src-main'), { recursive: true }, () => {
  clearTimeout(settling);
  settling = setTimeout(restartShell, SETTLE_MS);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    isEnding = true;
    if (shell === null) void end(0);
    else shell.kill('SIGTERM');
  });
}
startShell();
