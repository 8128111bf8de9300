import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { targetName, type Target } from './targets.ts';

export const root = join(import.meta.dirname, '..', '..');

/** What packaging reads, besides node_modules. */
const INPUTS = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'electron-builder.yml',
  'LICENSE',
  'THIRD-PARTY-NOTICES.md',
  'build',
  'out',
  'resources',
  'scripts/package/installed-files.mjs',
  'scripts/package/portable-zip.mjs',
];

/**
 * Copies the built app into `folder` and installs the dependencies that it has on `target`, from npm's registry or its
 * cache.
 */
export function stage(folder: string, target: Target): void {
  mkdirSync(folder, { recursive: true });
  for (const name of INPUTS) cpSync(join(root, name), join(folder, name), { recursive: true });
  const args = ['ci', `--os=${target.platform}`, `--cpu=${target.arch}`, '--omit=dev', '--ignore-scripts'];
  const { status, stderr } = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ci for ${targetName(target)} failed: ${stderr}`);
}
