/** A clone of the project in small: the real scripts, with stand-ins for npm, the build and what is built. */
import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

const SCRIPTS = join(import.meta.dirname, '../../scripts');
const WINDOWS = process.platform === 'win32';

export const LOCKFILE = JSON.stringify({
  packages: { '': {}, 'node_modules/node': { version: '24.0.0', integrity: 'sha512-x' } },
});

/** Takes down how it was called, and installs what the lockfile says, without running any script. */
const NPM = `
  const fs = require('node:fs');
  const args = process.argv.slice(2);
  fs.appendFileSync('calls.txt', args.filter((arg) => !/^--(no-|loglevel)/.test(arg)).join(' ') + '\\n');
  if (args[0] === 'ci') {
    fs.rmSync('node_modules', { recursive: true, force: true });
    fs.mkdirSync('node_modules/electron-vite/bin', { recursive: true });
    fs.copyFileSync('npm/build.js', 'node_modules/electron-vite/bin/electron-vite.js');
    fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
  } else {
    fs.mkdirSync('node_modules/node/bin', { recursive: true });
    fs.${WINDOWS ? 'copyFileSync' : 'symlinkSync'}(process.execPath, 'node_modules/node/bin/node${WINDOWS ? '.exe' : ''}');
  }
`;

const BUILD = `
  const fs = require('node:fs');
  fs.appendFileSync('calls.txt', 'build\\n');
  const says = 'console.log(JSON.stringify({ program: __filename, args: process.argv.slice(2), cwd: process.cwd() }))';
  for (const file of ['main/main.js', 'main/web.js', 'main/cli.js', 'preload/preload.cjs', 'renderer/index.html']) {
    fs.mkdirSync('out/' + file.split('/')[0], { recursive: true });
    fs.writeFileSync('out/' + file, says);
  }
`;

const BUILD_KERNELS = `
  import { mkdirSync, writeFileSync } from 'node:fs';
  mkdirSync('out/kernels', { recursive: true });
  for (const name of ['quantize', 'score']) writeFileSync('out/kernels/' + name + '.wasm', '');
`;

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class SmallClone {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<SmallClone> {
    const folder = await temporaryFolder();
    await cp(SCRIPTS, join(folder, 'scripts'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
    await mkdir(join(folder, 'npm'));
    await writeFile(join(folder, 'npm', 'npm-cli.js'), NPM);
    await writeFile(join(folder, 'npm', 'build.js'), BUILD);
    await writeFile(join(folder, 'scripts', 'build-kernels.mjs'), BUILD_KERNELS);
    await writeFile(join(folder, 'package-lock.json'), LOCKFILE);
    for (const name of ['package.json', 'electron.vite.config.ts', 'svelte.config.js'])
      await writeFile(join(folder, name), '{}');
    return new SmallClone(folder);
  }

  /** Runs a script of `scripts/`. */
  run(script: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ended> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(this.folder, 'scripts', script), ...args],
        { cwd: this.folder, env: { ...process.env, npm_execpath: join(this.folder, 'npm', 'npm-cli.js'), ...env } },
        (error, stdout, stderr) =>
          resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
      );
    });
  }

  /** What npm and the build were asked for since the last time. */
  async calls(): Promise<string[]> {
    const path = join(this.folder, 'calls.txt');
    const text = await readFile(path, 'utf8').catch(() => '');
    await rm(path, { force: true });
    return text.split('\n').filter((line) => line !== '');
  }

  /** Puts Node where Electron would be, so that `code` is what the desktop window's program does. */
  async pretendElectron(code: string): Promise<void> {
    const electron = join(this.folder, 'node_modules', 'electron');
    await mkdir(join(electron, 'dist'), { recursive: true });
    await writeFile(join(electron, 'package.json'), '{"version":"1.2.3"}');
    await writeFile(join(electron, 'dist', 'version'), '1.2.3');
    const name = WINDOWS ? 'electron.exe' : 'electron';
    await writeFile(join(electron, 'path.txt'), name);
    await (WINDOWS ? copyFile : symlink)(process.execPath, join(electron, 'dist', name));
    await writeFile(join(this.folder, 'index.js'), code);
  }
}
