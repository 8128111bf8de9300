/**
 * Virtual environments of Python, one for each tool in the versions that the recipes are checked with. They are kept outside of
 * the repository, in SARVI_PYTHON_CACHE or the user's cache folder (about 6 GB each), and made again when a version changes.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { say } from '../../setup.mjs';

const TRAINING = ['peft==0.21.2', 'accelerate==1.15.0', 'torch==2.15.0', 'pyyaml==6.0.4'];

export const ENVIRONMENTS = {
  trl: ['trl==1.9.2', 'transformers==5.14.1', 'datasets==5.2.0', ...TRAINING],
  'trl-newest': ['trl==1.16.0', 'transformers==5.24.0', 'datasets==5.2.0', ...TRAINING],
  handbook: ['trl==0.26.2', 'transformers==4.57.3', 'datasets==5.0.1', ...TRAINING],
  'llama-factory': ['llamafactory==0.9.5'],
  axolotl: ['axolotl==0.19.0'],
};

/** That of an older Python takes very long to find versions which go together. */
const PIP = 'pip==26.3';

/** The Python of an environment, which is made if it is not there. @throws Error with what pip said */
export function pythonOf(name) {
  const folder = join(cacheFolder(), name);
  const isWindows = process.platform === 'win32';
  const python = join(folder, isWindows ? 'Scripts/python.exe' : 'bin/python');
  const wanted = ENVIRONMENTS[name].join('\n');
  const list = join(folder, 'packages.txt');
  if (existsSync(list) && readFileSync(list, 'utf8') === wanted) return python;
  say(`Installing ${ENVIRONMENTS[name].join(' ')} into ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  runPython(isWindows ? 'python' : 'python3', ['-m', 'venv', folder]);
  runPython(python, ['-m', 'pip', 'install', '--quiet', PIP]);
  runPython(python, ['-m', 'pip', 'install', '--quiet', '--no-cache-dir', ...ENVIRONMENTS[name]]);
  writeFileSync(list, wanted);
  return python;
}

/** Runs a program without a network for models. @throws Error with the end of what it said */
export function runPython(program, words, cwd) {
  const env = { ...process.env, HF_HUB_OFFLINE: '1', TOKENIZERS_PARALLELISM: 'false', AXOLOTL_DO_NOT_TRACK: '1' };
  const options = { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 };
  const { status, stdout, stderr, error } = spawnSync(program, words, options);
  if (status !== 0) throw new Error(`${program} ${words[0]}: ${error ?? stderr.slice(-2000)}`);
  return stdout;
}

/** `name version` of packages that a tool's Python has. */
export function versionsOf(python, packages) {
  const code = 'import sys, importlib.metadata as m; print(", ".join(f"{p} {m.version(p)}" for p in sys.argv[1:]))';
  return runPython(python, ['-c', code, ...packages]).trim();
}

function cacheFolder() {
  const { SARVI_PYTHON_CACHE, XDG_CACHE_HOME } = process.env;
  return SARVI_PYTHON_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sarvi-reference');
}
