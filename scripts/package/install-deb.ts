import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPacked } from './run-packed.ts';

/**
 * Unpacks a deb with dpkg into a root of its own, runs the command line of the installed files, and removes the package again.
 * The package's own scripts are only read: they would need a whole system in that root.
 *
 * @returns what was done, in words
 * @throws Error with what failed
 */
export function tryDeb(deb: string, root: string): string {
  for (const folder of ['var/lib/dpkg/info', 'var/lib/dpkg/updates', 'var/lib/dpkg/triggers', 'run']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const file of ['status', 'available']) writeFileSync(join(root, 'var/lib/dpkg', file), '');
  const dpkg = (...args: string[]): void =>
    run('dpkg', [`--root=${root}`, '--force-not-root', '--force-depends', ...args]);
  dpkg('--unpack', deb);
  for (const path of ['opt/Sarvi/sarvi-desktop', 'usr/share/applications/fi.sarvi.Sarvi.desktop']) {
    if (!existsSync(join(root, path))) throw new Error(`the deb installs no ${path}`);
  }
  for (const script of ['postinst', 'postrm'])
    run('bash', ['-n', join(root, `var/lib/dpkg/info/sarvi-desktop.${script}`)]);
  if (existsSync('/usr/bin/desktop-file-validate')) {
    run('desktop-file-validate', [join(root, 'usr/share/applications/fi.sarvi.Sarvi.desktop')]);
  }
  runPacked(join(root, 'opt/Sarvi/resources'), join(root, 'home'));
  rmSync(join(root, 'var/lib/dpkg/info/sarvi-desktop.postrm'));
  dpkg('--purge', 'sarvi-desktop');
  if (existsSync(join(root, 'opt/Sarvi'))) throw new Error('the removed deb left files in /opt/Sarvi');
  return 'unpacked, answered, removed without leftovers';
}

function run(program: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
}
