/** The package of Linux x64, from the dependencies that are installed, around a stand-in for Electron. */
import { expect, test as base } from '@playwright/test';
import { fork, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkContents } from '../../scripts/package/check-contents.ts';
import { makeElectronStub } from '../../scripts/package/electron-stub.ts';
import { pack, unpackedFolder } from '../../scripts/package/pack.ts';
import { answerAndSearch, extractPacked, guideModelOf } from '../../scripts/package/run-packed.ts';
import { root } from '../../scripts/package/stage.ts';
import { LINUX_X64 } from '../../scripts/package/targets.ts';
import { handOver, type HandedPackage } from '../../src-main/core/cuda/handed-package.ts';
import { copyLibraries } from '../builders/handed-libraries.ts';

const CHECK = join(root, 'scripts', 'package', 'check-package.ts');

const test = base.extend<object, { packed: string; extracted: { app: string; work: string } }>({
  packed: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the wanted fixtures from the pattern
    async ({}, use) => {
      const work = mkdtempSync(join(tmpdir(), 'sarvi-package-'));
      const electronFolder = join(work, 'electron');
      makeElectronStub(electronFolder, LINUX_X64);
      pack(LINUX_X64, { projectFolder: root, outputFolder: join(work, 'packed'), electronFolder, kinds: ['dir'] });
      await use(unpackedFolder(join(work, 'packed'), LINUX_X64));
      rmSync(work, { recursive: true });
    },
    { scope: 'worker' },
  ],
  /** The packed files as Node can run them. */
  extracted: [
    async ({ packed }, use) => {
      const work = mkdtempSync(join(tmpdir(), 'sarvi packed ä-'));
      await use({ work, app: extractPacked(join(packed, 'resources'), work) });
      rmSync(work, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

test.skip(
  process.platform !== 'linux' || process.arch !== 'x64',
  'packs the Linux x64 dependencies that are installed',
);

test('the package has what it needs and nothing else, and Electron checks every script', ({ packed }) => {
  const { faults, uncheckedScripts, sizeBytes } = checkContents(packed, LINUX_X64);
  expect(faults).toEqual([]);
  expect(uncheckedScripts).toBe(0);
  expect(sizeBytes).toBeGreaterThan(100_000_000);
});

test('each script of the processes and threads is one that Node can read', () => {
  const folder = join(root, 'out', 'main');
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(10);
  for (const name of scripts) {
    const { status, stderr } = spawnSync(process.execPath, ['--check', join(folder, name)], { encoding: 'utf8' });
    expect([name, status, stderr]).toEqual([name, 0, '']);
  }
});

test('the script of the release workflow finds the same', ({ packed }) => {
  const check = (os: string, arch: string) =>
    spawnSync(process.execPath, [CHECK, dirname(packed), os, arch], { encoding: 'utf8' });
  expect(check('linux', 'x64')).toMatchObject({ status: 0, stderr: '' });
  expect(check('linux', 'riscv').status).toBe(1);
});

test('the check finds what does not belong there', ({ packed }) => {
  const outside = join(packed, 'resources', 'app.asar.unpacked');
  const strays = [
    'node_modules/ws/lib/sender.js',
    'node_modules/better-sqlite3/prebuilds/win32-x64.node',
    'node_modules/@node-llama-cpp/linux-x64/bins/linux-x64/stray.c',
  ];
  for (const path of strays) write(join(outside, path), 'stray');
  write(join(packed, 'resources', 'notes.txt'), 'stray');
  try {
    expect([...checkContents(packed, LINUX_X64).faults].sort()).toEqual([
      'beside the archive: notes.txt',
      'no native file: node_modules/@node-llama-cpp/linux-x64/bins/linux-x64/stray.c',
      'outside the archive: node_modules/better-sqlite3/prebuilds/win32-x64.node',
      'outside the archive: node_modules/ws/lib/sender.js',
    ]);
    const arm = checkContents(packed, { ...LINUX_X64, arch: 'arm64' }).faults;
    expect(arm).toContain('missing: node_modules/better-sqlite3/prebuilds/linux-arm64.node');
    expect(arm).toContainEqual(expect.stringMatching(/bytes, and \d+ are allowed/));
  } finally {
    for (const path of strays) rmSync(join(outside, path));
    rmSync(join(packed, 'resources', 'notes.txt'));
  }
});

test('the packed command line imports the guide model, answers and searches, from a folder that cannot be written', ({
  extracted: { app, work },
}) => {
  const program = join(work, 'resources');
  const isLocked = lock(program);
  try {
    answerAndSearch(join(app, 'out', 'main', 'cli.js'), guideModelOf(work), join(work, 'data ä 😀'));
  } finally {
    if (isLocked) spawnSync('umount', [program]);
  }
});

test('the packed engine tells that only the CUDA package is missing, and loads one that is handed to it', async ({
  extracted: { app, work },
}) => {
  // What node-llama-cpp looks for where NVIDIA's driver and runtime are.
  const runtime = join(work, 'runtime');
  for (const name of ['nvidia-ml', 'cuda', 'cudart', 'cublas', 'cublasLt']) write(join(runtime, `lib${name}.so`), '');
  // As in Electron, where no process is started for the library's trial of its binaries.
  const utility = new URL('../electron-double/utility-parent-port.mjs', import.meta.url).href;
  const surroundings = { LD_LIBRARY_PATH: runtime, NODE_OPTIONS: `--import=${utility}` };
  const probe = (handed: HandedPackage | null): Promise<unknown> =>
    new Promise((resolve) => {
      const environment = { ...process.env, ...surroundings, ...handOver(handed) };
      const child = fork(join(app, 'out', 'main', 'engine.js'), ['--probe', 'cuda'], { env: environment });
      child.once('message', (message) => {
        const mapped = readFileSync(`/proc/${child.pid ?? 0}/maps`, 'utf8').includes('/handed/linux-x64-cuda/');
        child.kill('SIGKILL');
        resolve({ ...(message as object), mapped });
      });
    });
  expect(await probe(null)).toMatchObject({ reason: 'cuda-package-missing', mapped: false });

  const folder = join(work, 'handed');
  const libraries = join(app, 'node_modules', '@node-llama-cpp', 'linux-x64', 'bins', 'linux-x64');
  const handed = copyLibraries(libraries, folder, { libraries: '3.21.1' });
  // The stand-in is the processor's: it starts, and finds no card.
  expect(await probe(handed)).toMatchObject({ reason: 'no-graphics-card', mapped: true });
  write(join(folder, 'linux-x64-cuda', 'libggml-base.so'), 'changed');
  expect(await probe(handed)).toMatchObject({
    reason: 'cuda-file-differs {"file":"linux-x64-cuda/libggml-base.so"}',
    mapped: false,
  });
});

/** Mounts the folder on itself for reading only, where this process may. */
function lock(folder: string): boolean {
  const mount = (...args: string[]): boolean => spawnSync('mount', args).status === 0;
  return mount('--bind', folder, folder) && mount('-o', 'remount,ro,bind', folder);
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
