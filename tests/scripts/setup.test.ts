import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../builders/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const WINDOWS = process.platform === 'win32';

const LOCKFILE = JSON.stringify({
  packages: { '': {}, 'node_modules/node': { version: '24.0.0', integrity: 'sha512-x' } },
});

/** Stands for npm: takes down how it was called, and installs what the lockfile says, without running any script. */
const NPM = `
  const fs = require('node:fs');
  const args = process.argv.slice(2);
  fs.appendFileSync('calls.txt', args.filter((arg) => !/^--(no-|loglevel)/.test(arg)).join(' ') + '\\n');
  if (args[0] === 'ci') {
    fs.rmSync('node_modules', { recursive: true, force: true });
    fs.mkdirSync('node_modules/electron-vite/bin', { recursive: true });
    fs.writeFileSync('node_modules/electron-vite/bin/electron-vite.js', \`
      const fs = require('node:fs');
      fs.appendFileSync('calls.txt', 'build\\\\n');
      for (const file of ['main/main.js', 'main/web.js', 'main/cli.js', 'preload/preload.cjs', 'renderer/index.html']) {
        fs.mkdirSync('out/' + file.split('/')[0], { recursive: true });
        fs.writeFileSync('out/' + file, '');
      }
    \`);
    fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
  } else {
    fs.mkdirSync('node_modules/node/bin', { recursive: true });
    fs.${WINDOWS ? 'copyFileSync' : 'symlinkSync'}(process.execPath, 'node_modules/node/bin/node${WINDOWS ? '.exe' : ''}');
  }
`;

let folder = '';
beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder, 'scripts'));
  await mkdir(join(folder, 'npm'));
  await copyFile(join(ROOT, 'scripts', 'setup.mjs'), join(folder, 'scripts', 'setup.mjs'));
  await writeFile(join(folder, 'npm', 'npm-cli.js'), NPM);
  await writeFile(join(folder, 'package-lock.json'), LOCKFILE);
  for (const name of ['package.json', 'electron.vite.config.ts', 'svelte.config.js'])
    await writeFile(join(folder, name), '{}');
});

/** Sets the clone up; answers what npm and the build were asked for. */
async function setUp(): Promise<string[]> {
  await rm(join(folder, 'calls.txt'), { force: true });
  await promisify(execFile)(process.execPath, [join(folder, 'scripts', 'setup.mjs')], {
    cwd: folder,
    env: { ...process.env, npm_execpath: join(folder, 'npm', 'npm-cli.js') },
  });
  const calls = await readFile(join(folder, 'calls.txt'), 'utf8').catch(() => '');
  return calls.split('\n').filter((line) => line !== '');
}

const REBUILD = 'rebuild node --ignore-scripts=false';

test('a fresh clone is installed, gets its Node by that one install script, and is built; then nothing is left to do', async () => {
  expect(await setUp()).toEqual(['ci', REBUILD, 'build']);
  expect(await setUp()).toEqual([]);
});

test('after `npm ci`, which runs no script, only the program of Node is fetched', async () => {
  await setUp();
  await rm(join(folder, 'node_modules', 'node'), { recursive: true });
  expect(await setUp()).toEqual([REBUILD]);
});

test('a lockfile that changed is installed anew', async () => {
  await setUp();
  await writeFile(join(folder, 'package-lock.json'), LOCKFILE.replace('24.0.0', '24.0.1'));
  expect(await setUp()).toEqual(['ci', REBUILD, 'build']);
});

test('npm runs no install script of any dependency', async () => {
  // As npm reads it: the last line that names the option counts.
  const lines = (await readFile(join(ROOT, '.npmrc'), 'utf8')).split('\n');
  expect(lines.filter((line) => line.startsWith('ignore-scripts')).at(-1)).toBe('ignore-scripts=true');
});
