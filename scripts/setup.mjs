/**
 * Makes a clone runnable: dependencies from the lockfile, then a build, each only when it is out of date. Runs on plain
 * Node 20 without any dependency, since it brings them. Silent on stdout, which belongs to the command that follows;
 * progress goes to stderr.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const isWindows = process.platform === 'win32';
const modules = join(root, 'node_modules');
const stampPath = join(root, 'out', '.built-from');
const BUILD_INPUTS = [
  'src-main',
  'src-renderer',
  'electron.vite.config.ts',
  'svelte.config.js',
  'package.json',
  'package-lock.json',
];

/** Node 24, from the package `node`: the major version that Electron has too. */
export const node24 = join(modules, 'node', 'bin', isWindows ? 'node.exe' : 'node');

/** The environment for every program that is started: Node 24 first. */
export function environment() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: [dirname(node24), process.env[name]].filter(Boolean).join(delimiter) };
}

export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @throws Error that names what the user can do */
export function setUp() {
  if (!isInstalled()) install();
  if (!existsSync(node24)) fetchNode24();
  if (!isBuilt()) build();
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Whether node_modules is what the lockfile says, by npm's own record of what it installed. npm writes the record last,
 * so an interrupted install has none. Optional packages for other systems are not in it.
 */
function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(join(modules, '.package-lock.json'))?.packages;
  if (!installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.version === entry.version && found.integrity === entry.integrity : entry.optional === true;
  });
}

/** npm as the script's caller, `npm run`, names it; else the one on PATH. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  if (cli && existsSync(cli) && /npm-cli\.js$/.test(cli)) return spawnSync(process.execPath, [cli, ...args], options);
  // On Windows npm is a .cmd file, which only a shell runs.
  return spawnSync('npm', args, { ...options, shell: isWindows });
}

function install() {
  say('Sarvi: installing the dependencies (a minute or two the first time) …');
  // `npm ci` empties node_modules first, where Windows holds the running node.exe.
  const runsFromModules = process.execPath.startsWith(modules + sep);
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const args = isWindows && runsFromModules ? ['install', '--no-save', ...quiet] : ['ci', ...quiet];
  const { status, error } = npm(args);
  if (status !== 0) throw new Error(`the installation failed${error ? ` (${error.message})` : ''}; run: npm ci`);
}

/**
 * The package `node` brings its program by its install script, the only one that is let run: `.npmrc` turns the others
 * off, since npm 10 would compile better-sqlite3, which needs Python and a compiler, though its binaries are there.
 */
function fetchNode24() {
  npm(['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error']);
  if (existsSync(node24)) return;
  const command = 'npm rebuild node --ignore-scripts=false --foreground-scripts';
  throw new Error(`the package "node" did not install its program; run: ${command}`);
}

function* filesOf(path) {
  if (!existsSync(path)) return;
  const entries = readdirSync(path, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesOf(child);
    else yield child;
  }
}

/** A digest of all that goes into a build. Contents, not times: a checkout sets those to now. */
function sourceDigest() {
  const hash = createHash('sha256');
  for (const input of BUILD_INPUTS) {
    const path = join(root, input);
    for (const file of input.startsWith('src-') ? filesOf(path) : [path]) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

function isBuilt() {
  const outputs = [
    'kernels/quantize.wasm',
    'kernels/score.wasm',
    'main/main.js',
    'main/web.js',
    'main/cli.js',
    'preload/preload.cjs',
    'renderer/index.html',
  ];
  if (!outputs.every((output) => existsSync(join(root, 'out', output)))) return false;
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === sourceDigest();
}

function build() {
  say('Sarvi: building …');
  const digest = sourceDigest();
  const program = join(modules, 'electron-vite', 'bin', 'electron-vite.js');
  const { status, stdout } = spawnSync(node24, [program, 'build', '--logLevel', 'error'], {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'pipe', 2],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the build failed; run: npm run build\n${stdout ?? ''}`);
  buildKernels();
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, digest);
}

/** In a process of Node 24 with the dependencies, which this one may lack. */
function buildKernels() {
  const program = join(root, 'scripts', 'build-kernels.mjs');
  const { status } = spawnSync(node24, [program], { cwd: root, env: environment(), stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('the kernels could not be built; run: npm run build:kernels');
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  try {
    setUp();
  } catch (error) {
    say(`Sarvi: ${error.message}`);
    process.exitCode = 1;
  }
}
