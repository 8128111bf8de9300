/** Electron's program: present, fetched, or known within five seconds to be out of reach. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, node24, root, say } from './setup.mjs';

const PROBE_TIMEOUT_MS = 4500;
/** For some 120 MB over a slow line, once it is known that they come at all. */
const FETCH_TIMEOUT_MS = 15 * 60_000;

const folder = join(root, 'node_modules', 'electron');

/**
 * Fetches a small file of the same release by Electron's own downloader, which knows mirrors and proxies. Whether the
 * binary can be had is thus known long before it is there.
 */
const PROBE = `
  import { rmSync } from 'node:fs';
  import { createRequire } from 'node:module';
  import { dirname } from 'node:path';
  const own = createRequire(process.argv[1]);
  const { downloadArtifact, ElectronDownloadCacheMode } = own('@electron/get');
  const { version } = own('./package.json');
  const path = await downloadArtifact({
    version, isGeneric: true, artifactName: 'SHASUMS256.txt', cacheMode: ElectronDownloadCacheMode.Bypass,
  });
  rmSync(dirname(path), { recursive: true });
`;

/** Path of Electron's program, or null when its binary is missing or of another version. */
function installedProgram() {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const found = readFileSync(join(folder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return found === version && existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/** Runs Node 24 quietly; `done` resolves to whether it succeeded before its time was up. */
function runQuietly(args, timeout) {
  const options = { cwd: root, env: environment(), stdio: 'ignore', timeout, killSignal: 'SIGKILL' };
  const child = spawn(node24, args, options);
  const done = new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
  return { done, kill: () => child.kill('SIGKILL') };
}

async function fetchElectron() {
  const fetching = runQuietly([join(folder, 'install.js')], FETCH_TIMEOUT_MS);
  const probe = runQuietly(['--input-type=module', '-e', PROBE, join(folder, 'index.js')], PROBE_TIMEOUT_MS);
  // A copy in the user's cache needs no network: the fetch then ends first, and well.
  const first = await Promise.race([fetching.done, probe.done.then((reached) => (reached ? null : false))]);
  if (first === null) {
    say('Sarvi: fetching Electron (some 120 MB, once) …');
    await fetching.done;
  } else {
    fetching.kill();
    probe.kill();
  }
}

/** @returns {Promise<{program: string} | {reason: string}>} what to run, or why the desktop window cannot be had */
export async function findElectron() {
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
      return { reason: 'Electron has no display to open a window on' };
    if (process.getuid?.() === 0) return { reason: 'Electron keeps its sandbox only for a user other than root' };
  }
  if (installedProgram() === null) await fetchElectron();
  const program = installedProgram();
  return program ? { program } : { reason: "Electron's binary could not be fetched" };
}
