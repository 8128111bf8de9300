/**
 * `sarvi-cli-<os>-<arch>`: the command line with Node inside, made of the files of the packed desktop app. The desktop program
 * itself cannot serve: its fuses keep it from being used as Node.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RUNTIME, contentsFolders } from './check-contents.ts';
import { nativeKind } from './native-kind.ts';
import { extractArchive } from './read-archive.ts';
import { targetName, type Target } from './targets.ts';

const UNIX_LAUNCHER = `#!/bin/sh
# Follows links, since this file may be linked from a folder of PATH.
self=$0
while [ -L "$self" ]; do
  next=$(readlink "$self")
  case $next in /*) self=$next ;; *) self=$(dirname "$self")/$next ;; esac
done
here=$(CDPATH= cd -- "$(dirname -- "$self")" && pwd)
exec "$here/lib/node" "$here/lib/app/out/main/cli.js" "$@"
`;
const WINDOWS_LAUNCHER = '@"%~dp0lib\\node.exe" "%~dp0lib\\app\\out\\main\\cli.js" %*\r\n';

/**
 * @param appFolder - the unpacked desktop app
 * @param nodeProgram - Node for `target`
 * @returns the folder, in `parent`
 */
export function makeCliFolder(appFolder: string, target: Target, nodeProgram: string, parent: string): string {
  const folder = join(parent, `sarvi-cli-${targetName(target)}`);
  const { contents, resources } = contentsFolders(appFolder, target);
  const app = join(folder, 'lib', 'app');
  extractArchive(join(resources, 'app.asar'), app);
  cpSync(join(resources, 'app.asar.unpacked'), app, { recursive: true });
  for (const entry of readdirSync(resources, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('app.asar') || entry.name.endsWith('.lproj')) continue;
    cpSync(join(resources, entry.name), join(app, 'resources', entry.name), { recursive: true });
  }
  for (const name of ['LICENSE', 'THIRD-PARTY-NOTICES.md']) copyFileSync(join(resources, name), join(folder, name));
  const isWindows = target.os === 'win';
  const node = join(folder, 'lib', isWindows ? 'node.exe' : 'node');
  copyFileSync(nodeProgram, node);
  const kind = nativeKind(node);
  if (kind !== targetName(target)) throw new Error(`${nodeProgram} is for ${kind ?? 'no system'}`);
  // Node's own archive for Windows has no folder `bin`.
  const folders = [dirname(dirname(nodeProgram)), dirname(nodeProgram)];
  const licence = folders.map((each) => join(each, 'LICENSE')).find((path) => existsSync(path));
  if (licence !== undefined) copyFileSync(licence, join(folder, 'LICENSE.node'));
  if (isWindows) {
    for (const name of RUNTIME) copyFileSync(join(contents, name), join(folder, 'lib', name));
    writeFileSync(join(folder, 'sarvi.cmd'), WINDOWS_LAUNCHER);
  } else {
    chmodSync(node, 0o755);
    writeFileSync(join(folder, 'sarvi'), UNIX_LAUNCHER, { mode: 0o755 });
  }
  return folder;
}

/** @returns the archive: `.tar.gz`, and `.zip` for Windows, whose own tar makes both */
export function archiveCliFolder(folder: string, { os }: Target, outputFolder: string): string {
  mkdirSync(outputFolder, { recursive: true });
  const name = folder.slice(dirname(folder).length + 1);
  const archive = join(outputFolder, os === 'win' ? `${name}.zip` : `${name}.tar.gz`);
  const args = os === 'win' ? ['-a', '-c', '-f'] : ['-c', '-z', '-f'];
  // Git's shell has another tar before the system's, which knows no ZIP.
  const systemRoot = process.env['SystemRoot'] ?? 'C:\\Windows';
  const tar = process.platform === 'win32' ? join(systemRoot, 'System32', 'tar.exe') : 'tar';
  const { status, stderr } = spawnSync(tar, [...args, archive, '-C', dirname(folder), name], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar failed: ${stderr}`);
  return archive;
}
