import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './stage.ts';
import type { Target } from './targets.ts';

export interface PackOptions {
  /** A folder with package.json, out and node_modules. */
  readonly projectFolder: string;
  readonly outputFolder: string;
  /** Electron's program files, or a stand-in. */
  readonly electronFolder: string;
  /** Of electron-builder: `dir` leaves the app unpacked. */
  readonly kinds: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Further settings of electron-builder, as `nsis.oneClick=false`. */
  readonly settings?: readonly string[];
}

/** @returns what electron-builder printed */
export function pack(target: Target, options: PackOptions): string {
  const flag = { linux: '--linux', mac: '--mac', win: '--win' }[target.os];
  const settings = [
    `electronDist=${options.electronFolder}`,
    'electronVersion=45.4.1',
    `directories.output=${options.outputFolder}`,
    ...(options.settings ?? []),
  ].map((setting) => `-c.${setting}`);
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [builder, flag, ...options.kinds, `--${target.arch}`, '--publish', 'never', ...settings],
    {
      cwd: options.projectFolder,
      encoding: 'utf8',
      env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false', ...options.environment },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status !== 0) throw new Error(`electron-builder failed:\n${stdout}\n${stderr}`);
  return stdout;
}

/** The unpacked app that electron-builder leaves in its output folder. */
export function unpackedFolder(outputFolder: string, { os, arch }: Target): string {
  const suffix = arch === 'arm64' ? '-arm64' : '';
  const names = { linux: `linux${suffix}-unpacked`, win: `win${suffix}-unpacked`, mac: `mac${suffix}` };
  const folder = join(outputFolder, names[os]);
  if (!existsSync(folder)) throw new Error(`electron-builder left no ${folder}`);
  return folder;
}
